/** The reader's part of every open study's report: edits, its language, key images taken out. The text is built anew. */
import { create } from 'zustand';
import type { ReportLanguage, SentenceEdit } from '../../domain/report-facts';

export interface StudyReport {
  /** Laid over the built sentences; survives every rebuild. */
  readonly edits: readonly SentenceEdit[];
  /** The report's own language; the page's when undefined. */
  readonly language?: ReportLanguage;
  /** Findings whose key image the reader took out, by tracking UID. */
  readonly withoutImage: readonly string[];
}

/** A key image as it was captured: PNG bytes and an address to show them at. Never saved; captured again. */
export interface KeyShot {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly url: string;
  /** Changes when what the picture shows changed, and it must be captured again. */
  readonly basis: string;
}

export const emptyReport: StudyReport = { edits: [], withoutImage: [] };

export const useReport = create<{
  readonly studies: Readonly<Record<string, StudyReport>>;
  /** By tracking UID. */
  readonly shots: Readonly<Record<string, KeyShot>>;
}>()(() => ({ studies: {}, shots: {} }));

export const studyReport = (studyUid: string | undefined): StudyReport =>
  (studyUid !== undefined && useReport.getState().studies[studyUid]) || emptyReport;

export function patchReport(studyUid: string, patch: Partial<StudyReport>): void {
  useReport.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyReport), ...patch } },
  }));
}

/** Keeps a picture, and lets the one before it go. */
export function putShot(uid: string, shot: KeyShot | undefined): void {
  const { shots } = useReport.getState();
  if (shots[uid]) URL.revokeObjectURL(shots[uid].url);
  const { [uid]: _, ...others } = shots;
  useReport.setState({ shots: shot ? { ...others, [uid]: shot } : others });
}
