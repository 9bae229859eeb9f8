import { i18n, useTranslation } from '../../i18n';
import type { ReportFacts } from './document';
import { EditableText } from './EditableText';
import { writeAddendum } from './edits';
import { useReport } from './store';

/** Where an addendum to a signed report is written: a sentence a line, and an empty one to go on with. */
export function AddendumBlock({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('signing');
  const { studyUid, language } = facts.live;
  const written = useReport((s) => s.studies[studyUid]?.addendum);
  if (!written || facts.viewing !== undefined) return null;
  const put = (n: number, typed: string) => {
    const text = typed.replace(/\s+/g, ' ').trim();
    const lines =
      n < written.length ? written.map((line, at) => (at === n ? text : line)) : [...written, text];
    writeAddendum(
      studyUid,
      lines.filter((line) => line !== ''),
    );
  };
  return (
    <section className="report-section report-addendum" data-testid="report-new-addendum">
      <h3>{i18n.getFixedT(language, 'report')('section.addendum')}</h3>
      <ul>
        {[...written, ''].map((line, n) => (
          // By place: a line that is written becomes the next one's neighbour, not another line.
          <li key={`${n} ${written.length}`} className="report-sentence">
            <div className="report-line">
              <EditableText
                text={line}
                label={t('addendum.line')}
                placeholder={t('addendum.line')}
                autoFocus={n === written.length}
                language={language}
                onCommit={(text) => put(n, text)}
              />
            </div>
          </li>
        ))}
      </ul>
      <div className="report-section-foot">
        <button type="button" onClick={() => writeAddendum(studyUid, undefined)}>
          {t('addendum.discard')}
        </button>
      </div>
    </section>
  );
}
