import { describe, expect, it } from 'vitest';
import { nonMaximum } from './boxes';
import { postProcess } from './post';

type Size = readonly [number, number, number];
/** Slices from the first on, rows as text, one digit a voxel. */
const parse = (slices: readonly (readonly string[])[]): { data: Uint8Array; size: Size } => ({
  data: Uint8Array.from(slices.flat().join(''), Number),
  size: [slices[0][0].length, slices[0].length, slices.length],
});
const text = ({ data, size }: { data: Uint8Array; size: Size }): string[][] =>
  Array.from({ length: size[2] }, (_, k) =>
    Array.from({ length: size[1] }, (_, j) => {
      const at = size[0] * (j + size[1] * k);
      return data.slice(at, at + size[0]).join('');
    }),
  );

describe('post-processing', () => {
  it('keeps the largest part of a label, joined over corners', () => {
    const map = parse([['1100022', '0010000', '0001002', '0000000', '1000002']]);
    postProcess(map, [{ op: 'keepLargest' }], 1);
    expect(text(map)).toEqual([['1100022', '0010000', '0001000', '0000000', '0000000']]);
  });

  it('joins arms that meet only later', () => {
    const map = parse([
      ['1000001', '1000001', '1111111'],
      ['0000000', '0000000', '0001000'],
    ]);
    const before = text(map);
    postProcess(map, [{ op: 'keepLargest' }], 1);
    expect(text(map)).toEqual(before);
  });

  it('takes away what is smaller than a volume, of one label', () => {
    const map = parse([['1101022', '0000002', '2000000']]);
    postProcess(map, [{ op: 'minVolumeMl', label: 2, v: 0.002 }], 1);
    expect(text(map)).toEqual([['1101022', '0000002', '0000000']]);
    postProcess(map, [{ op: 'minVolumeMl', v: 0.0025 }], 1);
    expect(text(map)).toEqual([['0000022', '0000002', '0000000']]);
  });

  it('fills what a label encloses in space, but not another label', () => {
    const ring = ['00000', '01110', '01010', '01110', '00000'];
    const full = ['00000', '01110', '01110', '01110', '00000'];
    const slice = parse([ring]);
    postProcess(slice, [{ op: 'fillHoles' }], 1);
    expect(text(slice)).toEqual([full]);
    // A tube is open at its ends; with lids it is closed.
    const tube = parse([ring, ring, ring]);
    postProcess(tube, [{ op: 'fillHoles' }], 1);
    expect(text(tube)).toEqual([ring, ring, ring]);
    const closed = parse([full, ring, full]);
    postProcess(closed, [{ op: 'fillHoles' }], 1);
    expect(text(closed)).toEqual([full, full, full]);
    const stone = parse([['01110', '01210', '01010', '01110']]);
    postProcess(stone, [{ op: 'fillHoles', label: 1 }], 1);
    expect(text(stone)).toEqual([['01110', '01210', '01110', '01110']]);
  });
});

describe('boxes', () => {
  it('keeps the better of two that overlap, of one label', () => {
    const box = (x: number, score: number, label = 1) =>
      ({ min: [x, 0, 0], max: [x + 10, 10, 10], score, label }) as const;
    const kept = nonMaximum([box(0, 0.6), box(1, 0.9), box(2, 0.7, 2), box(8, 0.5)], 0.3);
    expect(kept.map((b) => b.score)).toEqual([0.9, 0.7, 0.5]);
  });
});
