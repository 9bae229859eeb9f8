/**
 * What a report is, and the rule of what may leave the page. Here and not in `report/`, because the DICOM writers
 * put the same sentences into the structured report and may not import upwards.
 */
import { version } from '../../package.json';
import type { FilledForm } from './filled-form';
import type { Finding } from './finding';
import type { StudyFollowUp } from './follow-up/followed';

/** What writes the reports and objects; goes into every export. */
export const software = { name: 'Lamplight', manufacturer: 'Lamplight', version } as const;

export type ReportLanguage = 'zh' | 'en';
/** In the order of the page; an addendum stands after what was signed. */
export type SectionId =
  'clinical' | 'technique' | 'comparison' | 'findings' | 'impression' | 'recommendation' | 'addendum';

/**
 * How far a report is. A draft is being written; a preliminary one was given out before it was signed; a final one
 * is signed and does not change any more; an addendum is signed, too, and adds to a final one.
 */
export type ReportStatus = 'draft' | 'preliminary' | 'final' | 'addendum';

/** Who signed and when. */
export interface ReportSignature {
  /** As the physician wrote it; never empty. */
  readonly name: string;
  /** ISO 8601 with the zone of the computer. */
  readonly at: string;
}

/** A small table of the report: every row has as many cells as the head. */
export interface TableOf<T> {
  readonly caption: T;
  readonly head: readonly T[];
  readonly rows: readonly (readonly T[])[];
  /** Sums and the like, under a line. */
  readonly foot: readonly (readonly T[])[];
  /** Columns that hold numbers: set to the right. */
  readonly figures: readonly number[];
}
export type ReportTable = TableOf<string>;

/** A sentence that another part of the page says (a form that the reader filled in), in both languages. */
export interface MoreSentence {
  readonly section: SectionId;
  /** Unique in the report and the same over rebuilds: `form:ti-rads:1` and the like. */
  readonly key: string;
  readonly text: Readonly<Record<ReportLanguage, string>>;
  readonly findingUids: readonly string[];
  readonly table?: TableOf<Readonly<Record<ReportLanguage, string>>>;
  /** Of a finding: it stands among the findings, before what is said to be normal. */
  readonly first?: true;
}

/** What stands over the sentences besides the patient and the examination, which the study itself says. */
export interface ReportHeader {
  /** Empty: the institution that the images name. */
  readonly hospital: string;
  readonly department: string;
  /** Who wrote the report and who checks it, as they are to be printed; empty for a line to write on. */
  readonly physician: string;
  readonly reviewer: string;
  readonly logo?: ReportLogo;
}

/** A picture that holds nothing but pixels: whatever was given was drawn anew. Width and height in pixels. */
export interface ReportLogo {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export const emptyHeader: ReportHeader = { hospital: '', department: '', physician: '', reviewer: '' };

/** A state of the report that was given out or signed. It never changes. */
export interface ReportVersion {
  /** 1 for the first. */
  readonly number: number;
  readonly status: Exclude<ReportStatus, 'draft'>;
  readonly signature: ReportSignature;
  readonly language: ReportLanguage;
  /** What was exported from it: no reminders, no placeholders. */
  readonly sections: readonly ReportSection[];
  /** Findings of AI that waited for review and so are not in it. */
  readonly pending: number;
}

/** "Not run", "not suitable, because", "failed" and "ran" are four statements, on screen and in the report. */
export type AnalysisState = 'notRun' | 'unsuitable' | 'failed' | 'ran';

/** One sentence of a report. Edits are kept by `key`, which does not change when the data do. */
export interface Sentence {
  /** Identity over rebuilds, unique in the report: `finding:<trackingUid>`, `impression:<trackingUid>`, ... */
  readonly key: string;
  /** What the reader sees: the built text, or the reader's own. */
  readonly text: string;
  /** What the data say now; empty when the reader added the sentence. */
  readonly generated: string;
  /** Tracking UIDs of the findings that the sentence speaks of. */
  readonly findingUids: readonly string[];
  /** The reader wrote or changed it; a rebuild does not touch it. */
  readonly edited: boolean;
  /** Edited, and the data under it changed after the edit: the reader must look at it again before it leaves. */
  readonly stale: boolean;
  /** A normal finding that denies what the report now holds ("no nodule" beside a nodule). */
  readonly conflict?: boolean;
  /** What the sentence sums up; it stays what the data say when the sentence is edited, and goes with it. */
  readonly table?: ReportTable;
  /** How AI took part in it, in the report's language; absent when it did not. */
  readonly aiNote?: string;
  /** Shown while drafting, never exported: a reminder or a placeholder. */
  readonly draftOnly?: boolean;
}

export interface ReportSection {
  readonly id: SectionId;
  readonly title: string;
  /** The sentences are a numbered list, the most important first. */
  readonly numbered: boolean;
  readonly sentences: readonly Sentence[];
}

/** What the reader did to one sentence. Kept also while its sentence is away (a rejected finding, the other language). */
export type SentenceEdit =
  | {
      readonly kind: 'text';
      readonly key: string;
      readonly language: ReportLanguage;
      readonly text: string;
      /** The built text that was edited. */
      readonly basis: string;
    }
  | {
      readonly kind: 'added';
      readonly key: string;
      readonly language: ReportLanguage;
      readonly section: SectionId;
      readonly text: string;
      /** Key of the sentence that it follows; absent for the end of the section. */
      readonly after?: string;
      readonly findingUids: readonly string[];
    }
  | { readonly kind: 'removed'; readonly key: string };

/** A report in one language. Immutable; the functions of `report/edit.ts` give a new one. */
export interface ReportDocument {
  readonly language: ReportLanguage;
  /** ISO 8601 time of the last rebuild. */
  readonly builtAt: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly status: ReportStatus;
  /** The last signature; there when the state is final or addendum, and only then. */
  readonly signature?: ReportSignature;
  readonly header: ReportHeader;
  /** Id of the template that it is written by; empty for none. */
  readonly templateId: string;
  /** What was given out or signed before, oldest first; the last one is this document when it is signed. */
  readonly versions: readonly ReportVersion[];
  /** The images were written by code: every export says SYNTHETIC. */
  readonly synthetic: boolean;
  readonly analysisState: AnalysisState;
  /** "lung-nodule 0.1.0" and the like; absent when no analysis ran. */
  readonly model?: string;
  /** Findings of AI that the reader has not looked at; they are not in the report. */
  readonly pending: number;
  readonly sections: readonly ReportSection[];
  /** Forms as data, for objects that hold codes and numbers; reports signed by older versions have none. */
  readonly forms?: readonly FilledForm[];
  /** Nodules as they are followed from earlier examinations, as data; absent where none was compared. */
  readonly followed?: StudyFollowUp;
  /** As built, before the reader's edits: what `edits` are laid over. */
  readonly built: readonly ReportSection[];
  readonly edits: readonly SentenceEdit[];
  /** Keys of sentences shown here whose edit was made in the other language, and so is not shown. */
  readonly editedInOtherLanguage: readonly string[];
}

/** Found by an algorithm alone: AI of this page, or of another system whose segmentation says AUTOMATIC. */
export const byAlgorithm = (finding: Pick<Finding, 'origin' | 'source'>): boolean =>
  finding.origin.kind === 'analysis' || finding.source?.algorithmType === 'AUTOMATIC';

/**
 * May this finding leave the page as part of a report? The reader's own unless rejected; an algorithm's only when
 * the reader accepted or corrected it (design, rule 3).
 */
export function isReportable(finding: Finding): boolean {
  if (finding.review === 'rejected') return false;
  return !byAlgorithm(finding) || finding.review === 'accepted' || finding.review === 'edited';
}

/** An algorithm's findings that nobody has looked at yet. */
export function isPending(finding: Pick<Finding, 'origin' | 'source' | 'review'>): boolean {
  return byAlgorithm(finding) && finding.review === 'pending';
}

/** Reportable findings, the largest mean diameter first, then by number: the order of the impression. */
export function byImportance(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(isReportable)
    .sort(
      (a, b) => b.measurements.meanDiameter.value - a.measurements.meanDiameter.value || a.number - b.number,
    );
}

/** Stands in every export while a model's status is research. */
export const researchUse = {
  en: 'Research use, not for diagnosis',
  zh: '仅供研究，不作诊断',
} as const satisfies Record<ReportLanguage, string>;

/** First words of everything made from a synthetic study. */
export const syntheticNotice = {
  en: 'SYNTHETIC: these images were made by code and show no patient.',
  zh: 'SYNTHETIC：本影像由程序合成，非真实患者。',
} as const satisfies Record<ReportLanguage, string>;
