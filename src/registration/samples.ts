/** Points of the current examination that are compared with the prior. */
import { placeOf, type CoarseImage } from './image';

export interface Samples {
  readonly count: number;
  /** x, y, z of each, LPS mm. */
  readonly places: Float64Array;
  /** Value of each in the current examination. */
  readonly values: Float32Array;
  readonly centre: readonly [number, number, number];
  /** Root mean square distance from the centre, mm. */
  readonly radius: number;
}

/** Length of the gradient at a voxel, per mm; NaN at the edge of what is known. */
function slope({ dims, step, data }: CoarseImage, v: number): number {
  const [ni, nj, nk] = dims;
  const i = v % ni;
  const j = Math.floor(v / ni) % nj;
  const k = Math.floor(v / (ni * nj));
  if (i === 0 || j === 0 || k === 0 || i === ni - 1 || j === nj - 1 || k === nk - 1) return Number.NaN;
  const x = data[v + 1] - data[v - 1];
  const y = data[v + ni] - data[v - ni];
  const z = data[v + ni * nj] - data[v - ni * nj];
  return Math.sqrt(x * x + y * y + z * z) / (2 * step);
}

function samplesAt(image: CoarseImage, voxels: ArrayLike<number>): Samples {
  const count = voxels.length;
  const places = new Float64Array(count * 3);
  const values = new Float32Array(count);
  const centre: [number, number, number] = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const place = placeOf(image, voxels[n]);
    values[n] = image.data[voxels[n]];
    for (let c = 0; c < 3; c++) {
      places[3 * n + c] = place[c];
      centre[c] += place[c] / count;
    }
  }
  let sum = 0;
  for (let n = 0; n < count * 3; n++) sum += (places[n] - centre[n % 3]) ** 2;
  return { count, places, values, centre, radius: Math.max(1, Math.sqrt(sum / Math.max(1, count))) };
}

/** Every so many-th voxel of a set whose value is known, at most `most`. */
export function evenSamples(image: CoarseImage, set: Uint8Array, most: number): Samples {
  const known: number[] = [];
  for (let v = 0; v < set.length; v++) if (set[v] === 1 && !Number.isNaN(image.data[v])) known.push(v);
  return samplesAt(image, thinned(known, most));
}

/** Of the voxels of a set those with edges: the steeper half, at most `most`, spread evenly. */
export function edgeSamples(image: CoarseImage, set: Uint8Array, most: number): Samples {
  const voxels: number[] = [];
  const slopes: number[] = [];
  for (let v = 0; v < set.length; v++) {
    if (set[v] !== 1) continue;
    const s = slope(image, v);
    if (Number.isNaN(s)) continue;
    voxels.push(v);
    slopes.push(s);
  }
  const median = Float64Array.from(slopes).sort()[Math.floor(slopes.length / 2)] ?? 0;
  return samplesAt(
    image,
    thinned(
      voxels.filter((_, n) => slopes[n] >= median),
      most,
    ),
  );
}

/** At most `most` of a list, the same ones every time, without a beat against the rows of the image. */
function thinned(list: readonly number[], most: number): readonly number[] {
  if (list.length <= most) return list;
  const step = list.length / most;
  return Array.from({ length: most }, (_, n) => {
    const jitter = ((n * 0.618033988749895) % 1) * step;
    return list[Math.min(list.length - 1, Math.floor(n * step + jitter))];
  });
}
