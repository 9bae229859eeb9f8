import { useTranslation } from '../../i18n';
import { changesBetween, signedAt, type SentenceChange } from '../../report';
import { Button, Dialog } from '../../ui';
import type { ReportFacts } from './document';
import { askReport, viewVersion } from './store';

/** Every state that was given out or signed: who, when, and what became of which sentence. */
export function VersionsDialog({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('signing');
  const { live, changed } = facts;
  const { versions, studyUid } = live;
  const close = () => askReport(undefined);
  const last = versions.at(-1);
  // Of a report that is still written, what it would say now beside what was given out.
  const open =
    last === undefined
      ? []
      : last.status === 'preliminary'
        ? changesBetween(last.sections, written(facts))
        : changed;
  return (
    <Dialog
      wide
      title={t('versions.title')}
      testId="versions"
      onSubmit={close}
      onCancel={close}
      actions={
        <Button type="submit" look="primary">
          {t('close')}
        </Button>
      }
    >
      <div className="versions-list" tabIndex={0} role="group" aria-label={t('versions.title')}>
        {versions.length === 0 && <p>{t('versions.none')}</p>}
        {open.length > 0 && (
          <section>
            <h3>{t(last?.status === 'preliminary' ? 'versions.sinceGivenOut' : 'versions.sinceSigned')}</h3>
            <Changes changes={open} />
          </section>
        )}
        {versions.toReversed().map((version) => {
          const before = versions.find((v) => v.number === version.number - 1);
          const changes = before ? changesBetween(before.sections, version.sections) : [];
          return (
            <section key={version.number} data-testid="version">
              <h3>
                {t('versions.head', {
                  number: version.number,
                  state: t(`state.${version.status}`),
                  name: version.signature.name,
                  time: signedAt(version.signature),
                })}
                <Button
                  data-testid={`view-version-${version.number}`}
                  onClick={() => {
                    viewVersion(
                      studyUid,
                      version === last && version.status !== 'preliminary' ? undefined : version.number,
                    );
                    close();
                  }}
                >
                  {t('versions.view')}
                </Button>
              </h3>
              {version.pending > 0 && <p>{t('versions.pending', { count: version.pending })}</p>}
              {before && changes.length === 0 ? <p>{t('versions.same')}</p> : <Changes changes={changes} />}
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

const written = ({ live }: ReportFacts) =>
  live.sections.map((s) => ({ ...s, sentences: s.sentences.filter((one) => !one.draftOnly) }));

/** Sentence by sentence: what went, what came. */
function Changes({ changes }: { readonly changes: readonly SentenceChange[] }) {
  const { t } = useTranslation('signing');
  return (
    <ul className="version-changes">
      {changes.map((change) => (
        <li key={`${change.kind} ${change.section} ${change.key}`}>
          <small>
            {t(`versions.${change.kind}`)} · {t(`report:section.${change.section}`)}
          </small>
          {change.before !== undefined && <del>{change.before}</del>}
          {change.after !== undefined && <ins>{change.after}</ins>}
        </li>
      ))}
    </ul>
  );
}
