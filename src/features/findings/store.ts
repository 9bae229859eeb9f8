/**
 * The findings of every open study: small immutable facts, no pixels beyond the masks that the findings carry.
 * Only this folder writes here; other features call the commands of `index.ts` and read through `useFindings`.
 */
import { create } from 'zustand';
import type { SuitabilityReason } from '../../domain/analysis';
import type { Axes, Finding, FindingMeasurements, RejectReason } from '../../domain/finding';
import type { FindingEvent } from '../../domain/finding-history';
import type { Grid } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';
import type { SliceNames } from '../../dicom/writers';
import { axisEnds, type AxisEnd } from '../../viewport/axes';
import { clear } from '../history';
import { useOpen } from '../open';
import { regrid, sameGrid } from './regrid';

export type FindingFilter = 'all' | 'pending' | 'accepted' | 'rejected';

/** How the list is sorted: by the network's score, by mean diameter, or from head to foot. */
export type FindingOrder = 'suspicion' | 'size' | 'place';

/** What the panel says about the analysis of a study. Pushed in by the analysis feature; never inferred here. */
export type AnalysisNote =
  | { readonly state: 'notRun' }
  | { readonly state: 'running' }
  | { readonly state: 'unsuitable'; readonly reasons: readonly SuitabilityReason[] }
  | { readonly state: 'failed' }
  | { readonly state: 'cancelled' }
  | {
      readonly state: 'done';
      readonly withheld: number;
      readonly threshold?: number;
      /** Name of the model, when it was not the nodule analysis. */
      readonly model?: string;
    };

export interface StudyFindings {
  /**
   * Ordered by number. Candidates below the threshold are among them, with number 0 until they are shown; read through
   * `shownOf` unless those are meant.
   */
  readonly findings: readonly Finding[];
  readonly currentUid?: string;
  readonly filter: FindingFilter;
  /** Voxel grid of each series that holds a finding: marks are drawn from it without the volume. */
  readonly grids: Readonly<Record<string, Grid>>;
  /** Which image each slice of those grids is: what a SEG names. Absent in work saved before it was kept. */
  readonly slices: Readonly<Record<string, SliceNames>>;
  /** The number that the next finding gets; numbers are never used twice. */
  readonly nextNumber: number;
  /** Tracking UIDs of findings that came out of a segmentation object. */
  readonly imported: readonly string[];
  /**
   * Findings as an analysis or a segmentation object gave them, by tracking UID: what "edited" is judged by, what
   * the reader can go back to, and what the audit compares with.
   */
  readonly originals: Readonly<Record<string, Finding>>;
  readonly note: AnalysisNote;
  readonly order: FindingOrder;
  /** Candidates of an analysis count from this score on (`domain/shown.ts`); absent: from each run's own threshold. */
  readonly threshold?: number;
  /**
   * Second-reader mode. 'first': the reader looks alone, what AI found is hidden everywhere. 'second': the reader has
   * ended that and saw AI's marks; there is no way back. Absent: the mode is not used.
   */
  readonly pass?: 'first' | 'second';
  /** Tracking UIDs of what the reader marked in the first reading, before any mark of AI was to be seen. */
  readonly ownFirst: readonly string[];
  /** AI's candidates that lie on a mark of the reader's: tracking UID of the candidate, then of the reader's. */
  readonly joined: Readonly<Record<string, string>>;
  /** What happened to each finding, by tracking UID, oldest first. */
  readonly history: Readonly<Record<string, readonly FindingEvent[]>>;
}

/** What the reader's hand is doing with the images, as far as findings are concerned. */
export type HandMode = 'none' | 'outlineAdd' | 'outlineErase' | 'axes' | 'addNodule';

export interface ShapePreview {
  readonly uid: string;
  readonly mask?: VoxelMask;
  readonly axes?: Axes;
  readonly measurements?: FindingMeasurements;
}

/** A short message: a key of the catalogue `findings:message.*`, with its figures. */
export interface PanelMessage {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly tone: 'plain' | 'warn';
}

export interface FindingsState {
  readonly studies: Readonly<Record<string, StudyFindings>>;
  readonly mode: HandMode;
  /** The end of the axes that keys move while the axes are worked on. */
  readonly axisEnd: AxisEnd;
  /** The finding whose reason for rejection is being asked. */
  readonly rejecting?: string;
  /** Offered first when the next one is rejected. */
  readonly lastReason?: RejectReason;
  /** A stroke or a drag under way: the shape as it would be. Not part of the findings until the hand lifts. */
  readonly preview?: ShapePreview;
  readonly message?: PanelMessage;
  /** Counts up with every selection, so that choosing the current finding again brings the images back to it. */
  readonly jump: number;
  /** The finding that a pointer rests on somewhere (a row, a report sentence). */
  readonly hoverUid?: string;
  /** An analysis feature is there to be asked. */
  readonly canAnalyse: boolean;
}

export const emptyStudy: StudyFindings = {
  findings: [],
  filter: 'all',
  grids: {},
  slices: {},
  nextNumber: 1,
  imported: [],
  originals: {},
  note: { state: 'notRun' },
  order: 'suspicion',
  ownFirst: [],
  joined: {},
  history: {},
};

const initial: FindingsState = {
  studies: {},
  mode: 'none',
  axisEnd: axisEnds[0],
  jump: 0,
  canAnalyse: false,
};

export const useFindings = create<FindingsState>()(() => initial);

/** Forgets everything; for tests and for closing the last study. */
export const resetFindings = (): void => useFindings.setState(initial, true);

export const studyFindings = (studyUid: string | undefined): StudyFindings =>
  (studyUid !== undefined && useFindings.getState().studies[studyUid]) || emptyStudy;

const inStudy = (studyUid: string, uid: string): Finding | undefined =>
  studyFindings(studyUid).findings.find((f) => f.trackingUid === uid);

/**
 * The finding with this identity. A lesion keeps its tracking UID in a follow-up, so two open studies may both hold
 * one: that of the study named is meant, else that of the study which is read.
 */
export function findByUid(uid: string, studyUid?: string): Finding | undefined {
  if (studyUid !== undefined) return inStudy(studyUid, uid);
  const { activeStudyUid } = useOpen.getState();
  const read = activeStudyUid === undefined ? undefined : inStudy(activeStudyUid, uid);
  if (read) return read;
  for (const other of Object.keys(useFindings.getState().studies)) {
    const hit = inStudy(other, uid);
    if (hit) return hit;
  }
  return undefined;
}

export function patchStudy(studyUid: string, patch: Partial<StudyFindings>): void {
  useFindings.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyStudy), ...patch } },
  }));
}

/** Puts a finding in place of the one with its identity, or adds it. Its number's order is kept. */
export function putFinding(finding: Finding): void {
  const study = studyFindings(finding.studyUid);
  const others = study.findings.filter((f) => f.trackingUid !== finding.trackingUid);
  patchStudy(finding.studyUid, {
    findings: [...others, finding].sort((a, b) => a.number - b.number),
    nextNumber: Math.max(study.nextNumber, finding.number + 1),
  });
}

/** Adds to what happened to a finding. */
export function noteEvent(studyUid: string, uid: string, event: FindingEvent): void {
  const { history } = studyFindings(studyUid);
  patchStudy(studyUid, { history: { ...history, [uid]: [...(history[uid] ?? []), event] } });
}

/** Takes a finding out of its study; none is current when it was the current one. */
export function dropFinding(finding: Finding): void {
  const study = studyFindings(finding.studyUid);
  const at = study.findings.findIndex((f) => f.trackingUid === finding.trackingUid);
  if (at < 0) return;
  const findings = study.findings.toSpliced(at, 1);
  const gone = study.currentUid === finding.trackingUid;
  patchStudy(finding.studyUid, {
    findings,
    currentUid: gone ? undefined : study.currentUid,
  });
}

/**
 * Keeps the grid of a series that was decoded. A series can grow after findings were made on it (a second folder of
 * the same scan); they are then laid on the new grid, point for point.
 */
export function rememberGrid(studyUid: string, seriesUid: string, grid: Grid, names?: SliceNames): void {
  const { grids, slices, findings, originals } = studyFindings(studyUid);
  const before = grids[seriesUid];
  if (before && sameGrid(before, grid) && (slices[seriesUid] || !names)) return;
  const named = names ? { ...slices, [seriesUid]: names } : slices;
  if (before && sameGrid(before, grid)) {
    patchStudy(studyUid, { slices: named });
    return;
  }
  const follow = (f: Finding): Finding => (before && f.seriesUid === seriesUid ? regrid(f, before, grid) : f);
  patchStudy(studyUid, {
    grids: { ...grids, [seriesUid]: grid },
    slices: named,
    findings: findings.map(follow),
    originals: Object.fromEntries(Object.entries(originals).map(([uid, f]) => [uid, follow(f)])),
  });
  // Steps taken on the old grid would put outlines back in the wrong place.
  if (before && findings.some((f) => f.seriesUid === seriesUid)) clear();
}

export const say = (
  key: string,
  tone: PanelMessage['tone'] = 'plain',
  values?: PanelMessage['values'],
): void => useFindings.setState({ message: { key, tone, values } });

export const hush = (): void => useFindings.setState({ message: undefined });

/** Marks which finding a pointer rests on; undefined when it left. */
export const hoverFinding = (uid: string | undefined): void => {
  if (useFindings.getState().hoverUid !== uid) useFindings.setState({ hoverUid: uid });
};

let analyse: (() => void) | undefined;

/** The analysis feature says how to start it; findings may not import it (it imports findings). */
export function offerAnalysis(start: (() => void) | undefined): void {
  analyse = start;
  useFindings.setState({ canAnalyse: start !== undefined });
}

/** The reader asks for the analysis from the empty list. */
export const requestAnalysis = (): void => analyse?.();

/** Forms that may be filled in about a lesion. */
export type FormOffer = (finding: Finding, form: 'acrTiRads' | 'cTiRads' | 'biRads') => void;
let fillForm: FormOffer | undefined;

/** The page says how a form about a finding is begun; findings may not import forms (they import findings). */
export function offerForms(begin: FormOffer | undefined): void {
  fillForm = begin;
}
export const beginForm: FormOffer = (finding, form) => fillForm?.(finding, form);

/** What the analysis feature knows about a study: not run, running, unsuitable because, done, ... */
export const noteAnalysis = (studyUid: string, note: AnalysisNote): void => patchStudy(studyUid, { note });
