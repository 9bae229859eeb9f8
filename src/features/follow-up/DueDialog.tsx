import { CalendarPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { dueEntries, isOpen, type DueEntry } from '../../domain/follow-up';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { undo } from '../history';
import { saveCalendar } from './calendar';
import { DueRow } from './DueRow';
import { closeDue, useDue } from './store';
import { useToday } from './today';
import { nameOf, refOf } from './words';
import './due.css';

const filters = ['open', 'overdue', 'now', 'later', 'undated', 'closed'] as const;
type Filter = (typeof filters)[number];

const passes = (filter: Filter, entry: DueEntry): boolean => {
  if (filter === 'open') return isOpen(entry);
  return filter === 'closed' ? !isOpen(entry) : entry.state === filter;
};

/** The due list over whatever is shown. Mount once. */
export const DueDialog = () => useDue((s) => s.shown) && <DueList />;

function DueList() {
  const { t } = useTranslation('due');
  const lang = useLanguage();
  const lines = useDue((s) => s.lines);
  const today = useToday();
  const failed = useDue((s) => s.failed);
  const [filter, setFilter] = useState<Filter>('open');
  const [text, setText] = useState('');
  const [named, setNamed] = useState(false);
  const [said, setSaid] = useState<{ readonly words: string; readonly undoable?: boolean }>();
  const all = useMemo(() => dueEntries(Object.values(lines), today), [lines, today]);
  const wanted = text.trim().toLowerCase();
  const found = all.filter(({ line }) =>
    [nameOf(line, lang, t), line.patient.name, line.patient.id, line.description, refOf(line)].some((one) =>
      one.toLowerCase().includes(wanted),
    ),
  );
  const shown = found.filter((entry) => passes(filter, entry));
  const dated = shown.filter((entry) => entry.window && isOpen(entry));

  const save = () => {
    const count = saveCalendar(dated, { lang, named }, t);
    const left = shown.filter(isOpen).length - count;
    const words = [t('saved', { count }), ...(left > 0 ? [t('leftOut', { count: left })] : [])];
    setSaid({ words: words.join(' ') });
  };

  return (
    <Dialog
      wide
      title={t('title')}
      testId="due-dialog"
      onSubmit={save}
      onCancel={closeDue}
      actions={
        <>
          <label className="due-named">
            <input
              type="checkbox"
              checked={named}
              data-testid="due-named"
              onChange={(event) => setNamed(event.target.checked)}
            />
            {t('named')}
          </label>
          <Button look="quiet" data-testid="due-close" onClick={closeDue}>
            {t('close')}
          </Button>
          <Button
            look="primary"
            type="submit"
            icon={<CalendarPlus size={14} aria-hidden />}
            disabled={dated.length === 0}
            data-testid="due-save"
          >
            {t('save', { count: dated.length })}
          </Button>
        </>
      }
    >
      <div className="due-tools">
        <div className="due-filters" role="radiogroup" aria-label={t('filter.title')}>
          {filters.map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={filter === one}
              data-testid={`due-filter-${one}`}
              onClick={() => setFilter(one)}
            >
              {t(`filter.${one}`)} <span>{found.filter((entry) => passes(one, entry)).length}</span>
            </button>
          ))}
        </div>
        <input
          type="search"
          className="field"
          value={text}
          placeholder={t('search')}
          aria-label={t('search')}
          data-testid="due-search"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      </div>
      {shown.length === 0 ? (
        <p className="due-empty" data-testid="due-empty">
          {t(all.length === 0 ? 'empty.none' : 'empty.filtered')}
        </p>
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls is reached by the keys
        <ul className="due-list" tabIndex={0} aria-label={t('title')}>
          {shown.map((entry) => (
            <DueRow
              key={`${entry.line.studyUid} ${entry.item.key}`}
              entry={entry}
              onDone={(words) => setSaid({ words, undoable: true })}
            />
          ))}
        </ul>
      )}
      <p className="due-said" role="status" data-testid="due-said">
        {said?.words}
        {said?.undoable && (
          <button
            type="button"
            data-testid="due-undo"
            onClick={() => {
              undo();
              setSaid({ words: t('undone') });
            }}
          >
            {t('undo')}
          </button>
        )}
      </p>
      {failed && <p role="alert">{t('failed', { detail: failed })}</p>}
      <p className="due-note">{t('privacy')}</p>
    </Dialog>
  );
}
