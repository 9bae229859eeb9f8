import { useEffect, useMemo, useRef, type CSSProperties, type KeyboardEvent, type MouseEvent } from 'react';
import type { WorklistRow } from '../../domain/worklist/row';
import { useLanguage, useTranslation } from '../../i18n';
import { useOpen } from '../open';
import { shownColumns, template } from './columns';
import { Head } from './Head';
import { studyRow } from './list';
import { openRow } from './open';
import { CardRow, TableRow } from './Row';
import { set, useWorklist } from './store';
import { jumpByLetters } from './letters';
import { slotsOf, useVirtual } from './virtual';
import { nameOf } from './words';
import './table.css';

/** px; the same as in the styles. */
const ROW = { table: 32, phone: 54 };
const HEAD = 30;

/** The studies: a grid that holds the rows of the window only. It has the focus; the row at hand is said by its id. */
export function Grid({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const indices = useWorklist((s) => s.indices);
  const arranged = useWorklist((s) => s.arranged);
  const selected = useWorklist((s) => s.selected);
  const hidden = useWorklist((s) => s.hidden);
  const widths = useWorklist((s) => s.widths);
  const servers = useWorklist((s) => s.servers);
  const openUid = useOpen((s) => s.activeStudyUid);
  const scroller = useRef<HTMLDivElement>(null);
  const count = indices.length;
  const rowHeight = phone ? ROW.phone : ROW.table;
  const head = phone ? 0 : HEAD;
  const shown = useMemo(() => shownColumns(hidden), [hidden]);
  const { window, onScroll, reveal } = useVirtual(scroller, count, rowHeight, head);
  const at = useMemo(
    () => (selected === undefined ? -1 : indices.findIndex((n) => arranged[n].key === selected)),
    [indices, arranged, selected],
  );

  // The row at hand stays in sight when the list is arranged anew, unless the reader has scrolled away from it.
  const before = useRef(-1);
  useEffect(() => {
    if (at >= 0 && at !== before.current) reveal(at);
    before.current = at;
  }, [at, reveal]);

  const select = (n: number): void => {
    const key = arranged[indices[Math.max(0, Math.min(count - 1, n))]]?.key;
    if (key === undefined) return;
    set({ selected: key });
    reveal(Math.max(0, Math.min(count - 1, n)));
  };
  const open = (n: number): void => {
    const row = arranged[indices[n]];
    if (row) void openRow(row);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: Math.max(0, at) + window.page,
      PageUp: at - window.page,
      Home: 0,
      End: count - 1,
    };
    const { key } = event;
    if (event.altKey || event.metaKey || (event.ctrlKey && key !== 'Home' && key !== 'End')) return;
    if (key in steps) select(steps[key]);
    else if (key === 'Enter') open(Math.max(0, at));
    else {
      const to = jumpByLetters(key, at, count, (n) => nameOf(arranged[indices[n]], lang, t));
      if (to === undefined) return;
      if (to >= 0) select(to);
    }
    event.preventDefault();
    // The reading keys behind it have other meanings.
    event.stopPropagation();
  };

  // The study that was pressed first counts: rows that arrive meanwhile may put another patient under the second click.
  const pressed = useRef<string>(undefined);
  const onPress = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-at]') : null;
    if (event.detail <= 1) pressed.current = row?.dataset.uid;
  };
  const pressedRow = (): WorklistRow | undefined =>
    pressed.current === undefined ? undefined : studyRow(pressed.current);

  const byFinger = (): boolean => phone || matchMedia('(pointer: coarse)').matches;

  const Row = phone ? CardRow : TableRow;
  return (
    <div
      ref={scroller}
      role="grid"
      className={phone ? 'wl-grid wl-grid-phone' : 'wl-grid'}
      tabIndex={0}
      data-testid="worklist-grid"
      aria-label={t('title')}
      aria-rowcount={count + (phone ? 0 : 1)}
      aria-colcount={phone ? 1 : shown.length}
      aria-activedescendant={at >= window.from && at < window.to ? `wl-row-${at}` : undefined}
      style={{ '--wl-columns': template(shown, widths) } as CSSProperties}
      onScroll={onScroll}
      onKeyDown={onKey}
      onMouseDown={onPress}
      onClick={(event) => {
        // Of a reading aid, which presses nothing.
        if (event.detail === 0) onPress(event);
        const row = pressedRow();
        if (!row) return;
        set({ selected: row.key });
        // A finger opens with its first tap; the second of a double tap would open the study once more.
        if (byFinger() && event.detail <= 1) void openRow(row);
      }}
      onDoubleClick={() => {
        const row = pressedRow();
        if (row && !byFinger()) void openRow(row);
      }}
    >
      {!phone && <Head shown={shown} />}
      <div role="rowgroup" className="wl-body" style={{ height: count * rowHeight }}>
        {slotsOf(window).map(({ slot, place }) => {
          const row = arranged[indices[place]];
          return row === undefined ? null : (
            <Row
              key={slot}
              row={row}
              at={place}
              top={place * rowHeight}
              selected={place === at}
              open={row.key === openUid}
              shown={shown}
              servers={servers}
              t={t}
              lang={lang}
            />
          );
        })}
      </div>
    </div>
  );
}
