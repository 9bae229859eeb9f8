/** A frame as the network sees it, and its answer back on the frame. The reference is training/breast-ultrasound/look.py. */

/** A part of an image, pixels; the ends are excluded. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Where a frame lies in the square: rows and columns that it gets, and the first of each. */
export interface Placing {
  readonly h: number;
  readonly w: number;
  readonly top: number;
  readonly left: number;
}

/** Half to even, as Python rounds. */
function rounded(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}

/** The whole frame in the middle of a square of `side` pixels. */
export function placing(height: number, width: number, side: number): Placing {
  const scale = side / Math.max(height, width);
  const h = Math.max(1, rounded(height * scale));
  const w = Math.max(1, rounded(width * scale));
  return { h, w, top: (side - h) >> 1, left: (side - w) >> 1 };
}

/** Which pixels make pixel n of a line that is brought to another length, and their weights. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Means over the area of a pixel where the image gets smaller, bilinear where it gets larger. */
function taps(length: number, to: number): readonly Taps[] {
  const scale = length / to;
  return Array.from({ length: to }, (_, n): Taps => {
    if (scale >= 1) {
      const [lo, hi] = [n * scale, (n + 1) * scale];
      const first = Math.floor(lo);
      const end = Math.min(length, Math.ceil(hi - 1e-9));
      const weights = Array.from(
        { length: end - first },
        (_none, m) => (Math.min(hi, first + m + 1) - Math.max(lo, first + m)) / scale,
      );
      return { first, weights };
    }
    const at = Math.min(length - 1, Math.max(0, (n + 0.5) * scale - 0.5));
    const low = Math.floor(at);
    return low + 1 < length
      ? { first: low, weights: [1 - (at - low), at - low] }
      : { first: low, weights: [1] };
  });
}

/**
 * Grey values 0..255 of a box of an image that is `columns` wide -> side x side values 0..1, rows one after the other: the
 * whole box in the middle, black around.
 */
export function squared(
  data: ArrayLike<number>,
  columns: number,
  box: Box,
  side: number,
): Float32Array<ArrayBuffer> {
  const [height, width] = [box.y1 - box.y0, box.x1 - box.x0];
  const { h, w, top, left } = placing(height, width, side);
  const across = taps(width, w);
  const lines = new Float64Array(height * w);
  for (let y = 0; y < height; y++) {
    const row = (box.y0 + y) * columns + box.x0;
    for (let n = 0; n < w; n++) {
      const { first, weights } = across[n];
      let sum = 0;
      for (let m = 0; m < weights.length; m++) sum += weights[m] * data[row + first + m];
      lines[y * w + n] = sum;
    }
  }
  const out = new Float32Array(side * side);
  taps(height, h).forEach(({ first, weights }, n) => {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let m = 0; m < weights.length; m++) sum += weights[m] * lines[(first + m) * w + x];
      out[(top + n) * side + left + x] = Math.min(1, Math.max(0, sum / 255));
    }
  });
  return out;
}

/**
 * The part of a frame of height x width on which values of the square may lie above a threshold: outside of it none does,
 * since values in between are never larger than those around. Undefined where nothing is above.
 */
export function partAbove(
  values: ArrayLike<number>,
  height: number,
  width: number,
  threshold: number,
): Box | undefined {
  const side = Math.sqrt(values.length);
  const { h, w, top, left } = placing(height, width, side);
  let [x0, y0, x1, y1] = [side, side, -1, -1];
  for (let v = 0; v < values.length; v++) {
    if (!(values[v] > threshold)) continue;
    const [x, y] = [v % side, Math.floor(v / side)];
    [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
  }
  if (x1 < 0) return undefined;
  // A pixel of the frame takes from those less than one away; one more for rounding.
  const first = (at: number, from: number, got: number, length: number): number =>
    Math.max(0, Math.floor(((at - 2 - from) * length) / got));
  const end = (at: number, from: number, got: number, length: number): number =>
    Math.min(length, Math.ceil(((at + 3 - from) * length) / got));
  const box = {
    x0: first(x0, left, w, width),
    y0: first(y0, top, h, height),
    x1: end(x1, left, w, width),
    y1: end(y1, top, h, height),
  };
  return box.x1 > box.x0 && box.y1 > box.y0 ? box : undefined;
}

/**
 * Values of the square -> values on the pixels of a part of the frame (all of it when absent), rows one after the other,
 * bilinear. The frame has height x width pixels.
 */
export function onFrame(
  values: ArrayLike<number>,
  height: number,
  width: number,
  part: Box = { x0: 0, y0: 0, x1: width, y1: height },
): Float32Array {
  const side = Math.sqrt(values.length);
  const { h, w, top, left } = placing(height, width, side);
  const place = (length: number, got: number, first: number, from: number, to: number) => {
    const low = new Int32Array(to - from);
    const share = new Float64Array(to - from);
    for (let n = from; n < to; n++) {
      const at = Math.min(side - 1, Math.max(0, ((n + 0.5) * got) / length - 0.5 + first));
      low[n - from] = Math.min(side - 2, Math.floor(at));
      share[n - from] = at - low[n - from];
    }
    return { low, share };
  };
  const columns = place(width, w, left, part.x0, part.x1);
  const rows = place(height, h, top, part.y0, part.y1);
  const wide = part.x1 - part.x0;
  const out = new Float32Array(rows.low.length * wide);
  for (let row = 0; row < rows.low.length; row++) {
    const b = rows.share[row];
    for (let x = 0; x < wide; x++) {
      const a = columns.share[x];
      const at = rows.low[row] * side + columns.low[x];
      out[row * wide + x] =
        (1 - b) * ((1 - a) * values[at] + a * values[at + 1]) +
        b * ((1 - a) * values[at + side] + a * values[at + side + 1]);
    }
  }
  return out;
}
