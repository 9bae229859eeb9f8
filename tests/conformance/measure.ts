/** What decoded frames are compared by. */
import type { DecodedFrame } from '../../src/dicom/contract';

type Pixels = DecodedFrame['pixels'];

const containers = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;
export type Container = keyof typeof containers;

/** Hash of the frames one after another in little endian words of the reference's type. */
export async function sha256(frames: readonly Pixels[], container: Container | ''): Promise<string> {
  const make = container === '' ? undefined : containers[container];
  const parts = frames.map((pixels) => {
    const words = make && !(pixels instanceof make) ? new make(pixels) : pixels;
    return new Uint8Array(words.buffer as ArrayBuffer, words.byteOffset, words.byteLength);
  });
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** 32-bit words with their 16-bit halves changed round: what a decoder gives that swaps by words of 16 bits. */
export function swapHalves(pixels: Pixels): Uint32Array {
  return Uint32Array.from(pixels as Uint32Array, (v) => ((v >>> 16) | (v << 16)) >>> 0);
}

export interface Raster {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly pixels: Pixels;
}

export const rowsOf = ({ rows, columns, samplesPerPixel, pixels }: DecodedFrame): Raster => ({
  rows,
  columns,
  samples: samplesPerPixel,
  pixels,
});

/** Means of 8 x 8 blocks whose edges are at floor(n * side / 8); blocks without pixels are 0. */
export function blockMeans({ rows, columns, samples, pixels }: Raster): (number | number[])[][] {
  const edge = (n: number, side: number): number => Math.floor((n * side) / 8);
  return Array.from({ length: 8 }, (_, by) =>
    Array.from({ length: 8 }, (__, bx) => {
      const sums = Array.from({ length: samples }, () => 0);
      let count = 0;
      for (let y = edge(by, rows); y < edge(by + 1, rows); y++)
        for (let x = edge(bx, columns); x < edge(bx + 1, columns); x++, count++)
          for (let s = 0; s < samples; s++) sums[s] += pixels[(y * columns + x) * samples + s];
      const means = sums.map((s) => (count > 0 ? s / count : 0));
      return samples === 1 ? means[0] : means;
    }),
  );
}
