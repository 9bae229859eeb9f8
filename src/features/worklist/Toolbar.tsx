import { ChevronsRight, Columns3, RefreshCw, Search, Sparkles, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, IconButton, Popover } from '../../ui';
import { useKeyOf } from '../commands';
import { DueButton } from '../follow-up';
import { setAhead } from './ahead';
import { columns } from './columns';
import { Facets } from './Facets';
import { refresh } from './listing';
import { goToNeighbour } from './open';
import { set, useWorklist } from './store';
import { keepViews } from './views';
import { Views } from './Views';
import './toolbar.css';

/** Filtering waits this long for the next letter, ms. */
const TYPING = 120;

/** The element that the grid's keys come back to. */
const toGrid = (): void => document.querySelector<HTMLElement>('[data-testid="worklist-grid"]')?.focus();

function SearchField() {
  const { t } = useTranslation('worklist');
  const text = useWorklist((s) => s.filter.text);
  const [words, setWords] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const given = useRef(text);
  // A view that was chosen brings its own words.
  useEffect(() => {
    if (text !== given.current) setWords(text);
    given.current = text;
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const give = (next: string, wait: number) => {
    setWords(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      given.current = next;
      set(({ filter }) => ({ filter: { ...filter, text: next } }));
    }, wait);
  };
  return (
    <div className="wl-search">
      <Search size={14} aria-hidden />
      <input
        type="search"
        className="field"
        value={words}
        placeholder={t('search')}
        aria-label={t('searchLabel')}
        data-testid="wl-search"
        onChange={(event) => give(event.target.value, TYPING)}
        onKeyDown={(event) => {
          // An input method uses these keys itself while a word is being written.
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape' && words !== '') give('', 0);
          else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') toGrid();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {words !== '' && (
        <IconButton label={t('searchClear')} onClick={() => give('', 0)}>
          <X size={13} />
        </IconButton>
      )}
    </div>
  );
}

function ColumnChoice() {
  const { t } = useTranslation('worklist');
  const hidden = useWorklist((s) => s.hidden);
  return (
    <Popover
      label={t('columns')}
      className="icon-button"
      face={<Columns3 size={16} />}
      align="end"
      testId="wl-columns"
    >
      {() => (
        <fieldset className="wl-choices">
          <legend>{t('columns')}</legend>
          {columns
            .filter(({ fixed }) => !fixed)
            .map(({ id }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={!hidden.includes(id)}
                  data-testid={`wl-column-${id}`}
                  onChange={() => {
                    set({
                      hidden: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id],
                    });
                    keepViews();
                  }}
                />
                {t(`column.${id}`)}
              </label>
            ))}
          <p className="by-keys">{t('columnsKeys')}</p>
        </fieldset>
      )}
    </Popover>
  );
}

function AheadSwitch() {
  const { t } = useTranslation('worklist');
  const on = useWorklist((s) => s.ahead.on);
  return (
    <Button
      look="plain"
      className="wl-facet"
      icon={<Sparkles size={14} aria-hidden />}
      aria-pressed={on}
      data-tip={t('ahead.tip')}
      data-testid="wl-ahead"
      onClick={() => setAhead(!on)}
    >
      {t(on ? 'ahead.on' : 'ahead.off')}
    </Button>
  );
}

export function Toolbar({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation('worklist');
  const refreshKey = useKeyOf('worklist.refresh');
  const nextKey = useKeyOf('worklist.next');
  return (
    <div className="wl-toolbar" role="toolbar" aria-label={t('tools')}>
      <SearchField />
      <Facets phone={phone} />
      <Views />
      <Button
        look="plain"
        className="wl-facet"
        icon={<ChevronsRight size={14} aria-hidden />}
        keyHint={nextKey}
        data-testid="wl-next"
        onClick={() => void goToNeighbour(1)}
      >
        {t('next')}
      </Button>
      <DueButton />
      <span className="wl-space" />
      <AheadSwitch />
      {!phone && <ColumnChoice />}
      <IconButton
        label={t('refresh')}
        keyHint={refreshKey}
        data-testid="wl-refresh"
        onClick={() => {
          refresh();
          toGrid();
        }}
      >
        <RefreshCw size={15} />
      </IconButton>
    </div>
  );
}
