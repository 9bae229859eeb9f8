/**
 * Outlines of the nodules that were painted into a pair, as SEGs of Lamplight: what the analysis found in each examination,
 * then with an earlier version, and a reader accepted.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lpsToIjk, type Vec3 } from '../../src/domain/geometry';
import type { Series, Study } from '../../src/domain/study';
import type { Volume } from '../../src/domain/volume';
import { writeSegmentation } from '../../src/dicom/writers';
import * as ph from '../../src/report/phantom.fixture';
import { pairUids, type PairFiles } from './prior-pair';

export interface Outlined {
  /** Tracking UID in its own examination. */
  readonly uid: string;
  readonly number: number;
  /** Of the pair's nodules: which one. */
  readonly nodule: number;
  /** Of its voxels, mm³. */
  readonly volume: number;
}

type Side = 'now' | 'then';
/** Of the analysis that outlined them. */
export const outlineVersion = (side: Side): string => (side === 'now' ? '0.3.0' : '0.2.0');
const dateOf = (side: Side): string => (side === 'now' ? '20260301' : '20250902');

/** One examination as `slicesOf` writes it. */
export interface OutlinedStudy {
  readonly studyUid: string;
  /** YYYYMMDD. */
  readonly date: string;
  readonly volume: Volume;
  /** Of the analysis that outlined the nodules. */
  readonly version: string;
}

/** A ball that is outlined: middle in LPS mm, diameter in mm. */
export interface Ball {
  readonly uid: string;
  readonly at: Vec3;
  readonly size: number;
}

/** The study as the page will read it out of the ZIP. */
function studyOf({ studyUid, date, volume: { grid } }: OutlinedStudy): { study: Study; series: Series } {
  const seriesUid = `${studyUid}.2`;
  const plain = ph.phantomSeries(grid);
  const series: Series = {
    ...plain,
    studyUid,
    seriesUid,
    frameOfReferenceUid: `${studyUid}.1`,
    date,
    synthetic: false,
    instances: plain.instances.map((one, k) => ({
      ...one,
      studyUid,
      seriesUid,
      frameOfReferenceUid: `${studyUid}.1`,
      sopInstanceUid: `${studyUid}.2.${k + 1}`,
    })),
  };
  const study: Study = {
    ...ph.phantomStudy(series),
    studyUid,
    date,
    time: '093000',
    patient: { name: 'ZHANG^San=张^三', id: 'PAIR-1', sex: 'M', age: '', birthDate: '19600504' },
  };
  return { study, series };
}

/** Writes the SEG of one examination; its balls are numbered from 1 on. Returns the volume of each, mm³. */
export function writeBalls(path: string, outlined: OutlinedStudy, balls: readonly Ball[]): readonly number[] {
  const { volume, version } = outlined;
  const { grid } = volume;
  const { study, series } = studyOf(outlined);
  const findings = balls.map(({ uid, at, size }, n) => ({
    ...ph.phantomFinding(grid, n + 1, lpsToIjk(grid, at).map(Math.round) as unknown as Vec3, 1, {
      origin: { ...ph.ai, analysisVersion: version },
    }),
    trackingUid: uid,
    studyUid: study.studyUid,
    seriesUid: series.seriesUid,
    frameOfReferenceUid: series.frameOfReferenceUid,
    review: 'accepted' as const,
    mask: ball(volume, at, size / 2),
  }));
  writeFileSync(
    path,
    writeSegmentation({
      study,
      series,
      grid,
      slices: undefined,
      findings,
      contentDate: new Date(2026, 2, 1),
      sopInstanceUid: `${study.studyUid}.9.1`,
      segSeriesUid: `${study.studyUid}.9`,
    }),
  );
  const voxel = grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
  return findings.map(({ mask }) => voxel * mask.data.reduce((sum, one) => sum + one, 0));
}

/** Writes the SEG of one side of a pair; what is there is numbered from 1 on. */
export function writeOutlines(
  folder: string,
  pair: PairFiles,
  side: Side,
): { readonly path: string; readonly outlined: readonly Outlined[] } {
  const volume = side === 'now' ? pair.current : pair.prior;
  const there = pair.nodules.flatMap((one, nodule) => {
    const size = side === 'now' ? one.sizeNow : one.sizeThen;
    const uid = `2.25.88${side === 'now' ? 1 : 2}0${nodule}`;
    return size > 0 ? [{ uid, nodule, at: side === 'now' ? one.now : one.before, size }] : [];
  });
  const path = join(folder, `${side}-SEG.dcm`);
  const study = { studyUid: pairUids[side], date: dateOf(side), volume, version: outlineVersion(side) };
  const volumes = writeBalls(path, study, there);
  return {
    path,
    outlined: there.map(({ uid, nodule }, n) => ({ uid, number: n + 1, nodule, volume: volumes[n] })),
  };
}

/** Voxels whose centres lie within a ball about a place that need not be a voxel's centre. */
function ball({ grid }: Volume, at: Vec3, radius: number) {
  const middle = lpsToIjk(grid, at);
  const whole = middle.map(Math.round) as unknown as Vec3;
  const mask = ph.sphere(grid, whole, radius + 2 * Math.max(...grid.spacing));
  const [ni, nj] = mask.size;
  const data = mask.data.map((_, v) => {
    const ijk = [v % ni, Math.floor(v / ni) % nj, Math.floor(v / (ni * nj))];
    const away = ijk.map((one, c) => (one + mask.start[c] - middle[c]) * grid.spacing[c]);
    return Math.hypot(...away) <= radius ? 1 : 0;
  });
  return { ...mask, data };
}
