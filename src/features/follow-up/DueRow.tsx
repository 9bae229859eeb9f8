import { useState, type KeyboardEvent } from 'react';
import { isOpen, type DueEntry } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import { useLanguage, useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { markDone, moveTo, openAgain } from './change';
import { openDueStudy } from './follow';
import { closeDue } from './store';
import { actOf, intervalOf, nameOf, refOf, whenOf, whyOf } from './words';

interface RowProps {
  readonly entry: DueEntry;
  /** What was done, to be said with a way back. */
  readonly onDone: (words: string) => void;
}

/** One item: when, what and why, whose, and what can be done with it. */
export function DueRow({ entry, onDone }: RowProps) {
  const { t } = useTranslation('due');
  const lang = useLanguage();
  const [asking, setAsking] = useState<'done' | 'moved'>();
  const { line, item, mark, state, daysOver } = entry;
  const whose = [
    nameOf(line, lang, t),
    line.patient.id,
    [dicomDate(line.date), line.description].filter(Boolean).join(' '),
  ];
  return (
    <li className={`due-row due-${state}`} data-testid="due-row" data-state={state} data-key={item.key}>
      <div className="due-when">
        <span className="due-state">
          {state === 'overdue' ? t('state.overdue', { count: daysOver }) : t(`state.${state}`)}
        </span>
        <span>{whenOf(entry, t)}</span>
        {item.months && mark?.state !== 'moved' && <span className="due-quiet">{intervalOf(entry, t)}</span>}
      </div>
      <div className="due-what">
        <strong>{actOf(entry, t)}</strong>
        <span>
          {whose.filter(Boolean).join(' · ')} · <span className="due-ref">{refOf(line)}</span>
        </span>
        <span className="due-quiet">
          {whyOf(entry, lang, t)}
          {t('colon')}
          {item.advice[lang]}
        </span>
        {!line.signed && <span className="due-quiet">{t('draft')}</span>}
        <MarkText entry={entry} />
      </div>
      <div className="due-acts">
        <Button
          look="quiet"
          data-testid="due-open"
          onClick={() => {
            closeDue();
            openDueStudy(line.studyUid);
          }}
        >
          {t('open')}
        </Button>
        {isOpen(entry) ? (
          <>
            <Button look="quiet" data-testid="due-done" onClick={() => setAsking('done')}>
              {t('done')}
            </Button>
            <Button look="quiet" data-testid="due-move" onClick={() => setAsking('moved')}>
              {t('move')}
            </Button>
          </>
        ) : (
          state === 'done' && (
            <Button
              look="quiet"
              data-testid="due-reopen"
              onClick={() => {
                openAgain(entry);
                onDone(t('did.open'));
              }}
            >
              {t('reopen')}
            </Button>
          )
        )}
      </div>
      {asking && (
        <Ask
          entry={entry}
          what={asking}
          onEnd={(words) => {
            setAsking(undefined);
            if (words) onDone(words);
          }}
        />
      )}
    </li>
  );
}

/** What became of it, and why. */
function MarkText({ entry: { mark } }: { readonly entry: DueEntry }) {
  const { t } = useTranslation('due');
  if (!mark || mark.state === 'open') return null;
  const day = mark.at.slice(0, 10);
  if (mark.study)
    return (
      <span className="due-quiet" data-testid="due-mark">
        {t('mark.study', { day: dicomDate(mark.study.date), description: mark.study.description })}
      </span>
    );
  return (
    <span className="due-quiet" data-testid="due-mark">
      {t(`mark.${mark.state}`, { day, reason: mark.reason })}
    </span>
  );
}

interface AskProps {
  readonly entry: DueEntry;
  readonly what: 'done' | 'moved';
  readonly onEnd: (words?: string) => void;
}

/** Why, and of a move to which day. Not a form: the dialog around it is one. */
function Ask({ entry, what, onEnd }: AskProps) {
  const { t } = useTranslation('due');
  const [reason, setReason] = useState('');
  const [day, setDay] = useState('');
  const ready = reason.trim() !== '' && (what === 'done' || /^\d{4}-\d{2}-\d{2}$/.test(day));
  const act = () => {
    if (!ready) return;
    if (what === 'done') markDone(entry, reason.trim());
    else moveTo(entry, day.replaceAll('-', ''), reason.trim());
    onEnd(t(`did.${what}`));
  };
  // The dialog's own Enter saves the calendar.
  const onEnter = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return;
    event.preventDefault();
    act();
  };
  return (
    <div className="due-ask">
      {what === 'moved' && (
        <label>
          {t('ask.day')}
          <input
            autoFocus
            type="date"
            className="field"
            value={day}
            data-testid="due-day"
            onChange={(event) => setDay(event.target.value)}
            onKeyDown={onEnter}
          />
        </label>
      )}
      <label className="due-reason">
        {t('ask.reason')}
        <input
          autoFocus={what === 'done'}
          className="field"
          value={reason}
          maxLength={200}
          data-testid="due-reason"
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={onEnter}
        />
      </label>
      <Button look="plain" disabled={!ready} data-testid="due-ask-done" onClick={act}>
        {t(what === 'done' ? 'done' : 'move')}
      </Button>
      <Button look="quiet" onClick={() => onEnd()}>
        {t('cancel')}
      </Button>
    </div>
  );
}
