import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { SortKey } from '../../domain/worklist/order';
import { useTranslation } from '../../i18n';
import { clampWidth, type Column } from './columns';
import { set, useWorklist } from './store';
import { keepViews } from './views';

/** Columns whose own direction begins with the largest. */
const downward: readonly SortKey[] = ['priority', 'date', 'images'];

function sortBy(by: SortKey): void {
  set(({ sort }) => ({ sort: { by, turned: sort.by === by ? !sort.turned : false } }));
}

const widen = (id: string, px: number): void =>
  set(({ widths }) => ({ widths: { ...widths, [id]: clampWidth(px) } }));

/** px by which a key makes a column wider or narrower. */
const KEY_STEP = 16;

/** The heads of the columns: a click sorts, an edge drags, alt with the arrows does the same by keys. */
export function Head({ shown }: { readonly shown: readonly Column[] }) {
  return (
    <div role="rowgroup" className="wl-head">
      <div role="row" className="wl-row wl-head-row" aria-rowindex={1}>
        {shown.map((column, n) => (
          <HeadCell key={column.id} column={column} n={n} />
        ))}
      </div>
    </div>
  );
}

function HeadCell({ column, n }: { readonly column: Column; readonly n: number }) {
  const { t } = useTranslation('worklist');
  const { id } = column;
  const sort = useWorklist((s) => s.sort);
  const cell = useRef<HTMLDivElement>(null);
  const sorted = sort.by === id;
  const down = sort.turned !== downward.includes(id);
  const widthNow = (): number => cell.current?.getBoundingClientRect().width ?? column.width;

  const onKey = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!event.altKey || way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    widen(id, widthNow() + way * KEY_STEP);
    keepViews();
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    const from = event.clientX - widthNow();
    const move = (moved: globalThis.PointerEvent) => widen(id, moved.clientX - from);
    const end = () => {
      grip.removeEventListener('pointermove', move);
      keepViews();
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end, { once: true });
    grip.addEventListener('pointercancel', end, { once: true });
  };

  return (
    <div
      ref={cell}
      role="columnheader"
      className="wl-cell wl-head-cell"
      aria-colindex={n + 1}
      aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        data-testid={`wl-sort-${id}`}
        data-tip={t('sortTip')}
        onClick={() => sortBy(id)}
        onKeyDown={onKey}
      >
        <span>{t(`column.${id}`)}</span>
        {sorted && (down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
      </button>
      <span
        className="wl-grip"
        aria-hidden
        onPointerDown={drag}
        onDoubleClick={() => {
          set(({ widths }) => {
            const { [id]: own, ...others } = widths;
            return own === undefined ? {} : { widths: others };
          });
          keepViews();
        }}
      />
    </div>
  );
}
