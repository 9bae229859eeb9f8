import { InferenceError } from './contract';
import type { PreprocessingOp } from './manifest';
import type { ScanData } from './resample';

/** y = x * gain + offset, kept within [lo, hi]. Any chain of clips and linear steps comes down to this. */
export interface Ramp {
  readonly gain: number;
  readonly offset: number;
  readonly lo: number;
  readonly hi: number;
}

/** What is done to a value of the model's image on its way into the tensor. */
export interface Normalisation extends Ramp {
  /** Values that `by` makes 0 become `value`: they are outside the mask of zero_mean_unit_variance. */
  readonly zero?: { readonly by: Ramp; readonly value: number };
}

const IDENTITY: Ramp = { gain: 1, offset: 0, lo: -Infinity, hi: Infinity };

export const applyRamp = (r: Ramp, x: number): number =>
  Math.min(r.hi, Math.max(r.lo, x * r.gain + r.offset));

function clip(r: Ramp, min: number, max: number): Ramp {
  const cut = (v: number): number => Math.min(max, Math.max(min, v));
  return { ...r, lo: cut(r.lo), hi: cut(r.hi) };
}

function linear(r: Ramp, gain: number, offset: number): Ramp {
  // A gain of 0 would make 0 * Infinity out of an open end.
  if (gain === 0) return { gain: 0, offset, lo: offset, hi: offset };
  const ends = [r.lo * gain + offset, r.hi * gain + offset];
  return {
    gain: r.gain * gain,
    offset: r.offset * gain + offset,
    lo: Math.min(...ends),
    hi: Math.max(...ends),
  };
}

/** The values of one image, and what is to be known of them. Computed over all voxels at once, when asked for. */
export class ImageValues {
  private readonly data: ScanData;
  private counts: Float64Array | undefined;
  constructor(data: ScanData) {
    this.data = data;
  }

  /** How often each value occurs in whole-number data; value = index - 32768. */
  private histogram(): Float64Array | undefined {
    const { data } = this;
    if (data instanceof Float32Array) return undefined;
    if (!this.counts) {
      const counts = new Int32Array(98304);
      for (let n = 0; n < data.length; n++) counts[data[n] + 32768]++;
      this.counts = Float64Array.from(counts);
    }
    return this.counts;
  }

  /** Mean and (population) standard deviation after a ramp, of all values or of those that are not 0 then. */
  moments(r: Ramp, nonzero: boolean): { mean: number; std: number } {
    const counts = this.histogram();
    const { data } = this;
    const length = counts ? counts.length : data.length;
    const { gain, offset, lo, hi } = r;
    const pass = (centre: number, power: 1 | 2): { sum: number; count: number } => {
      let sum = 0;
      let count = 0;
      for (let n = 0; n < length; n++) {
        const times = counts ? counts[n] : 1;
        if (times === 0) continue;
        let v = (counts ? n - 32768 : data[n]) * gain + offset;
        v = v < lo ? lo : v > hi ? hi : v;
        if (nonzero && v === 0) continue;
        count += times;
        sum += times * (power === 1 ? v : (v - centre) * (v - centre));
      }
      return { sum, count };
    };
    const first = pass(0, 1);
    if (first.count === 0) return { mean: 0, std: 0 };
    const mean = first.sum / first.count;
    return { mean, std: Math.sqrt(pass(mean, 2).sum / first.count) };
  }

  /** Percentiles (0..100) after a ramp, linear between neighbours as numpy does it; exact. */
  percentiles(r: Ramp, wanted: readonly number[]): number[] {
    const last = this.data.length - 1;
    // A falling ramp turns the order round.
    const rank = (n: number): number => (r.gain < 0 ? last - n : n);
    const places = wanted.map((p) => (last * p) / 100);
    const ranks = places.flatMap((p) => [rank(Math.floor(p)), rank(Math.min(last, Math.floor(p) + 1))]);
    const values = this.ranked(ranks).map((v) => applyRamp(r, v));
    return places.map((p, n) => values[2 * n] + (p - Math.floor(p)) * (values[2 * n + 1] - values[2 * n]));
  }

  /** The values that stand at these places when all are sorted. */
  private ranked(ranks: readonly number[]): number[] {
    const counts = this.histogram();
    if (counts) return ranks.map((rank) => bucketOf(counts, rank).bucket - 32768);
    const floats = this.data as Float32Array;
    const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
    // The bits of floats sort like whole numbers once negative ones are turned over: two digits of 16 bits.
    const high = new Float64Array(65536);
    for (let n = 0; n < bits.length; n++) high[(bits[n] >>> 31 ? ~bits[n] : bits[n] | 0x80000000) >>> 16]++;
    const low = new Map<number, Float64Array>();
    const lowOf = (top: number): Float64Array => {
      let found = low.get(top);
      if (!found) {
        low.set(top, (found = new Float64Array(65536)));
        for (let n = 0; n < bits.length; n++) {
          const key = (bits[n] >>> 31 ? ~bits[n] : bits[n] | 0x80000000) >>> 0;
          if (key >>> 16 === top) found[key & 65535]++;
        }
      }
      return found;
    };
    const cell = new Uint32Array(1);
    return ranks.map((rank) => {
      const { bucket: top, before } = bucketOf(high, rank);
      const key = ((top << 16) | bucketOf(lowOf(top), rank - before).bucket) >>> 0;
      cell[0] = key >>> 31 ? key & 0x7fffffff : ~key;
      return new Float32Array(cell.buffer)[0];
    });
  }
}

function bucketOf(counts: Float64Array, rank: number): { bucket: number; before: number } {
  let before = 0;
  for (let n = 0; n < counts.length; n++) {
    if (before + counts[n] > rank) return { bucket: n, before };
    before += counts[n];
  }
  throw new RangeError(`no value at place ${rank}`);
}

/**
 * Brings the manifest's steps down to one ramp for an image in the model's space. With the mask "nonzero",
 * zero_mean_unit_variance leaves zeros as they are (nnU-Net, MONAI).
 * @throws InferenceError manifestInvalid for steps after such a mask that need the image's values
 */
export function normalisation(ops: readonly PreprocessingOp[], values: ImageValues): Normalisation {
  let ramp = IDENTITY;
  let zeroBy: Ramp | undefined;
  let zero = IDENTITY;
  const step = (change: (r: Ramp) => Ramp): void => {
    ramp = change(ramp);
    if (zeroBy) zero = change(zero);
  };
  for (const op of ops) {
    if (zeroBy && (op.id === 'zero_mean_unit_variance' || op.id === 'scale_range'))
      throw new InferenceError('manifestInvalid', `preprocessing: ${op.id} after the mask "nonzero"`);
    switch (op.id) {
      case 'clip':
        step((r) => clip(r, op.kwargs.min ?? -Infinity, op.kwargs.max ?? Infinity));
        break;
      case 'scale_linear':
        step((r) => linear(r, op.kwargs.gain, op.kwargs.offset));
        break;
      case 'fixed_zero_mean_unit_variance':
        step((r) => linear(r, 1 / op.kwargs.std, -op.kwargs.mean / op.kwargs.std));
        break;
      case 'zero_mean_unit_variance': {
        const masked = op.kwargs.mask === 'nonzero';
        const { mean, std } = values.moments(ramp, masked);
        const gain = 1 / (std + op.kwargs.eps);
        if (masked) zeroBy = ramp;
        ramp = linear(ramp, gain, -mean * gain);
        break;
      }
      case 'scale_range': {
        const { min_percentile: low, max_percentile: high, eps } = op.kwargs;
        const [a, b] = values.percentiles(ramp, [low, high]);
        step((r) => linear(r, 1 / (b - a + eps), -a / (b - a + eps)));
        break;
      }
    }
  }
  return zeroBy ? { ...ramp, zero: { by: zeroBy, value: applyRamp(zero, 0) } } : ramp;
}
