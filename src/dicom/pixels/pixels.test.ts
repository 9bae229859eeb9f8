import { describe, expect, it } from 'vitest';
import type { PixelFormat } from '../header/record';
import { ctSlice, dataSet, part10, withFragments } from '../testing/part10';
import { frameBytes, recordOf } from '../testing/pixels';
import { inspect } from './codestream';
import { decodeFrame } from './decode';
import { toStoredValues, unpackBits } from './native';
import { decodeRle } from './rle';

const grey: PixelFormat = {
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  bigEndian: false,
  rows: 1,
  columns: 2,
  samplesPerPixel: 1,
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  pixelRepresentation: 1,
  photometricInterpretation: 'MONOCHROME2',
};
const rgb: PixelFormat = {
  ...grey,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  pixelRepresentation: 0,
  photometricInterpretation: 'RGB',
};
const bytes = (...b: number[]) => Uint8Array.from(b);

describe('stored values', () => {
  it('masks what is above BitsStored and extends the sign', () => {
    expect(Array.from(toStoredValues(Int16Array.of(0x0fff, 0x57ff), grey))).toEqual([-1, 2047]);
    const unsigned = { ...grey, pixelRepresentation: 0 as const };
    expect(Array.from(toStoredValues(Uint16Array.of(0xafff), unsigned))).toEqual([0x0fff]);
  });

  it('shifts when the high bit is not the last stored one', () => {
    expect(Array.from(toStoredValues(Int16Array.of(0x7ff0, -16), { ...grey, highBit: 15 }))).toEqual([
      2047, -1,
    ]);
  });

  it('reads big endian words', async () => {
    const frame = await decodeFrame(bytes(0x01, 0x02, 0x0f, 0xff), 0, { ...grey, bigEndian: true });
    expect(Array.from(frame.pixels)).toEqual([0x102, -1]);
    expect([frame.min, frame.max]).toEqual([-1, 0x102]);
  });

  it('unpacks bits from the middle of a byte', () => {
    expect(Array.from(unpackBits(bytes(0b1010_0000, 0b1), 5, 4))).toEqual([1, 0, 1, 1]);
  });

  it('says how much is missing of a cut frame', async () => {
    await expect(decodeFrame(bytes(1, 2), 0, grey)).rejects.toMatchObject({ reason: 'truncatedPixels' });
  });
});

describe('colour', () => {
  it('weaves planes', async () => {
    const frame = await decodeFrame(bytes(1, 2, 3, 4, 5, 6), 0, { ...rgb, planarConfiguration: 1 });
    expect(Array.from(frame.pixels)).toEqual([1, 3, 5, 2, 4, 6]);
    expect(frame.photometricInterpretation).toBe('RGB');
  });

  it('converts YBR_FULL and native 4:2:2', async () => {
    const red = [76, 85, 255];
    const full = { ...rgb, photometricInterpretation: 'YBR_FULL' };
    const near = (p: ArrayLike<number>) => Array.from(p, (v) => Math.round(v / 8));
    const wanted = [254, 0, 0, 254, 0, 0].map((v) => Math.round(v / 8));
    expect(near((await decodeFrame(bytes(...red, ...red), 0, full)).pixels)).toEqual(wanted);
    const half = { ...rgb, photometricInterpretation: 'YBR_FULL_422' };
    expect(near((await decodeFrame(bytes(76, 76, 85, 255), 0, half)).pixels)).toEqual(wanted);
  });

  it('looks up palettes, and clamps indices that are outside', async () => {
    const palette = { first: 10, red: bytes(1, 2), green: bytes(3, 4), blue: bytes(5, 6) };
    const format = { ...rgb, samplesPerPixel: 1, photometricInterpretation: 'PALETTE COLOR', palette };
    const frame = await decodeFrame(bytes(11, 3), 0, format);
    expect(Array.from(frame.pixels)).toEqual([2, 4, 6, 1, 3, 5]);
  });
});

describe('RLE', () => {
  const header = (...offsets: number[]) =>
    new Uint8Array(
      Uint32Array.from({ length: 16 }, (_, n) => (n === 0 ? offsets.length : (offsets[n - 1] ?? 0))).buffer,
    );
  it('joins byte planes, most significant first', () => {
    const rle = new Uint8Array([...header(64, 66), 0xff, 1, 1, 2, 3]);
    expect(Array.from(decodeRle(rle, 2, 1, 2))).toEqual([2, 1, 3, 1]);
  });
  it('throws on a header that lies', () => {
    expect(() => decodeRle(new Uint8Array(header()), 2, 1, 2)).toThrow('segments');
    expect(() => decodeRle(new Uint8Array([...header(9999), 0]), 2, 1, 1)).toThrow('misplaced');
    expect(() => decodeRle(new Uint8Array([...header(64), 0, 7]), 2, 1, 1)).toThrow('ends after');
  });
});

describe('encapsulated pixels', () => {
  const head = (frames: number) => {
    const fields: Record<string, import('../testing/part10').Value> = {
      ...ctSlice(0),
      '00280008 IS': String(frames),
    };
    delete fields['7FE00010 OW'];
    return part10(fields, '1.2.840.10008.1.2.4.80');
  };
  const stream = (...tail: number[]) => bytes(0xff, 0xd8, ...tail);
  const rest = (...b: number[]) => bytes(...b);
  const open = async (frames: number, fragments: Uint8Array[], table: number[] = []) => {
    const blob = new Blob([withFragments(head(frames), fragments, table)]);
    const record = await recordOf(blob);
    const out: number[][] = [];
    for (let f = 0; f < frames; f++) out.push(Array.from((await frameBytes(blob, record, f)).bytes));
    return out;
  };

  it('gives all fragments to a single frame', async () => {
    expect(await open(1, [stream(1, 2), rest(3, 4)])).toEqual([[0xff, 0xd8, 1, 2, 3, 4]]);
  });
  it('gives a fragment to each frame', async () => {
    expect(await open(2, [stream(1, 2), stream(3, 4)], [7, 7])).toEqual([
      [0xff, 0xd8, 1, 2],
      [0xff, 0xd8, 3, 4],
    ]);
  });
  it('follows the offset table when frames have several fragments', async () => {
    const frames = await open(2, [rest(1, 2), rest(3, 4), rest(5, 6)], [0, 20]);
    expect(frames).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });
  it('finds the frames by their first bytes when there is no table', async () => {
    const frames = await open(2, [stream(1, 2), rest(3, 4), stream(5, 6)]);
    expect(frames).toEqual([
      [0xff, 0xd8, 1, 2, 3, 4],
      [0xff, 0xd8, 5, 6],
    ]);
  });
  it('refuses a file that is cut inside a fragment', async () => {
    const whole = withFragments(head(1), [stream(1, 2, 3, 4, 5, 6)]);
    await expect(recordOf(new Blob([whole.slice(0, whole.length - 12)]))).rejects.toThrow('truncatedPixels');
  });
  it('needs no preamble to find them', async () => {
    const fields: Record<string, import('../testing/part10').Value> = { ...ctSlice(0) };
    const record = await recordOf(new Blob([dataSet(fields)]));
    expect(record.pixels).toMatchObject({ kind: 'native', length: 24 });
  });
});

describe('codestreams', () => {
  it('are told by their own markers', () => {
    const sof = (marker: number, precision: number) =>
      bytes(0xff, 0xd8, 0xff, marker, 0, 11, precision, 0, 1, 0, 1, 1, 1, 0x11, 0);
    expect(inspect(sof(0xc0, 8)).kind).toBe('jpegDct');
    expect(inspect(sof(0xc1, 12)).kind).toBe('jpegDct12');
    expect(inspect(sof(0xc3, 16)).kind).toBe('jpegLossless');
    expect(inspect(sof(0xf7, 12)).kind).toBe('jpegLs');
    expect(inspect(bytes(0xff, 0x4f, 0xff, 0x51, 0, 2, 0xff, 0x90)).kind).toBe('jpeg2000');
    expect(inspect(bytes(0xff, 0x4f, 0xff, 0x51, 0, 2, 0xff, 0x50, 0, 2)).kind).toBe('htj2k');
    expect(inspect(bytes(1, 2, 3, 4)).kind).toBe('unknown');
  });
});
