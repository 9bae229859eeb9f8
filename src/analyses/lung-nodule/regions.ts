import type { SliceWindow } from '../../inference/contract';
import type { Lungs } from './lungs';

/** Sides of windows are rounded up to this, so that few different shapes occur (each shape is planned anew). */
const ROUND_TO = 32;

/**
 * One window a slice: the lungs' box on that slice with `margin` pixels around it, in pixels of the volume.
 * Sides are multiples of 32 and of `multipleOf`. A window may reach over the image's border.
 */
export function lungWindows(lungs: Lungs, margin: number, multipleOf: number): SliceWindow[] {
  const [nx, ny, nz] = lungs.size;
  const unit = multipleOf * Math.ceil(ROUND_TO / multipleOf);
  const out: SliceWindow[] = [];
  for (let k = 0; k < nz; k++) {
    let [i0, i1, j0, j1] = [nx, -1, ny, -1];
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (lungs.side[i + nx * (j + ny * k)] !== 0) {
          if (i < i0) i0 = i;
          if (i > i1) i1 = i;
          if (j < j0) j0 = j;
          j1 = j;
        }
    if (i1 < 0) continue;
    const span = (lo: number, hi: number): { at: number; length: number } => {
      const need = (hi - lo + 1) * lungs.step + 2 * margin;
      const length = Math.ceil(need / unit) * unit;
      return { at: lo * lungs.step - margin - Math.floor((length - need) / 2), length };
    };
    const x = span(i0, i1);
    const y = span(j0, j1);
    out.push({ k, i: x.at, j: y.at, width: x.length, height: y.length });
  }
  return out;
}
