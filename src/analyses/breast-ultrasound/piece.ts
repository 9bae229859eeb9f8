/** The lesion among the pixels that the network marked. The reference is training/breast-ultrasound/look.py. */
import { fillHoles2d } from '../../domain/distance-field';

/**
 * The connected piece (by edges) of p > threshold with the most probability in it, holes filled; undefined where there
 * is none. `p` and the answer (0 or 1) are width x height values, rows one after the other.
 */
export function bestPiece(
  p: ArrayLike<number>,
  width: number,
  height: number,
  threshold: number,
): Uint8Array | undefined {
  const piece = new Int32Array(width * height);
  const stack = new Int32Array(width * height);
  let count = 0;
  let best = 0;
  let most = -Infinity;
  for (let seed = 0; seed < piece.length; seed++) {
    if (piece[seed] !== 0 || !(p[seed] > threshold)) continue;
    count++;
    let mass = 0;
    let depth = 0;
    piece[seed] = count;
    stack[depth++] = seed;
    while (depth > 0) {
      const v = stack[--depth];
      mass += p[v];
      const x = v % width;
      for (let side = 0; side < 4; side++) {
        const inside =
          side === 0
            ? x > 0
            : side === 1
              ? x < width - 1
              : side === 2
                ? v >= width
                : v < width * (height - 1);
        const w = side === 0 ? v - 1 : side === 1 ? v + 1 : side === 2 ? v - width : v + width;
        if (!inside || piece[w] !== 0 || !(p[w] > threshold)) continue;
        piece[w] = count;
        stack[depth++] = w;
      }
    }
    if (mass > most) [most, best] = [mass, count];
  }
  if (best === 0) return undefined;
  const mask = new Uint8Array(piece.length);
  for (let v = 0; v < mask.length; v++) if (piece[v] === best) mask[v] = 1;
  fillHoles2d(mask, width, height);
  return mask;
}

/**
 * The lesion in the square image, and the first of the thresholds (the highest first) at which it has `least` pixels;
 * undefined where the frame shows none.
 */
export function lesionOf(
  p: ArrayLike<number>,
  thresholds: readonly number[],
  least: number,
): { readonly mask: Uint8Array; readonly threshold: number } | undefined {
  const side = Math.sqrt(p.length);
  for (const threshold of thresholds) {
    const mask = bestPiece(p, side, side, threshold);
    if (mask && mask.reduce((n, v) => n + v, 0) >= least) return { mask, threshold };
  }
  return undefined;
}
