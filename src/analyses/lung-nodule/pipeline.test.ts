import { describe, expect, it, vi } from 'vitest';
import { lpsToIjk, type Vec3 } from '../../domain/geometry';
import type { Volume, VoxelMask } from '../../domain/volume';
import type { LoadedModel } from '../../inference/contract';
import { growNodule, placeInLungs, remeasure } from '../edit';
import {
  chooseKept,
  findCandidates,
  readRules,
  type CandidateRules,
  type ProbabilityBox,
} from './candidates';
import { chest, context } from './chest.fixture';
import { eigenvalues3 } from './eigen';
import { findingsFrom, innerVoxel, newTrackingUid } from './findings';
import { findLungs, LEFT, lungAt, RIGHT } from './lungs';
import { lungRegion } from './regions';
import { rulesOf } from './run';
import { checkLungs } from './suitability';
import { estimateType } from './type';

// A phantom of a whole chest: slow where many jobs share the machine.
vi.setConfig({ testTimeout: 60_000 });

const sideAt = (volume: Volume, point: Vec3): number => {
  const [i, j, k] = lpsToIjk(volume.grid, point).map(Math.round);
  return lungAt(findLungs(volume), i, j, k);
};

describe('findLungs', () => {
  for (const flip of [false, true])
    it(`parts lungs that touch, without the trachea, ${flip ? 'head first and mirrored' : 'feet first'}`, () => {
      const volume = chest({ flip });
      const lungs = findLungs(volume);
      const at = (p: Vec3): number => {
        const [i, j, k] = lpsToIjk(volume.grid, p).map(Math.round);
        return lungAt(lungs, i, j, k);
      };
      expect(at([-75, 0, 110])).toBe(RIGHT);
      expect(at([75, 0, 110])).toBe(LEFT);
      expect(at([-8, -25, 110])).toBe(RIGHT);
      expect(at([8, -25, 110])).toBe(LEFT);
      expect(at([0, 10, 200])).toBe(0);
      expect(at([0, 100, 110])).toBe(0);
      expect(lungs.found).toBe(true);
      expect(lungs.cut).toBe(false);
      const half = ((4 / 3) * Math.PI * 74.5 * 90 * 80) / 1000;
      expect(Math.abs(lungs.rightMl / half - 1)).toBeLessThan(0.05);
      expect(Math.abs(lungs.leftMl / half - 1)).toBeLessThan(0.05);
    });

  it('keeps a nodule on the pleura inside', () => {
    const at: Vec3 = [-143, 0, 110];
    expect(sideAt(chest({ nodules: [{ at, r: 7, hu: 40 }] }), [-139, 0, 110])).toBe(RIGHT);
  });

  it('says when there are no lungs and when the scan cuts them', () => {
    const none = chest();
    none.data.fill(40);
    expect(checkLungs(findLungs(none))).toMatchObject({
      verdict: 'unsuitable',
      reasons: [{ key: 'noLungs' }],
    });
    expect(checkLungs(findLungs(chest({ top: 150 })))).toEqual({
      verdict: 'suitable',
      warnings: [{ key: 'lungsCut' }],
    });
  });

  it('names the box of the lungs on every slice, and nothing where there are none', () => {
    const lungs = findLungs(chest());
    const region = lungRegion(lungs, 80);
    let boxes = 0;
    for (let k = 0; k < 80; k++) {
      const [i0, j0, i1, j1] = region.subarray(4 * k, 4 * k + 4);
      const found = [192, 160, 0, 0];
      for (let j = 0; j < 160; j++)
        for (let i = 0; i < 192; i++)
          if (lungAt(lungs, i, j, k) !== 0) {
            found[0] = Math.min(found[0], i);
            found[1] = Math.min(found[1], j);
            found[2] = Math.max(found[2], i + 1);
            found[3] = Math.max(found[3], j + 1);
          }
      expect([i0, j0, i1, j1]).toEqual(found[2] > 0 ? found : [0, 0, 0, 0]);
      if (i1 > 0) boxes++;
    }
    expect(boxes).toBeGreaterThan(40);
  });
});

const rules: CandidateRules = {
  pOutline: 0.5,
  pSeed: 0.8,
  scoreSphereMm: 4,
  pClip: 1e-4,
  scoreTemperature: 2,
  minDiameterMm: 3,
  thinSliceMm: 2,
  oneSliceMinMm: 4,
  maxElongation: 2.2,
  minInLung: 0.5,
};

describe('candidates', () => {
  const volume = chest();
  const lungs = findLungs(volume);
  const size: Vec3 = volume.grid.dims;
  const paint = (balls: readonly { at: Vec3; half: Vec3; p: number }[]): ProbabilityBox => {
    const data = new Uint16Array(size[0] * size[1] * size[2]);
    for (const { at, half, p } of balls) {
      const c = lpsToIjk(volume.grid, at);
      for (let k = 0; k < size[2]; k++)
        for (let j = 0; j < size[1]; j++)
          for (let i = 0; i < size[0]; i++)
            if (
              [i, j, k].reduce((s, x, n) => s + (((x - c[n]) * volume.grid.spacing[n]) / half[n]) ** 2, 0) <=
              1
            )
              data[i + size[0] * (j + size[1] * k)] = Math.round(p * 65535);
    }
    return { start: [0, 0, 0], size, data };
  };
  const all = findCandidates(
    paint([
      { at: [-75, 0, 110], half: [8, 8, 8], p: 0.99 },
      { at: [75, 20, 110], half: [7, 7, 7], p: 0.95 },
      { at: [75, -20, 140], half: [7, 7, 7], p: 0.9 },
      { at: [-75, 0, 60], half: [6, 6, 6], p: 0.7 },
      { at: [-75, 40, 110], half: [30, 5, 5], p: 0.99 },
      { at: [0, 80, 110], half: [7, 7, 7], p: 0.99 },
    ]),
    lungs,
    volume.grid.spacing,
    rules,
  );

  it('scores, rejects tubes and what lies outside, ignores what no seed supports', () => {
    expect(all).toHaveLength(5);
    expect(all.map((c) => c.rejected).sort()).toEqual([
      'elongated',
      'outsideLungs',
      undefined,
      undefined,
      undefined,
    ]);
    const best = all.find((c) => c.rejected === undefined)!;
    // sigmoid(logit(0.99) / 2)
    expect(best.score).toBeCloseTo(1 / (1 + Math.exp(-Math.log(99) / 2)), 3);
    expect(Math.abs(best.volumeMm3 / ((4 / 3) * Math.PI * 512) - 1)).toBeLessThan(0.1);
  });

  it('keeps at most the limit and counts what it withholds', () => {
    const { kept, withheld } = chooseKept(all, 0.6, 2);
    expect(kept.map((c) => c.score)).toEqual(kept.map((c) => c.score).sort((a, b) => b - a));
    expect([kept.length, withheld]).toEqual([2, 1]);
    expect(chooseKept(all, 0.6).kept).toHaveLength(3);
    expect(chooseKept(all, 0.95)).toEqual({ kept: [], withheld: 0 });
  });

  it('makes findings with identity, side, key image and numbers', () => {
    const { kept } = chooseKept(all, 0.6);
    const origin = { kind: 'reader' } as const;
    const [a, b] = findingsFrom(kept, volume, lungs, context, origin, 4);
    expect([a.number, b.number, a.review, a.laterality, b.laterality]).toEqual([
      4,
      5,
      'pending',
      'right',
      'left',
    ]);
    expect(a.keyImage.sopInstanceUid).toBe(`1.${a.keyImage.slice}`);
    expect(a.trackingUid).toMatch(/^2\.25\.\d{1,39}$/);
    expect(a.trackingUid).not.toBe(b.trackingUid);
    expect(Math.abs(a.point[0] + 75)).toBeLessThan(3);
  });

  it('reads its rules from the manifest and names what is missing', () => {
    expect(readRules({ 'lung-nodule': rules })).toEqual(rules);
    expect(() => readRules({ 'lung-nodule': { ...rules, pSeed: 'x' } })).toThrow(/pSeed/);
    expect(() => readRules({})).toThrow(/lung-nodule/);
  });
});

describe('type', () => {
  const typed = (hu: number, core?: { r: number; hu: number }, contrast = false): string | undefined => {
    const at: Vec3 = [-75, 0, 110];
    const nodules = [{ at, r: 12, hu }, ...(core ? [{ at, ...core }] : [])];
    const volume = chest({ nodules });
    const c = lpsToIjk(volume.grid, at).map(Math.round);
    const size: [number, number, number] = [15, 15, 11];
    const start = c.map((x, n) => x - (size[n] - 1) / 2) as [number, number, number];
    const data = new Uint8Array(15 * 15 * 11);
    for (let k = 0; k < 11; k++)
      for (let j = 0; j < 15; j++)
        for (let i = 0; i < 15; i++)
          if (Math.hypot((i - 7) * 2, (j - 7) * 2, (k - 5) * 3) <= 12) data[i + 15 * (j + 15 * k)] = 1;
    const mask: VoxelMask = { start, size, data };
    return estimateType(volume, mask, contrast).type;
  };
  it('tells the four types, and does not guess', () => {
    expect(typed(30)).toBe('solid');
    expect(typed(-620)).toBe('nonSolid');
    expect(typed(-620, { r: 6, hu: 30 })).toBe('partSolid');
    expect(typed(350)).toBe('calcified');
    expect(typed(350, undefined, true)).toBeUndefined();
    expect(typed(600, undefined, true)).toBe('calcified');
    const volume = chest();
    expect(
      estimateType(volume, { start: [60, 80, 36], size: [2, 1, 1], data: Uint8Array.of(1, 1) }).type,
    ).toBeUndefined();
  });
});

describe('edits', () => {
  const at: Vec3 = [-75, 0, 110];
  const volume = chest({ nodules: [{ at, r: 9, hu: 30 }] });
  it('grows a finding of the reader and measures it anew when it changes', () => {
    const grown = growNodule(volume, at, { ...context, number: 3 });
    expect([grown.review, grown.origin.kind, grown.number, grown.score]).toEqual([
      'accepted',
      'reader',
      3,
      undefined,
    ]);
    expect(Math.abs(grown.measurements.volume.value / ((4 / 3) * Math.PI * 729) - 1)).toBeLessThan(0.4);
    const axes = { ...grown.axes, long: [at, [at[0] + 30, at[1], at[2]]] as const };
    const dragged = remeasure(volume, grown, { axes }, context.calibration);
    expect(dragged.measurements.longAxis.value).toBeCloseTo(30, 9);
    expect(dragged.measurements.volume).toEqual(grown.measurements.volume);
    expect(dragged.trackingUid).toBe(grown.trackingUid);
    const small: VoxelMask = { start: innerVoxel(grown.mask), size: [1, 1, 1], data: Uint8Array.of(1) };
    const painted = remeasure(
      volume,
      { ...grown, type: 'solid', typeMethod: undefined },
      { mask: small },
      context.calibration,
    );
    expect(painted.measurements.volume.value).toBeCloseTo(12, 9);
    expect(painted.type).toBe('solid');
  });
});

describe('the side of a nodule that was added by a click', () => {
  for (const flip of [false, true])
    it(`is that of the lung around it, ${flip ? 'mirrored and from the head down' : 'as stored'}`, () => {
      const spots: Vec3[] = [
        [-75, 0, 110],
        [60, 20, 95],
      ];
      const volume = chest({ flip, nodules: spots.map((at) => ({ at, r: 8, hu: 30 })) });
      const sides = spots.map((at) => growNodule(volume, at, { ...context, number: 1 }).laterality);
      expect(sides).toEqual(['right', 'left']);
    });

  it('is not guessed where there are no two lungs', () => {
    const volume = chest({ top: 0, nodules: [] });
    const mask: VoxelMask = { start: [50, 80, 40], size: [2, 2, 1], data: Uint8Array.of(1, 1, 1, 1) };
    expect(placeInLungs(volume, mask)).toEqual({});
  });
});

describe('a model', () => {
  it('whose manifest lacks a rule is at fault, not the analysis', () => {
    const broken = { id: 'm', config: {} } as unknown as LoadedModel['manifest'];
    expect(() => rulesOf({ manifest: broken })).toThrowError(
      expect.objectContaining({
        code: 'manifestInvalid',
        message: 'm: config.lung-nodule: missing',
      }) as Error,
    );
  });
});

describe('small parts', () => {
  it('eigenvalues of a known matrix', () => {
    expect(eigenvalues3(2, 3, 4, 0, 0, 0)).toEqual([4, 3, 2].map((v) => expect.closeTo(v, 9) as number));
    const [a, b, c] = eigenvalues3(2, 2, 3, 1, 0, 0);
    expect([a, b, c]).toEqual([3, 3, 1].map((v) => expect.closeTo(v, 6) as number));
  });
  it('tracking UIDs are valid and differ', () => {
    const uids = new Set(Array.from({ length: 50 }, newTrackingUid));
    expect(uids.size).toBe(50);
    for (const uid of uids) expect(uid.length).toBeLessThanOrEqual(64);
  });
});
