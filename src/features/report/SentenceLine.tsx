import { PencilLine, Plus, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { ReportDocument, SectionId, Sentence } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { hoverFinding, selectFinding, useFindings } from '../findings';
import { editText, removeText, revertText } from './edits';

interface LineProps {
  readonly report: ReportDocument;
  readonly section: SectionId;
  readonly sentence: Sentence;
  /** Opens an empty line after this one. */
  readonly onAddAfter: () => void;
}

/**
 * One sentence on the paper, editable where it stands: Enter or leaving it takes the text, Escape takes it back.
 * A sentence about a finding brings the finding up.
 */
export function SentenceLine({ report, section, sentence: s, onAddAfter }: LineProps) {
  const { t } = useTranslation('report');
  const uid = s.findingUids[0];
  const lit = useFindings((state) => uid !== undefined && state.hoverUid === uid);
  const current = useFindings(
    (state) => uid !== undefined && state.studies[report.studyUid]?.currentUid === uid,
  );
  return (
    <li
      className="report-sentence"
      data-testid="report-sentence"
      data-key={s.key}
      data-edited={s.edited}
      data-stale={s.stale || undefined}
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
          onFocus={uid ? () => selectFinding(uid) : undefined}
          onCommit={(text) => editText(report, s.key, text)}
        />
        {/* A space, or the mark would hang on the last word and take it to the next line. */}{' '}
        {s.aiNote && <small className="report-ai">{s.aiNote}</small>}
        {s.draftOnly && <small className="report-mark">{t('mark.draft')}</small>}
        {s.edited && (
          <small className="report-mark" data-tip={s.generated || undefined}>
            <PencilLine size={12} aria-hidden />
            {s.generated ? t('mark.edited') : t('mark.added')}
          </small>
        )}
        {s.stale && <small className="report-mark report-stale">{t('mark.stale')}</small>}
        <span className="report-tools">
          {s.edited && s.generated && (
            <Tool label={t('action.revert')} onClick={() => revertText(report, s.key)}>
              <RotateCcw size={14} />
            </Tool>
          )}
          <Tool label={t('action.addAfter')} onClick={onAddAfter}>
            <Plus size={14} />
          </Tool>
          <Tool label={t('action.remove')} onClick={() => removeText(report, s.key)} testId="remove-sentence">
            <X size={14} />
          </Tool>
        </span>
      </div>
    </li>
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

interface EditableProps {
  readonly text: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly onFocus?: () => void;
  readonly onCommit: (text: string) => void;
}

/** Text that is edited in place, plain, without a box around it. */
export function EditableText({ text, label, placeholder, autoFocus, onFocus, onCommit }: EditableProps) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The browser owns the text while it is edited; React puts it there when it changes elsewhere (rebuild, undo).
    if (element.current && element.current.textContent !== text) element.current.textContent = text;
  }, [text]);
  useEffect(() => {
    if (autoFocus) element.current?.focus();
  }, [autoFocus]);

  const onKeyDown = (event: KeyboardEvent<HTMLSpanElement>) => {
    // A composing input method (pinyin) uses Enter and Escape for itself.
    if (event.nativeEvent.isComposing) return;
    // Nothing typed here may reach the reading keys.
    event.stopPropagation();
    if (event.key === 'Escape') event.currentTarget.textContent = text;
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.currentTarget.blur();
  };

  return (
    <span
      ref={element}
      className="report-text"
      role="textbox"
      tabIndex={0}
      aria-label={label}
      aria-placeholder={placeholder}
      data-placeholder={placeholder}
      contentEditable="plaintext-only"
      suppressContentEditableWarning
      spellCheck={false}
      onFocus={onFocus}
      onBlur={(event) => {
        const typed = event.currentTarget.textContent ?? '';
        if (typed.trim() === text.trim()) return;
        onCommit(typed);
        // A text that was refused (same after trimming) or rebuilt the same must show as it stands.
        if (typed.trim() === '') event.currentTarget.textContent = text;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
