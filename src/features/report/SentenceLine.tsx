import { Check, PencilLine, Plus, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReportDocument, ReportTable, SectionId, Sentence } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { hoverFinding, selectFinding, useFindings } from '../findings';
import { jumpTo } from '../measure';
import { EditableText } from './EditableText';
import { filmUid } from './film';
import { measureUid } from './measured';
import { bringUp } from './place';
import { confirmText, editText, removeText, revertText } from './edits';

interface LineProps {
  readonly report: ReportDocument;
  readonly section: SectionId;
  readonly sentence: Sentence;
  /** Nothing can be changed: it was signed, or an earlier version is looked at. */
  readonly locked: boolean;
  /** Opens an empty line after this one. */
  readonly onAddAfter: () => void;
}

/**
 * One sentence on the paper, editable where it stands: Enter or leaving it takes the text, Escape takes it back.
 * A sentence about a finding brings the finding up, and a finding that is chosen elsewhere brings up its sentence.
 */
export function SentenceLine({ report, section, sentence: s, locked, onAddAfter }: LineProps) {
  const { t } = useTranslation('report');
  const line = useRef<HTMLLIElement>(null);
  const uid = s.findingUids[0];
  const lit = useFindings((state) => uid !== undefined && state.hoverUid === uid);
  const current = useFindings(
    (state) => uid !== undefined && state.studies[report.studyUid]?.currentUid === uid,
  );
  useEffect(() => {
    // One sentence is brought up: the one that describes it, not that of the impression, too.
    if (current && section === 'findings' && !line.current?.contains(document.activeElement))
      bringUp(line.current);
  }, [current, section]);
  const measure = measureUid(s.key) ?? filmUid(s.key);
  const goTo = uid ? () => selectFinding(uid) : measure ? () => jumpTo(measure) : undefined;
  const unsettled = s.stale || s.conflict === true;
  return (
    <li
      ref={line}
      className="report-sentence"
      data-testid="report-sentence"
      data-key={s.key}
      data-edited={s.edited}
      data-stale={s.stale || undefined}
      data-conflict={s.conflict || undefined}
      data-draft={s.draftOnly || undefined}
      data-lit={lit || undefined}
      data-current={current || undefined}
      onPointerEnter={uid ? () => hoverFinding(uid) : undefined}
      onPointerLeave={uid ? () => hoverFinding(undefined) : undefined}
    >
      <div className="report-line">
        <EditableText
          text={s.text}
          label={t('sentence', { section: t(`section.${section}`) })}
          locked={locked}
          language={report.language}
          onFocus={goTo}
          onCommit={(text) => editText(report, s.key, text)}
        />
        {/* A space, or the mark would hang on the last word and take it to the next line. */}{' '}
        {s.aiNote && <small className="report-ai">{s.aiNote}</small>}
        {s.draftOnly && <small className="report-mark">{t('mark.draft')}</small>}
        {s.edited && !s.draftOnly && (
          <small className="report-mark" data-tip={s.generated || undefined}>
            <PencilLine size={12} aria-hidden />
            {s.generated ? t('mark.edited') : t('mark.added')}
          </small>
        )}
        {unsettled && (
          <small className="report-mark report-stale">{t(s.stale ? 'mark.stale' : 'mark.conflict')}</small>
        )}
        {s.table && <SentenceTable table={s.table} />}
        {unsettled && s.stale && <p className="report-now">{t('now', { text: s.generated })}</p>}
        {!locked && (
          <span className="report-tools" data-open={unsettled || undefined}>
            {unsettled && (
              <Tool
                label={t('action.confirm')}
                onClick={() => confirmText(report, s.key)}
                testId="confirm-sentence"
              >
                <Check size={14} />
              </Tool>
            )}
            {s.edited && s.generated && (
              <Tool label={t('action.revert')} onClick={() => revertText(report, s.key)}>
                <RotateCcw size={14} />
              </Tool>
            )}
            <Tool label={t('action.addAfter')} onClick={onAddAfter}>
              <Plus size={14} />
            </Tool>
            <Tool
              label={t('action.remove')}
              onClick={() => removeText(report, s.key)}
              testId="remove-sentence"
            >
              <X size={14} />
            </Tool>
          </span>
        )}
      </div>
    </li>
  );
}

/** More columns than this do not fit beside the key images in the report's own print. */
const WIDE = 6;

const WHOLE = /(\d{4}-\d\d-\d\d|[−+]?\d[\d.]* %)/;

/** A date stays on one line, and a figure with its percent sign. */
const cellWords = (text: string): React.ReactNode =>
  text.split(WHOLE).map((part, n) =>
    n % 2 === 1 ? (
      <span key={n} className="report-whole">
        {part}
      </span>
    ) : (
      part
    ),
  );

/** What the sentence sums up. It follows the data and is not edited. */
function SentenceTable({ table: { caption, head, rows, foot, figures } }: { readonly table: ReportTable }) {
  const kind = (n: number) => (figures.includes(n) ? 'report-figure' : undefined);
  // Rows and columns have no names of their own: their place is the key.
  const line = (cells: readonly string[], at: number) => (
    <tr key={at}>
      {cells.map((text, n) => (
        <td key={n} className={kind(n)}>
          {cellWords(text)}
        </td>
      ))}
    </tr>
  );
  return (
    <div
      className="report-table"
      role="group"
      aria-label={caption}
      tabIndex={0}
      data-wide={head.length > WIDE || undefined}
      data-testid="report-table"
    >
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((text, n) => (
              <th key={n} scope="col" className={kind(n)}>
                {cellWords(text)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.map(line)}</tbody>
        {foot.length > 0 && <tfoot>{foot.map(line)}</tfoot>}
      </table>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
  readonly testId?: string;
}

function Tool({ label, onClick, children, testId }: ToolProps) {
  return (
    <button type="button" aria-label={label} data-tip={label} data-testid={testId} onClick={onClick}>
      {children}
    </button>
  );
}
