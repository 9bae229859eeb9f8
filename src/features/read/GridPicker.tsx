import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/index';
import { setGrid } from './commands';
import { useRead } from './store';

const SIZE = 4;
const numbers = Array.from({ length: SIZE * SIZE }, (...[, n]) => n);

/** Rows and columns, 1 x 1 to 4 x 4: hover or walk with the arrows, then click or Enter. */
export function GridPicker({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('read');
  const room = useRead((state) => state.room);
  const now = room.name === 'grid' ? [room.rowShares.length - 1, room.columnShares.length - 1] : [0, 0];
  const [[row, column], point] = useState<readonly [number, number]>([now[0], now[1]]);
  const name = (r: number, c: number): string => t('grid.size', { rows: r + 1, columns: c + 1 });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const ways: Record<string, readonly [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const way = ways[event.key];
    if (!way) return;
    const [r, c] = [row + way[0], column + way[1]];
    // Over the edge the panel goes on to its next control.
    if (r >= SIZE || r < 0) return;
    event.preventDefault();
    if (c < 0 || c >= SIZE) return;
    point([r, c]);
    event.currentTarget.querySelectorAll('button')[r * SIZE + c]?.focus();
  };

  return (
    <div>
      <p className="popover-title">{t('grid.title')}</p>
      <div
        className="grid-picker"
        role="group"
        aria-label={t('grid.title')}
        onKeyDown={onKeyDown}
        onPointerLeave={() => point([now[0], now[1]])}
      >
        {numbers.map((n) => {
          const [r, c] = [Math.floor(n / SIZE), n % SIZE];
          return (
            <button
              key={n}
              type="button"
              aria-label={name(r, c)}
              aria-pressed={room.name === 'grid' && r === now[0] && c === now[1]}
              tabIndex={r === row && c === column ? 0 : -1}
              className={r <= row && c <= column ? 'grid-cell grid-cell-in' : 'grid-cell'}
              data-testid={`grid-${r + 1}x${c + 1}`}
              // Not pointerenter: the panel may open under a mouse that rests, and the keyboard has its own place.
              onPointerMove={() => point([r, c])}
              onClick={() => {
                onDone();
                setGrid(r + 1, c + 1);
              }}
            />
          );
        })}
      </div>
      <p className="grid-size" aria-hidden>
        {name(row, column)}
      </p>
    </div>
  );
}
