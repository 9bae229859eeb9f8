/** The reader's part of every open study's report. The text of a draft is built anew from it and the data. */
import { create } from 'zustand';
import type { Annotation } from '../../domain/annotation/annotation';
import type { AnalysisRun } from '../../domain/analysis';
import type { Finding } from '../../domain/finding';
import type { StudyAssessment } from '../../domain/guidelines';
import type { ReportDocument, ReportLanguage, ReportVersion, SentenceEdit } from '../../domain/report-facts';
import type { FieldValues } from '../../report';

/**
 * A version with everything that its exports are made from: what was signed must leave the page the same tomorrow,
 * in its sentences, its measurements and its objects.
 */
export interface KeptVersion extends ReportVersion {
  /** As signed. Its `built` is what the data said then. */
  readonly document: ReportDocument;
  readonly findings: readonly Finding[];
  readonly run?: AnalysisRun;
  readonly runs: readonly AnalysisRun[];
  readonly guideline?: StudyAssessment;
  /** What the reader had drawn and measured; absent in versions of older pages. */
  readonly annotations?: readonly Annotation[];
  /**
   * The study's work at that moment, by part, without the versions of the report: what the version's structured report
   * carries, so that it is the same object whenever it is written. Absent in versions of older pages.
   */
  readonly work?: Readonly<Record<string, unknown>>;
}

export interface StudyReport {
  /** Laid over the built sentences; survives every rebuild. */
  readonly edits: readonly SentenceEdit[];
  /** The report's own language; the page's when undefined. */
  readonly language?: ReportLanguage;
  /** Findings whose key image the reader took out, by tracking UID. */
  readonly withoutImage: readonly string[];
  /** The template that the reader chose; the one that suits the series when undefined. */
  readonly templateId?: string;
  readonly fields: FieldValues;
  /** Ids of the normal sentences that the reader took. */
  readonly normals: readonly string[];
  /** Uids of the measurements that the reader took into the report. */
  readonly measured: readonly string[];
  /** Given out or signed, oldest first. */
  readonly versions: readonly KeptVersion[];
  /** Sentences of an addendum that is being written; undefined while none is. */
  readonly addendum?: readonly string[];
}

/** A key image as it was captured: PNG bytes and an address to show them at. Never saved; captured again. */
export interface KeyShot {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly url: string;
  /** Changes when what the picture shows changed, and it must be captured again. */
  readonly basis: string;
}

export const emptyReport: StudyReport = {
  edits: [],
  withoutImage: [],
  fields: {},
  normals: [],
  measured: [],
  versions: [],
};

/** What of a report is asked of the reader now. */
export type ReportDialog = 'sign' | 'giveOut' | 'versions' | 'setup';

export const useReport = create<{
  readonly studies: Readonly<Record<string, StudyReport>>;
  /** By tracking UID. */
  readonly shots: Readonly<Record<string, KeyShot>>;
  /** Number of the earlier version that is looked at, by study. Never kept. */
  readonly viewing: Readonly<Record<string, number | undefined>>;
  readonly dialog?: ReportDialog;
}>()(() => ({ studies: {}, shots: {}, viewing: {} }));

export const studyReport = (studyUid: string | undefined): StudyReport =>
  (studyUid !== undefined && useReport.getState().studies[studyUid]) || emptyReport;

/** The version that was signed last; undefined while the report is still written. */
export function signedVersion({ versions }: StudyReport): KeptVersion | undefined {
  const last = versions.at(-1);
  return last && last.status !== 'preliminary' ? last : undefined;
}

export function patchReport(studyUid: string, patch: Partial<StudyReport>): void {
  useReport.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyReport), ...patch } },
  }));
}

export const askReport = (dialog: ReportDialog | undefined): void => useReport.setState({ dialog });

/** Shows an earlier version instead of the report; undefined goes back. */
export const viewVersion = (studyUid: string, number: number | undefined): void =>
  useReport.setState((s) => ({ viewing: { ...s.viewing, [studyUid]: number } }));

/** Keeps a picture, and lets the one before it go. */
export function putShot(uid: string, shot: KeyShot | undefined): void {
  const { shots } = useReport.getState();
  if (shots[uid]) URL.revokeObjectURL(shots[uid].url);
  const { [uid]: _, ...others } = shots;
  useReport.setState({ shots: shot ? { ...others, [uid]: shot } : others });
}
