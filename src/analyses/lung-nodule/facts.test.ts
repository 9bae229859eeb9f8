import { describe, expect, it, vi } from 'vitest';
import { lpsToIjk, type Vec3 } from '../../domain/geometry';
import { solidPartOf } from '../../domain/lesion';
import type { NetworkScore, NoduleScores } from '../../domain/nodule';
import { countVoxels, type Volume, type VoxelMask } from '../../domain/volume';
import { growNodule, placeInLungs, remeasure } from '../edit';
import { chest, context } from './chest.fixture';
import { factorsAt, noduleFacts } from './facts';
import { describeMask } from './findings';
import { solidMask } from './solid';

// A phantom of a whole chest: slow where many jobs share the machine.
vi.setConfig({ testTimeout: 60_000 });

const SIDE: [number, number, number] = [21, 21, 15];

/** A ball of `r` mm around a point, on the phantom's grid. */
function ball(volume: Volume, at: Vec3, r: number): VoxelMask {
  const c = lpsToIjk(volume.grid, at).map(Math.round);
  const start = c.map((x, n) => x - (SIDE[n] - 1) / 2) as [number, number, number];
  const data = new Uint8Array(SIDE[0] * SIDE[1] * SIDE[2]);
  let v = 0;
  for (let k = 0; k < SIDE[2]; k++)
    for (let j = 0; j < SIDE[1]; j++)
      for (let i = 0; i < SIDE[0]; i++, v++)
        if (Math.hypot((i - 10) * 2, (j - 10) * 2, (k - 7) * 3) <= r) data[v] = 1;
  return { start, size: SIDE, data };
}

const score = (value: number): NetworkScore => ({ value, meaning: '' });
const scores = (solid: number, partSolid: number, nonSolid: number): NoduleScores => ({
  type: { solid: score(solid), partSolid: score(partSolid), nonSolid: score(nonSolid) },
  spiculation: score(0.1),
  lobulation: score(0.2),
  suspicion: score(0.3),
});

describe('zone', () => {
  for (const flip of [false, true])
    it(`is the third of its lung, ${flip ? 'from the head down' : 'from the feet up'}`, () => {
      const volume = chest({ flip });
      const zone = (at: Vec3) => placeInLungs(volume, ball(volume, at, 6)).zone;
      // The lungs reach from z 30 to 190.
      expect(zone([-75, 0, 170])).toBe('upper');
      expect(zone([-75, 0, 120])).toBe('middle');
      expect(zone([75, 0, 100])).toBe('middle');
      expect(zone([75, 0, 55])).toBe('lower');
    });

  it('is not told where the scan cuts the lungs, nor outside them', () => {
    const cut = chest({ top: 150 });
    expect(placeInLungs(cut, ball(cut, [-75, 0, 120], 6))).toEqual({ laterality: 'right', zone: undefined });
    const volume = chest();
    expect(placeInLungs(volume, ball(volume, [0, 100, 110], 4)).zone).toBeUndefined();
  });
});

describe('volume', () => {
  const at: Vec3 = [-75, 0, 110];
  const volume = chest({ nodules: [{ at, r: 13, hu: 30 }] });
  const mask = ball(volume, at, 13);
  const rows = [
    [4, 0.6, 1.5],
    [10, 0.7, 1.3],
    [30, 0.9, 1.1],
  ] as const;

  it('by the ellipsoid agrees with the voxels of a ball', () => {
    const { nodule, measurements } = describeMask(volume, mask, context);
    expect(nodule?.ellipsoidVolume?.unit).toBe('mm3');
    expect(Math.abs(nodule!.ellipsoidVolume!.value / measurements.volume.value - 1)).toBeLessThan(0.15);
    // Pi/6 x long x short x 9 slices of 3 mm.
    const { longAxis, shortAxis } = measurements;
    expect(nodule!.ellipsoidVolume!.value).toBeCloseTo(
      (Math.PI / 6) * longAxis.value * shortAxis.value * 27,
      6,
    );
  });

  it('has a range by the mean diameter, and none without a table', () => {
    expect(factorsAt(rows, 3)).toEqual([0.6, 1.5]);
    expect(factorsAt(rows, 7)).toEqual([expect.closeTo(0.65, 9), expect.closeTo(1.4, 9)]);
    expect(factorsAt(rows, 20)).toEqual([expect.closeTo(0.8, 9), expect.closeTo(1.2, 9)]);
    expect(factorsAt(rows, 40)).toEqual([0.9, 1.1]);
    const { nodule, measurements } = describeMask(volume, mask, context, { volumeRangeRows: rows });
    const [low, high] = factorsAt(rows, measurements.meanDiameter.value);
    expect(nodule?.volumeRange?.map((m) => m.value / measurements.volume.value)).toEqual([
      expect.closeTo(low, 9),
      expect.closeTo(high, 9),
    ]);
    expect(nodule?.volumeRange?.[0].method).toBe(nodule?.volumeRange?.[1].method);
    expect(describeMask(volume, mask, context).nodule?.volumeRange).toBeUndefined();
  });

  it('of the ellipsoid and its range follow the axes that a reader moves; what else is known stays', () => {
    const given = {
      ...growNodule(volume, at, { ...context, number: 1 }),
      nodule: describeMask(volume, mask, context, { zone: 'upper', volumeRangeRows: rows }).nodule,
    };
    const [from] = given.axes.long;
    const axes = { ...given.axes, long: [from, [from[0] + 48, from[1], from[2]]] as const };
    const moved = remeasure(volume, given, { axes }, context.calibration);
    const ratio =
      (moved.measurements.longAxis.value * moved.measurements.shortAxis.value) /
      (given.measurements.longAxis.value * given.measurements.shortAxis.value);
    expect(moved.nodule!.ellipsoidVolume!.value).toBeCloseTo(given.nodule!.ellipsoidVolume!.value * ratio, 6);
    const [low] = factorsAt(rows, moved.measurements.meanDiameter.value);
    expect(moved.nodule!.volumeRange![0].value).toBeCloseTo(moved.measurements.volume.value * low, 6);
    const painted = remeasure(volume, moved, { mask: ball(volume, at, 8) }, context.calibration);
    expect(painted.nodule?.zone).toBe('upper');
    expect(painted.nodule!.volumeRange![0].value).toBeLessThan(painted.measurements.volume.value);
    expect(painted.nodule!.ellipsoidVolume!.value).toBeLessThan(given.nodule!.ellipsoidVolume!.value);
  });
});

describe('solid part', () => {
  const at: Vec3 = [-75, 0, 110];
  const volume = chest({
    nodules: [
      { at, r: 14, hu: -620 },
      { at: [-75, -5, 110], r: 6, hu: 20 },
      { at: [-75, 10, 110], r: 2.5, hu: 20 },
    ],
  });
  const mask = ball(volume, at, 14);

  it('is the largest piece above the threshold, measured like a nodule', () => {
    const found = noduleFacts(
      volume,
      mask,
      describeMask(volume, mask, context).measurements,
      context.calibration,
    );
    const own = countVoxels(solidMask(volume, mask)!);
    // Voxels of the larger ball, by the phantom's own grid.
    let expected = 0;
    for (let k = 0; k < 80; k++)
      for (let j = 0; j < 160; j++)
        for (let i = 0; i < 192; i++)
          if (Math.hypot(-192 + 2 * i + 75, -160 + 2 * j + 5, 3 * k - 110) <= 6) expected++;
    expect(own).toBe(expected);
    expect(Math.abs(found.solidPart!.meanDiameter.value - 12)).toBeLessThan(2);
    expect(found.solidPart!.volume.value).toBeCloseTo(own * 12, 6);
    expect(found.solidPart!.longAxis.method).toContain('above -350 HU');
  });

  it('is there for a reader who calls the nodule part-solid, and is said of no other', () => {
    const { nodule, type } = describeMask(volume, mask, context);
    expect(type).toBe('partSolid');
    expect(solidPartOf({ type, nodule })).toBeDefined();
    expect(solidPartOf({ type: 'nonSolid', nodule })).toBeUndefined();
    const ground = chest({ nodules: [{ at, r: 14, hu: -620 }] });
    expect(describeMask(ground, mask, context).nodule?.solidPart).toBeUndefined();
  });
});

describe('type of a nodule', () => {
  const at: Vec3 = [-75, 0, 110];
  it("is the network's where it looked, the scan's HU without it or for calcium, and says which", () => {
    const volume = chest({ nodules: [{ at, r: 12, hu: 30 }] });
    const mask = ball(volume, at, 12);
    const seen = describeMask(volume, mask, context, { scores: scores(0.1, 0.7, 0.2) });
    expect([seen.type, seen.typeMethod]).toEqual([
      'partSolid',
      expect.stringMatching(
        /^network: solid 0.10, part-solid 0.70, non-solid 0.20; the scan's HU: eroded core/,
      ),
    ]);
    const alone = describeMask(volume, mask, context);
    expect([alone.type, alone.typeMethod]).toEqual(['solid', expect.stringMatching(/^eroded core/)]);
    // Too small for a core: nothing but the network can say.
    const small = ball(volume, at, 2);
    expect(describeMask(volume, small, context, { scores: scores(0.9, 0.1, 0) }).type).toBe('solid');
    expect(describeMask(volume, small, context)).toMatchObject({ type: undefined, typeMethod: undefined });

    const dense = chest({ nodules: [{ at, r: 12, hu: 600 }] });
    const calcium = describeMask(dense, mask, context, { scores: scores(0.1, 0.7, 0.2) });
    expect([calcium.type, calcium.typeMethod]).toEqual(['calcified', expect.stringMatching(/^eroded core/)]);
  });

  it('stays open where contrast medium may look like calcium, whatever the network says', () => {
    const volume = chest({ nodules: [{ at, r: 12, hu: 300 }] });
    const seen = describeMask(
      volume,
      ball(volume, at, 12),
      { ...context, contrast: true },
      { scores: scores(0.9, 0.1, 0) },
    );
    expect(seen.type).toBeUndefined();
  });
});
