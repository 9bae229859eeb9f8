import type { Slab } from '../../domain/hanging/layout';
import { useTranslation } from '../../i18n/index';
import { setSlab } from './commands';
import { useRead } from './store';

const modes = ['mip', 'minip', 'mean'] as const;
/** Thicknesses that are offered, mm; the wheel goes through more of them. */
const OFFERED = [2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200] as const;
/** A first slab, mm. */
const FIRST = 10;

/** A slab in the active plane: what is kept along the line of sight, and how thick it is. */
export function SlabControl() {
  const { t } = useTranslation('read');
  const slab = useRead((state) => state.slab);
  const cell = useRead((state) => state.cells[state.active]);
  if (!cell || cell.view === 'stack' || cell.view === 'volume' || cell.asStack) return null;
  const thicknesses = [...new Set([...OFFERED, ...(slab ? [slab.mm] : [])])].sort((a, b) => a - b);
  const set = (next: Slab | undefined) => setSlab(next);
  return (
    <div>
      <p className="popover-title" id="cell-slab">
        {t('slab.title')}
      </p>
      <div className="slab-row">
        <div className="segmented" role="group" aria-labelledby="cell-slab">
          <button type="button" aria-pressed={!slab} data-testid="slab-off" onClick={() => set(undefined)}>
            {t('slab.off')}
          </button>
          {modes.map((mode) => (
            <button
              key={mode}
              type="button"
              aria-pressed={slab?.mode === mode}
              data-testid={`slab-${mode}`}
              onClick={() => set({ mode, mm: slab?.mm ?? FIRST })}
            >
              {t(`slab.${mode}`)}
            </button>
          ))}
        </div>
        <select
          className="field"
          aria-label={t('slab.thickness')}
          value={slab?.mm ?? FIRST}
          disabled={!slab}
          data-testid="slab-mm"
          onChange={(event) => slab && set({ ...slab, mm: Number(event.target.value) })}
        >
          {thicknesses.map((mm) => (
            <option key={mm} value={mm}>
              {mm} mm
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
