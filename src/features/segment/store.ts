/**
 * The segments of every open study: small immutable facts beside the masks that the segments carry. Only this folder
 * writes here; others call the commands of `index.ts` and read through `useSegments`.
 */
import { create } from 'zustand';
import type { Grid } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';
import type { Segment } from './segment';

export interface StudySegments {
  /** Ordered by number. */
  readonly segments: readonly Segment[];
  /** The segment that tools work on; undefined: they begin a new one, and the brush corrects findings. */
  readonly currentUid?: string;
  readonly nextNumber: number;
}

/** How the tools work; the same for all studies. */
export interface ToolSettings {
  /** Values that the threshold brush takes, both ends included; an end that is absent is open. */
  readonly from?: number;
  readonly to?: number;
  /** Largest difference from the value at a click; absent: from the noise around it. */
  readonly tolerance?: number;
  /** How far from the click a region may grow, mm. */
  readonly reachMm: number;
  /** A click grows on its slice only. */
  readonly sliceOnly: boolean;
  /** Scissors cut through all slices along the line of sight, not the one that is seen. */
  readonly through: boolean;
  /** What scissors do with the inside of the drawn line. */
  readonly cut: 'eraseInside' | 'eraseOutside' | 'fillInside';
  readonly marginMm: number;
  readonly smoothMm: number;
  /** Parts below this are small, mm³. */
  readonly smallMm3: number;
}

export type SegmentTone = 'plain' | 'warn';
/** A key of the catalogue `segment:message.*`, with its figures. */
export interface SegmentMessage {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly tone: SegmentTone;
}

/** Voxels that a stroke under way touches. */
export interface StrokePreview {
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  readonly grid: Grid;
  readonly mask: VoxelMask;
  readonly rgb: Segment['rgb'];
  readonly erases: boolean;
}

export interface SegmentsState {
  readonly studies: Readonly<Record<string, StudySegments>>;
  readonly settings: ToolSettings;
  readonly preview?: StrokePreview;
  readonly message?: SegmentMessage;
  /** A tool is at work, or waits for the volume. */
  readonly busy: boolean;
}

export const emptyStudy: StudySegments = { segments: [], nextNumber: 1 };

const initial: SegmentsState = {
  studies: {},
  settings: {
    reachMm: 50,
    sliceOnly: false,
    through: false,
    cut: 'eraseInside',
    marginMm: 2,
    smoothMm: 1.5,
    smallMm3: 100,
  },
  busy: false,
};

export const useSegments = create<SegmentsState>()(() => initial);

/** Forgets everything; for tests. */
export const resetSegments = (): void => useSegments.setState(initial, true);

export const studySegments = (studyUid: string | undefined): StudySegments =>
  (studyUid !== undefined && useSegments.getState().studies[studyUid]) || emptyStudy;

export const segmentByUid = (studyUid: string, uid: string): Segment | undefined =>
  studySegments(studyUid).segments.find((one) => one.uid === uid);

export function patchStudy(studyUid: string, patch: Partial<StudySegments>): void {
  useSegments.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyStudy), ...patch } },
  }));
}

/** Puts a segment in place of the one with its identity, or adds it. */
export function putSegment(segment: Segment): void {
  const study = studySegments(segment.studyUid);
  const others = study.segments.filter((one) => one.uid !== segment.uid);
  patchStudy(segment.studyUid, {
    segments: [...others, segment].sort((a, b) => a.number - b.number),
    nextNumber: Math.max(study.nextNumber, segment.number + 1),
  });
}

/** Takes a segment out of its study; none is current when it was. */
export function dropSegment({ studyUid, uid }: Pick<Segment, 'studyUid' | 'uid'>): void {
  const study = studySegments(studyUid);
  patchStudy(studyUid, {
    segments: study.segments.filter((one) => one.uid !== uid),
    currentUid: study.currentUid === uid ? undefined : study.currentUid,
  });
}

export const setCurrent = (studyUid: string, uid: string | undefined): void => {
  if (studySegments(studyUid).currentUid !== uid) patchStudy(studyUid, { currentUid: uid });
};

export const say = (key: string, tone: SegmentTone = 'plain', values?: SegmentMessage['values']): void =>
  useSegments.setState({ message: { key, tone, values } });

export const hush = (): void => {
  if (useSegments.getState().message) useSegments.setState({ message: undefined });
};

export const setToolSettings = (patch: Partial<ToolSettings>): void =>
  useSegments.setState((s) => ({ settings: { ...s.settings, ...patch } }));
