/** How alike the current examination and the moved prior are, at samples. */
import type { Affine } from '../domain/affine';
import { valueAtLps, type CoarseImage } from './image';
import type { Samples } from './samples';

export interface Similarity {
  /** Normalised correlation -1..1 for CT, correlation ratio 0..1 for others. */
  readonly value: number;
  /** Share of the samples that lie in the prior's field. */
  readonly inside: number;
}

/** Bins of the current examination's values where what is bright in one may be dark in the other. */
export const BINS = 24;

/** Bin of each sample between its least and largest value. */
export function binsOf({ values, count }: Samples): Uint8Array {
  let least = Infinity;
  let most = -Infinity;
  for (let n = 0; n < count; n++) {
    least = Math.min(least, values[n]);
    most = Math.max(most, values[n]);
  }
  const scale = (BINS - 1e-3) / Math.max(1e-6, most - least);
  return Uint8Array.from(values, (v) => Math.floor((v - least) * scale));
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>, count: number): number {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  for (let v = 0; v < count; v++) {
    const y = b[v];
    if (Number.isNaN(y)) continue;
    const x = a[v];
    n++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  const va = saa - (sa * sa) / n;
  const vb = sbb - (sb * sb) / n;
  return va > 1e-6 && vb > 1e-6 ? (sab - (sa * sb) / n) / Math.sqrt(va * vb) : 0;
}

/** Mean of the prior's values for each bin of the current one's; NaN for an empty bin. */
export function meansByBin(bins: Uint8Array, moved: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  for (let n = 0; n < bins.length; n++) {
    if (Number.isNaN(moved[n])) continue;
    sums[bins[n]] += moved[n];
    counts[bins[n]]++;
  }
  return sums.map((sum, b) => (counts[b] > 0 ? sum / counts[b] : Number.NaN));
}

/** Share of the variance of the prior's values that the current one's explain (Roche et al., MICCAI 1998). */
function ratio(bins: Uint8Array, moved: ArrayLike<number>): number {
  const means = meansByBin(bins, moved);
  let [n, sum, squares, rest] = [0, 0, 0, 0];
  for (let v = 0; v < bins.length; v++) {
    const y = moved[v];
    if (Number.isNaN(y)) continue;
    n++;
    sum += y;
    squares += y * y;
    rest += (y - means[bins[v]]) ** 2;
  }
  const all = squares - (sum * sum) / n;
  return all > 1e-6 ? Math.max(0, 1 - rest / all) : 0;
}

/**
 * @param map current LPS mm to prior LPS mm
 * @param bins of the samples, for the correlation ratio; without them the normalised correlation is taken
 */
export function similarity(samples: Samples, prior: CoarseImage, map: Affine, bins?: Uint8Array): Similarity {
  const { count, places } = samples;
  const { rows, shift } = map;
  const moved = new Float32Array(count);
  let known = 0;
  for (let n = 0; n < count; n++) {
    const x = places[3 * n];
    const y = places[3 * n + 1];
    const z = places[3 * n + 2];
    const value = valueAtLps(
      prior,
      rows[0][0] * x + rows[0][1] * y + rows[0][2] * z + shift[0],
      rows[1][0] * x + rows[1][1] * y + rows[1][2] * z + shift[1],
      rows[2][0] * x + rows[2][1] * y + rows[2][2] * z + shift[2],
    );
    moved[n] = value;
    if (!Number.isNaN(value)) known++;
  }
  const inside = count > 0 ? known / count : 0;
  if (known < 50) return { value: 0, inside };
  return { value: bins ? ratio(bins, moved) : correlation(samples.values, moved, count), inside };
}
