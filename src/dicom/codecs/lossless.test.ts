import { describe, expect, it } from 'vitest';
import { decodeLossless } from './lossless';

const segment = (marker: number, ...body: number[]): number[] => {
  const length = body.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...body];
};
/** Categories 0..16 as codes of 5 bits. */
const table = segment(0xc4, 0x00, 0, 0, 0, 0, 17, ...Array<number>(11).fill(0), ...Array(17).keys());

function pack(bits: string): number[] {
  const out: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2);
    out.push(byte);
    if (byte === 0xff) out.push(0);
  }
  return out;
}

/** A difference modulo 2^16 as category and bits. */
function code(difference: number): string {
  const d = ((difference + 32767) & 0xffff) - 32767;
  const size = d === 0 ? 0 : d === 32768 ? 16 : Math.floor(Math.log2(Math.abs(d))) + 1;
  const bits =
    size === 0 || size === 16 ? '' : (d > 0 ? d : d + 2 ** size - 1).toString(2).padStart(size, '0');
  return size.toString(2).padStart(5, '0') + bits;
}

interface Image {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly values: Uint16Array;
}

/** Entropy-coded data of the components `which`, written as T.81 H.1.2 has it. */
function scanOf(image: Image, which: readonly number[], predictor: number, restartRows: number): number[] {
  const { width, height, components, values } = image;
  const out: number[] = segment(0xda, which.length, ...which.flatMap((c) => [c + 1, 0]), predictor, 0, 0);
  let bits = '';
  const get = (x: number, y: number, c: number): number => values[(y * width + x) * components + c];
  for (let y = 0; y < height; y++) {
    const first = restartRows > 0 ? y % restartRows === 0 : y === 0;
    if (first && y > 0) {
      out.push(...pack(bits), 0xff, 0xd0 + ((y / restartRows - 1) % 8));
      bits = '';
    }
    for (let x = 0; x < width; x++)
      for (const c of which) {
        const [a, b, d] = [
          x > 0 ? get(x - 1, y, c) : 0,
          y > 0 ? get(x, y - 1, c) : 0,
          x > 0 && y > 0 ? get(x - 1, y - 1, c) : 0,
        ];
        const chosen = [a, b, d, a + b - d, a + ((b - d) >> 1), b + ((a - d) >> 1), (a + b) >> 1][
          predictor - 1
        ];
        const predicted = first ? (x === 0 ? 32768 : a) : x === 0 ? b : chosen;
        bits += code(get(x, y, c) - predicted);
      }
  }
  return [...out, ...pack(bits)];
}

function jpeg(
  image: Image,
  scans: readonly (readonly number[])[],
  predictor: number,
  restartRows = 0,
): Uint8Array {
  const { width, height, components } = image;
  const parts = Array.from({ length: components }, (_, c) => [c + 1, 0x11, 0]).flat();
  const perInterval = restartRows * width;
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xc3, 16, 0, height, 0, width, components, ...parts),
    ...table,
    ...segment(0xdd, perInterval >> 8, perInterval & 255),
    ...scans.flatMap((which) => scanOf(image, which, predictor, restartRows)),
    0xff,
    0xd9,
  ]);
}

function noise(width: number, height: number, components: number): Image {
  const values = Uint16Array.from({ length: width * height * components }, (_, n) => n * n * 40503);
  values.set([0, 65535, 0, 32768]);
  return { width, height, components, values };
}
const words = (bytes: Uint8Array): Uint16Array => new Uint16Array(bytes.buffer);

describe('lossless JPEG', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('16 bits with predictor %i, wrapping round 2^16', (predictor) => {
    const image = noise(13, 9, 1);
    expect(words(decodeLossless(jpeg(image, [[0]], predictor)).bytes)).toEqual(image.values);
  });
  it('three components of 16 bits, in one scan and in three', () => {
    const image = noise(7, 5, 3);
    for (const scans of [[[0, 1, 2]], [[0], [1], [2]]])
      expect(words(decodeLossless(jpeg(image, scans, 4)).bytes)).toEqual(image.values);
  });
  it('begins anew at restarts', () => {
    const image = noise(6, 7, 1);
    expect(words(decodeLossless(jpeg(image, [[0]], 7, 2)).bytes)).toEqual(image.values);
  });
  it('says what is wrong with a damaged stream', () => {
    const whole = jpeg(noise(200, 200, 1), [[0]], 1);
    expect(() => decodeLossless(whole.subarray(0, 4000))).toThrow(/ends in row|not in the table/);
    expect(() => decodeLossless(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9))).toThrow('no pixels');
  });
});
