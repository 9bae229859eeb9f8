import { describe, expect, it } from 'vitest';
import { decodeDct } from './decode';
import { inverseDct } from './idct';

/** Bits to bytes with stuffing; the last byte is filled with ones. */
function pack(bits: string): number[] {
  const out: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2);
    out.push(byte);
    if (byte === 0xff) out.push(0);
  }
  return out;
}

const segment = (marker: number, ...body: number[]): number[] => {
  const length = body.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...body];
};

/** Categories 0..15 as codes of 5 bits; the end of a block as the one code 0. */
const dcTable = segment(0xc4, 0x00, 0, 0, 0, 0, 16, ...Array<number>(11).fill(0), ...Array(16).keys());
const acTable = segment(0xc4, 0x10, 1, ...Array<number>(15).fill(0), 0x00);
const quantisation = segment(0xdb, 0x00, ...Array<number>(64).fill(1));
const size = (bits: number): string => bits.toString(2).padStart(5, '0');

function difference(value: number): string {
  if (value === 0) return size(0);
  const bits = Math.floor(Math.log2(Math.abs(value))) + 1;
  const code = value > 0 ? value : value + 2 ** bits - 1;
  return size(bits) + code.toString(2).padStart(bits, '0');
}

const frame = (marker: number, width: number, height: number, precision = 12): number[] =>
  segment(marker, precision, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0);
const scan = (from: number, to: number, high: number, low: number): number[] =>
  segment(0xda, 1, 1, 0x00, from, to, (high << 4) | low);
const stream = (...parts: number[][]): Uint8Array =>
  Uint8Array.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xd9]);
const values = (bytes: Uint8Array): number[] => Array.from(new Uint16Array(bytes.buffer));

describe('12-bit DCT', () => {
  it('decodes sequential blocks: a DC of 8 n is n above the middle', () => {
    const bits = `${difference(8 * 100)}0${difference(8 * -150)}0`;
    const out = decodeDct(
      stream(quantisation, frame(0xc1, 10, 2), dcTable, acTable, scan(0, 63, 0, 0), pack(bits)),
    );
    expect([out.width, out.height, out.components, out.bitsPerSample]).toEqual([10, 2, 1, 12]);
    const row = [...Array<number>(8).fill(2148), 1998, 1998];
    expect(values(out.bytes)).toEqual([...row, ...row]);
  });

  it('begins anew at a restart marker', () => {
    const restart = segment(0xdd, 0, 1);
    const data = [...pack(`${difference(80)}0`), 0xff, 0xd0, ...pack(`${difference(-80)}0`)];
    const out = decodeDct(
      stream(quantisation, restart, frame(0xc1, 16, 1), dcTable, acTable, scan(0, 63, 0, 0), data),
    );
    expect(values(out.bytes).filter((_, n) => n % 8 === 0)).toEqual([2058, 2038]);
  });

  it('puts a progressive scan and its refinement together', () => {
    const first = pack(difference(0b1010011));
    const out = decodeDct(
      stream(quantisation, frame(0xc2, 8, 1), dcTable, scan(0, 0, 0, 4), first, scan(0, 0, 4, 3), pack('1')),
    );
    expect(values(out.bytes)[0]).toBe(2048 + (0b1010011 * 16 + 8) / 8);
  });

  it('clamps to 0 .. 4095', () => {
    const out = new Uint16Array(64);
    inverseDct(
      Float64Array.from({ length: 64 }, (_, k) => (k === 0 ? 32767 : 0)),
      out,
      0,
      8,
      12,
    );
    expect(out.every((v) => v === 4095)).toBe(true);
  });

  it('says what is wrong with a damaged stream', () => {
    const whole = [quantisation, frame(0xc1, 2000, 2000), dcTable, acTable, scan(0, 63, 0, 0)];
    expect(() => decodeDct(stream(...whole, pack(`${difference(8)}0000000`)))).toThrow('ends after');
    expect(() => decodeDct(stream(quantisation, frame(0xc1, 0, 1)))).toThrow('frame of 0 x 1');
    expect(() => decodeDct(stream(quantisation, frame(0xc9, 8, 8)))).toThrow('frame marker');
    expect(() => decodeDct(stream(scan(0, 63, 0, 0)))).toThrow('without a frame');
    expect(() => decodeDct(stream(frame(0xc1, 8, 8), dcTable, acTable, scan(0, 63, 0, 0), [1]))).toThrow(
      'quantisation',
    );
  });
});
