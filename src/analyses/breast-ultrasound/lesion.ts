/** From the network's answer for one region of an image to a lesion on the image. */
import type { VoxelMask } from '../../domain/volume';
import { features, type Features } from './features';
import { bestPiece, lesionOf } from './piece';
import type { LesionRules } from './rules';
import { onFrame, partAbove, type Box } from './square';

export interface FoundLesion {
  readonly mask: VoxelMask;
  /** Probability above which its pixels lie: lower for a faint lesion. */
  readonly threshold: number;
  readonly features: Features;
  /** Mean probability over the lesion's pixels. */
  readonly certainty: number;
}

/** The smallest mask around the set pixels of a box that starts at (x0, y0) of the image. */
function cut(mask: Uint8Array, width: number, [x0, y0]: readonly [number, number]): VoxelMask {
  let [a0, b0, a1, b1] = [Infinity, Infinity, -1, -1];
  for (let v = 0; v < mask.length; v++) {
    if (mask[v] !== 1) continue;
    const [a, b] = [v % width, Math.floor(v / width)];
    if (a < a0) a0 = a;
    if (a > a1) a1 = a;
    if (b < b0) b0 = b;
    if (b > b1) b1 = b;
  }
  const [nx, ny] = [a1 - a0 + 1, b1 - b0 + 1];
  const data = new Uint8Array(nx * ny);
  for (let b = 0; b < ny; b++)
    for (let a = 0; a < nx; a++) data[b * nx + a] = mask[(b0 + b) * width + a0 + a];
  return { start: [x0 + a0, y0 + b0, 0], size: [nx, ny, 1], data };
}

/**
 * The lesion in a region; undefined where it shows none.
 * @param square what the network saw: a square, 0..1
 * @param p its answer, alike
 */
export function lesionIn(
  square: Float32Array,
  p: Float32Array,
  box: Box,
  rules: Pick<LesionRules, 'threshold' | 'faint' | 'leastPx'>,
): FoundLesion | undefined {
  const seen = lesionOf(p, [rules.threshold, rules.faint], rules.leastPx);
  if (!seen) return undefined;
  const { threshold } = seen;
  const [wide, high] = [box.x1 - box.x0, box.y1 - box.y0];
  const part = partAbove(p, high, wide, threshold);
  if (!part) return undefined;
  const width = part.x1 - part.x0;
  const large = onFrame(p, high, wide, part);
  const mask = bestPiece(large, width, part.y1 - part.y0, threshold);
  if (!mask) return undefined;
  let [sum, count] = [0, 0];
  for (let v = 0; v < mask.length; v++) {
    if (mask[v] !== 1) continue;
    sum += large[v];
    count++;
  }
  return {
    mask: cut(mask, width, [box.x0 + part.x0, box.y0 + part.y0]),
    threshold,
    features: features(square, seen.mask, p),
    certainty: sum / count,
  };
}
