/** Colour to interleaved 8-bit RGB. */
import type { Palette } from '../header/record';
import type { Samples } from './native';

/** Component planes one after another to pixel-interleaved. */
export function interleave<T extends Samples>(planar: T, pixels: number): T {
  const out = planar.slice() as T;
  for (let c = 0; c < 3; c++) for (let i = 0; i < pixels; i++) out[3 * i + c] = planar[c * pixels + i];
  return out;
}

/** Samples of more than 8 bits to 8, by their stored depth. */
export function toEightBit(samples: Samples, bitsStored: number): Uint8Array {
  if (samples instanceof Uint8Array) return samples;
  const out = new Uint8Array(samples.length);
  const shift = Math.max(0, bitsStored - 8);
  for (let i = 0; i < samples.length; i++) out[i] = samples[i] >>> shift;
  return out;
}

const clamp = (v: number): number => (v < 0 ? 0 : v > 255 ? 255 : Math.round(v));

/** YBR_FULL (ITU-R BT.601, full range) to RGB, in place on interleaved samples. */
export function ybrFullToRgb(s: Uint8Array): Uint8Array {
  for (let i = 0; i + 2 < s.length; i += 3) {
    const y = s[i];
    const cb = s[i + 1] - 128;
    const cr = s[i + 2] - 128;
    s[i] = clamp(y + 1.402 * cr);
    s[i + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    s[i + 2] = clamp(y + 1.772 * cb);
  }
  return s;
}

/** YBR_PARTIAL (luma 16..235, chroma 16..240) to RGB, in place on interleaved samples. */
export function ybrPartialToRgb(s: Uint8Array): Uint8Array {
  for (let i = 0; i + 2 < s.length; i += 3) {
    const y = 1.164384 * (s[i] - 16);
    const cb = s[i + 1] - 128;
    const cr = s[i + 2] - 128;
    s[i] = clamp(y + 1.596027 * cr);
    s[i + 1] = clamp(y - 0.391762 * cb - 0.812968 * cr);
    s[i + 2] = clamp(y + 2.017232 * cb);
  }
  return s;
}

/** Native 4:2:2 (Y1 Y2 Cb Cr for each two pixels of a row) to interleaved YBR by repeating the chroma. */
export function expand422(s: Uint8Array, pixels: number): Uint8Array {
  const out = new Uint8Array(pixels * 3);
  for (let p = 0, i = 0; p + 1 < pixels && i + 3 < s.length; p += 2, i += 4) {
    const o = 3 * p;
    out[o] = s[i];
    out[o + 3] = s[i + 1];
    out[o + 1] = out[o + 4] = s[i + 2];
    out[o + 2] = out[o + 5] = s[i + 3];
  }
  return out;
}

/** Indices to RGB; indices outside the table take its first or last entry. */
export function applyPalette(indices: Samples, palette: Palette): Uint8Array {
  const out = new Uint8Array(indices.length * 3);
  const last = palette.red.length - 1;
  for (let i = 0; i < indices.length; i++) {
    const n = Math.max(0, Math.min(last, indices[i] - palette.first));
    out[3 * i] = palette.red[n];
    out[3 * i + 1] = palette.green[n];
    out[3 * i + 2] = palette.blue[n];
  }
  return out;
}
