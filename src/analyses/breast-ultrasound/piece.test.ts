import { describe, expect, it } from 'vitest';
import { lesionOf } from './piece';

const SIDE = 40;
const THRESHOLDS = [0.4, 0.2];
const LEAST = 30;

/** Discs of a probability on nothing. */
function made(...discs: readonly { at: readonly [number, number]; r: number; p: number }[]): Float32Array {
  const out = new Float32Array(SIDE * SIDE);
  for (const { at, r, p } of discs)
    for (let v = 0; v < out.length; v++)
      if (Math.hypot((v % SIDE) - at[0], Math.floor(v / SIDE) - at[1]) <= r) out[v] = Math.max(out[v], p);
  return out;
}
const pixels = (found: ReturnType<typeof lesionOf>): number =>
  found ? found.mask.reduce((n, v) => n + v, 0) : 0;
const FAINT = { at: [12, 12], r: 6, p: 0.3 } as const;

describe('the lesion among the marked pixels', () => {
  it('is taken at the first threshold, without what is fainter around it or elsewhere', () => {
    const found = lesionOf(
      made(FAINT, { at: [28, 28], r: 8, p: 0.25 }, { at: [28, 28], r: 4, p: 0.9 }),
      THRESHOLDS,
      LEAST,
    );
    expect(found?.threshold).toBe(0.4);
    expect(pixels(found)).toBe(49);
    expect(found!.mask[28 + SIDE * 28]).toBe(1);
  });

  it('may be faint where nothing is more certain, and then says so', () => {
    const found = lesionOf(made(FAINT), THRESHOLDS, LEAST);
    expect(found?.threshold).toBe(0.2);
    expect(pixels(found)).toBe(113);
  });

  it('is no certain speck while a faint lesion is large enough', () => {
    const found = lesionOf(made(FAINT, { at: [30, 30], r: 1, p: 0.95 }), THRESHOLDS, LEAST);
    expect(found?.threshold).toBe(0.2);
    expect(found!.mask[12 + SIDE * 12]).toBe(1);
  });

  it('is none where all is fainter still, or too small', () => {
    expect(lesionOf(made({ ...FAINT, p: 0.15 }), THRESHOLDS, LEAST)).toBeUndefined();
    expect(lesionOf(made({ ...FAINT, r: 2, p: 0.9 }), THRESHOLDS, LEAST)).toBeUndefined();
  });
});
