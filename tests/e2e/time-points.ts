/**
 * Three examinations of one made chest, as ZIPs with the SEG of each: a nodule that grows, one that shrinks and comes back,
 * one that falls into two, two that grow into one. Each lies elsewhere in a frame of reference of its own.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { distance, ijkToLps, type Vec3 } from '../../src/domain/geometry';
import { makeRandom } from '../../src/domain/phantom/random';
import type { Volume } from '../../src/domain/volume';
import { lungPlaces, phantomVolume } from '../../src/registration/pairs.fixture';
import { zipOf } from '../security/hostile';
import { writeBalls, type Ball } from './pair-segmentations';
import { slicesOf } from './prior-pair';

export const DATES = ['20240901', '20250902', '20260301'] as const;

export const FATES = ['grows', 'returns', 'splits', 'merges'] as const;
export type LesionFate = (typeof FATES)[number];

/** Diameters in mm by examination; those that split or merge have two balls where `pieces` says so. */
const SIZES: Readonly<Record<LesionFate, readonly [number, number, number]>> = {
  grows: [10, 12, 15],
  returns: [26, 13, 24],
  splits: [16, 18, 8],
  merges: [8, 8, 18],
};
const inPieces = (fate: LesionFate, n: number): boolean =>
  fate === 'splits' ? n === 2 : fate === 'merges' && n < 2;
/** Half of the way between the two pieces of a nodule, mm. */
const APART = 5;
/** Where the table stood, mm against the first grid. */
const SHIFTS: readonly Vec3[] = [
  [-9, 6, 21],
  [7, -5, -14],
  [0, 0, 0],
];

export interface MadeTime {
  readonly zip: string;
  readonly seg: string;
  /** Tracking UIDs of what is outlined there. */
  readonly uids: Readonly<Record<LesionFate, readonly string[]>>;
}

/** Distance at which nodules do not touch, mm. */
const FREE = 40;

function places(base: Volume): readonly Vec3[] {
  const chosen: Vec3[] = [];
  for (const p of lungPlaces(base, makeRandom(11), 40))
    if (chosen.length < FATES.length && chosen.every((other) => distance(other, p) > FREE)) chosen.push(p);
  return chosen;
}

function painted(base: Volume, balls: readonly Ball[], shift: Vec3): Volume {
  const grid = { ...base.grid, origin: base.grid.origin.map((v, c) => v + shift[c]) as unknown as Vec3 };
  const data = Int16Array.from(base.data as Int16Array);
  const [ni, nj, nk] = grid.dims;
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++) {
        const p = ijkToLps(grid, [i, j, k]);
        if (balls.some(({ at, size }) => distance(at, p) <= size / 2)) data[i + ni * (j + nj * k)] = 40;
      }
  return { ...base, grid, data };
}

/** Writes the three, the oldest first. */
export function writeTimes(folder: string): readonly MadeTime[] {
  const base = phantomVolume(4, 2, false);
  const at = places(base);
  return DATES.map((date, n) => {
    const uids = {} as Record<LesionFate, string[]>;
    const balls = FATES.flatMap((fate, f) => {
      const offsets = inPieces(fate, n) ? [-APART, APART] : [0];
      uids[fate] = offsets.map((_, piece) => `2.25.89${n + 1}0${f}${piece}`);
      return offsets.map((dx, piece) => ({
        uid: uids[fate][piece],
        at: at[f].map((v, c) => v + SHIFTS[n][c] + (c === 2 ? dx : 0)) as unknown as Vec3,
        size: SIZES[fate][n],
      }));
    });
    const volume = painted(base, balls, SHIFTS[n]);
    const studyUid = `1.2.826.0.1.3680043.10.1578.89.${n + 1}`;
    const [zip, seg] = [join(folder, `${date}.zip`), join(folder, `${date}-SEG.dcm`)];
    writeFileSync(zip, zipOf(slicesOf(volume, { study: studyUid, date })));
    writeBalls(seg, { studyUid, date, volume, version: '0.3.0' }, balls);
    return { zip, seg, uids };
  });
}
