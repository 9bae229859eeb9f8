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
  const stack: number[] = [];
  let count = 0;
  let best = 0;
  let most = -Infinity;
  for (let seed = 0; seed < piece.length; seed++) {
    if (piece[seed] !== 0 || !(p[seed] > threshold)) continue;
    count++;
    let mass = 0;
    piece[seed] = count;
    stack.push(seed);
    const visit = (v: number): void => {
      if (piece[v] !== 0 || !(p[v] > threshold)) return;
      piece[v] = count;
      stack.push(v);
    };
    for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
      mass += p[v];
      const x = v % width;
      if (x > 0) visit(v - 1);
      if (x < width - 1) visit(v + 1);
      if (v >= width) visit(v - width);
      if (v < width * (height - 1)) visit(v + width);
    }
    if (mass > most) [most, best] = [mass, count];
  }
  if (best === 0) return undefined;
  const mask = Uint8Array.from(piece, (n) => (n === best ? 1 : 0));
  fillHoles2d(mask, width, height);
  return mask;
}

/** The lesion in the square image; undefined where the frame shows none, or a mark of fewer pixels than `least`. */
export function lesionOf(p: ArrayLike<number>, threshold: number, least: number): Uint8Array | undefined {
  const side = Math.sqrt(p.length);
  const mask = bestPiece(p, side, side, threshold);
  return mask && mask.reduce((n, v) => n + v, 0) >= least ? mask : undefined;
}
