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

/** The study as the page will read it out of the ZIP. */
function studyOf(side: Side, { grid }: Volume): { study: Study; series: Series } {
  const studyUid = pairUids[side];
  const seriesUid = `${studyUid}.2`;
  const plain = ph.phantomSeries(grid);
  const series: Series = {
    ...plain,
    studyUid,
    seriesUid,
    frameOfReferenceUid: `${studyUid}.1`,
    date: dateOf(side),
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
    date: dateOf(side),
    time: '093000',
    patient: { name: 'ZHANG^San=张^三', id: 'PAIR-1', sex: 'M', age: '', birthDate: '19600504' },
  };
  return { study, series };
}

/** Writes the SEG of one side; what is there is numbered from 1 on. */
export function writeOutlines(
  folder: string,
  pair: PairFiles,
  side: 'now' | 'then',
): { readonly path: string; readonly outlined: readonly Outlined[] } {
  const volume = side === 'now' ? pair.current : pair.prior;
  const { grid } = volume;
  const { study, series } = studyOf(side, volume);
  const there = pair.nodules.flatMap((one, nodule) => {
    const size = side === 'now' ? one.sizeNow : one.sizeThen;
    return size > 0 ? [{ nodule, at: side === 'now' ? one.now : one.before, size }] : [];
  });
  const findings = there.map(({ at, size, nodule }, n) => ({
    ...ph.phantomFinding(grid, n + 1, lpsToIjk(grid, at).map(Math.round) as unknown as Vec3, 1, {
      origin: { ...ph.ai, analysisVersion: outlineVersion(side) },
    }),
    trackingUid: `2.25.88${side === 'now' ? 1 : 2}0${nodule}`,
    studyUid: study.studyUid,
    seriesUid: series.seriesUid,
    frameOfReferenceUid: series.frameOfReferenceUid,
    review: 'accepted' as const,
    mask: ball(volume, at, size / 2),
  }));
  const path = join(folder, `${side}-SEG.dcm`);
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
  return {
    path,
    outlined: findings.map(({ trackingUid: uid, number, mask }, n) => ({
      uid,
      number,
      nodule: there[n].nodule,
      volume: voxel * mask.data.reduce((sum, one) => sum + one, 0),
    })),
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
