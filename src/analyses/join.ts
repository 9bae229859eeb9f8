/** Several images of one series, each analysed for itself, as one run. */
import { seriesFrames } from '../domain/frames';
import type { AnalysisProgress } from '../domain/analysis';
import type { FilmLook } from '../domain/film-track';
import type { Series } from '../domain/study';
import type { ImageName, WorkerRun } from './contract';

/** Every image of a series in the order of reading. */
export const imagesOf = (series: Series): readonly ImageName[] =>
  seriesFrames(series)
    .filter(({ instance }) => instance.rows > 0)
    .map(({ instance, frame }) => ({ sopInstanceUid: instance.sopInstanceUid, frame }));

/**
 * Instances that hold more than one frame, and which of these were analysed.
 * @param declined images that the analysis looked at and did not take
 */
export const filmsOf = (series: Series, declined: readonly ImageName[] = []): ReadonlyMap<string, FilmLook> =>
  new Map(
    series.instances
      .filter((i) => i.frames > 1)
      .map(({ sopInstanceUid: uid, frames }) => {
        const left = new Set(declined.filter((i) => i.sopInstanceUid === uid).map(({ frame }) => frame));
        const all = Array.from({ length: frames }, (_, n) => n + 1);
        return [uid, { frames, analysed: all.filter((frame) => !left.has(frame)) }];
      }),
  );

const once = <T>(lists: readonly (readonly T[])[], key: (one: T) => string): T[] => [
  ...new Map(lists.flat().map((one) => [key(one), one])).values(),
];

/**
 * Times and counts are sums; findings, notes and warnings follow each other, a note that is said of all once. Declined
 * where every image was; where some were, a warning says how many.
 */
export function joinRuns(runs: readonly [WorkerRun, ...WorkerRun[]]): WorkerRun {
  const timings: Record<string, number> = {};
  for (const run of runs)
    for (const [stage, ms] of Object.entries(run.timings)) timings[stage] = (timings[stage] ?? 0) + ms;
  const sum = (of: (run: WorkerRun) => number): number => runs.reduce((n, run) => n + of(run), 0);
  const left = runs.filter((run) => run.declined);
  const all = left.length === runs.length;
  return {
    ...runs[0],
    declined: all ? runs[0].declined : undefined,
    timings,
    networkMs: sum((run) => run.networkMs),
    windows: sum((run) => run.windows ?? 0),
    peakBytes: Math.max(...runs.map((run) => run.peakBytes ?? 0)),
    withheld: sum((run) => run.withheld),
    findings: runs.flatMap((run) => run.findings),
    warnings: [
      ...once(
        runs.map((run) => run.warnings),
        (one) => JSON.stringify(one),
      ),
      ...(left.length > 0 && !all
        ? [{ key: 'imagesDeclined' as const, values: { count: left.length, of: runs.length } }]
        : []),
    ],
    notes: once(
      runs.map((run) => run.notes),
      (one) => one,
    ),
  };
}

/** Progress on one of several images as that of the whole: so many images are done. */
export const shareOfAll = (progress: AnalysisProgress, done: number, of: number): AnalysisProgress =>
  of <= 1 ? progress : { ...progress, done, total: of, msLeft: undefined };
