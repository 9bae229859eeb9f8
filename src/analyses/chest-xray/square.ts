/** A film as the network sees it. The reference is training/chest-xray/look.py. */

/** Pixels of the network's square image. */
export const SIDE = 160;
/** Percentiles that become 0 and 1. */
const ENDS = [1, 99] as const;

/** Percentiles of whole numbers, linear between neighbours as numpy takes them. */
function percentiles(data: Int16Array, wanted: readonly number[]): number[] {
  const counts = new Uint32Array(65536);
  for (let n = 0; n < data.length; n++) counts[data[n] + 32768]++;
  /** The value at a place of the sorted pixels. */
  const at = (place: number): number => {
    let below = 0;
    for (let v = 0; v < counts.length; v++) {
      below += counts[v];
      if (below > place) return v - 32768;
    }
    return 32767;
  };
  return wanted.map((percent) => {
    const place = (percent / 100) * (data.length - 1);
    const low = Math.floor(place);
    const [a, b] = [at(low), at(Math.min(data.length - 1, low + 1))];
    return a + (b - a) * (place - low);
  });
}

/** Which pixels of a line make which of the SIDE pixels, and with what weight: means over the area of a pixel. */
function taps(length: number): { readonly first: Int32Array; readonly weights: readonly Float64Array[] } {
  const first = new Int32Array(SIDE);
  const weights = Array.from({ length: SIDE }, (_, n) => {
    const [lo, hi] = [(n * length) / SIDE, ((n + 1) * length) / SIDE];
    first[n] = Math.min(length - 1, Math.floor(lo));
    const end = Math.max(first[n] + 1, Math.min(length, Math.ceil(hi - 1e-9)));
    return Float64Array.from(
      { length: end - first[n] },
      (_none, m) => (Math.min(hi, first[n] + m + 1) - Math.max(lo, first[n] + m)) * (SIDE / length),
    );
  });
  return { first, weights };
}

/**
 * The whole film, larger values brighter, as SIDE x SIDE values from 0 (its 1st percentile) to 1 (its 99th), squeezed
 * without regard to its shape; rows one after the other.
 */
export function squared(data: Int16Array, width: number, height: number): Float32Array<ArrayBuffer> {
  const [low, high] = percentiles(data, ENDS);
  const range = Math.max(high - low, 1e-6);
  const across = taps(width);
  const down = taps(height);
  const out = new Float32Array(SIDE * SIDE);
  const line = new Float64Array(SIDE);
  const row = new Float64Array(width);
  for (let b = 0; b < SIDE; b++) {
    line.fill(0);
    down.weights[b].forEach((weight, m) => {
      const from = (down.first[b] + m) * width;
      for (let x = 0; x < width; x++) {
        const v = (data[from + x] - low) / range;
        row[x] = v < 0 ? 0 : v > 1 ? 1 : v;
      }
      for (let a = 0; a < SIDE; a++) {
        const start = across.first[a];
        const w = across.weights[a];
        let sum = 0;
        for (let n = 0; n < w.length; n++) sum += w[n] * row[start + n];
        line[a] += weight * sum;
      }
    });
    out.set(line, b * SIDE);
  }
  return out;
}
