/**
 * Where findings, registrations and analyses come from. Findings and guideline show what this feature says, so it may
 * not import them: the app tells it once how to reach them.
 */
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import type { Registration } from '../../domain/registration';

/** An earlier series that lies upon one of the study. */
export interface RegisteredPrior {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly currentSeriesUid: string;
  /** With what the reader moved by hand. */
  readonly registration: Registration;
}

export interface GrowthSource {
  /** Findings of a study that count, of every review state. */
  readonly shown: (studyUid: string) => readonly Finding[];
  /** Voxel grid of a series that holds findings. */
  readonly grid: (studyUid: string, seriesUid: string) => Grid | undefined;
  /** Registrations of a study as the current one that may be used. */
  readonly registered: (studyUid: string) => readonly RegisteredPrior[];
  /** Did an analysis for nodules end on the study? */
  readonly analysed: (studyUid: string) => boolean;
  /** The analysis under way on the study, its share where known; undefined when none is. */
  readonly running: (studyUid: string) => { readonly done?: number } | undefined;
  /** Why the last one came to nothing, in words. */
  readonly fault: (studyUid: string) => string | undefined;
  /** False: the study is none that nodules are looked for on, a head or an MR. */
  readonly suitable: (studyUid: string) => boolean;
  readonly analyse: (studyUid: string) => void;
  readonly cancel: (studyUid: string) => void;
  /** Segmentations that the study holds, and how they are read. */
  readonly segmentations: (studyUid: string) => number;
  readonly readSegmentations: (studyUid: string) => void;
  /** Brings back what was kept of the work on the study. */
  readonly openWork: (studyUid: string) => void;
  /** Makes a finding of an earlier examination count. */
  readonly accept: (studyUid: string, uid: string) => void;
  /** Makes a finding of the study that is read the current one. */
  readonly select: (uid: string) => void;
  /** Shows a place of a series in the cell that it hangs in. */
  readonly goTo: (seriesUid: string, point: readonly [number, number, number]) => void;
  readonly subscribe: (changed: () => void) => () => void;
}

let given: GrowthSource | undefined;

export const provideGrowth = (source: GrowthSource | undefined): void => {
  given = source;
};
export const growthSource = (): GrowthSource | undefined => given;
