import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from './half';

describe('half precision', () => {
  it('has the bit patterns of IEEE 754', () => {
    const values = [0, -0, 1, -2, 0.5, 65504, 2 ** -14, 2 ** -24, 1 / 3, Infinity, -Infinity];
    const bits = [0, 0x8000, 0x3c00, 0xc000, 0x3800, 0x7bff, 0x0400, 1, 0x3555, 0x7c00, 0xfc00];
    expect([...toHalf(Float32Array.from(values))]).toEqual(bits);
    expect(Number.isNaN(fromHalf(toHalf(Float32Array.of(NaN)))[0])).toBe(true);
  });

  it('rounds to the nearest, of two equally near to the even one, and overflows to infinity', () => {
    // Between 1 and 1 + 2^-10 the step is 2^-10; below 2^-14 it is 2^-24.
    const values = [1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, 70000, 2 ** -25, 3 * 2 ** -25, 1e-9];
    const nearest = [1, 1 + 2 ** -9, 65504, Infinity, Infinity, 0, 2 ** -23, 0];
    expect([...fromHalf(toHalf(Float32Array.from(values)))]).toEqual(nearest);
  });

  it('gives every half back as it was', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, n) => n).filter((h) => (h & 0x7fff) <= 0x7c00);
    expect(toHalf(fromHalf(all))).toEqual(all);
  });
});
