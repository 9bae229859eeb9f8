/**
 * What a report template is: sections in order, fields to fill in, and sentences that say what is normal. A template
 * never writes anything into a report by itself: fields are filled and normal sentences taken by the reader.
 */
import type { OnFilm } from '../../domain/chest-mark';
import type { Code, Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { isReportable, type ReportLanguage, type SectionId } from '../../domain/report-facts';

/** Words in one or both languages: a hospital's own template is written in one. */
export type Words = Readonly<Partial<Record<ReportLanguage, string>>>;

/** As IHE MRRT 1.7 names them (data-field-type). */
export type FieldType = 'TEXT' | 'NUMBER' | 'SELECTION_LIST' | 'CHECKBOX' | 'DATE' | 'TIME' | 'MERGE';

/** What an empty field means when the report is signed (MRRT data-field-completion-action): nothing, a question, no. */
export type CompletionAction = 'NONE' | 'ALERT' | 'PROHIBIT';

export interface FieldOption {
  /** What is kept; unique in its field. */
  readonly id: string;
  readonly words: Words;
}

/** What a MERGE field takes from the study. */
export type MergeName =
  | 'patientName'
  | 'patientId'
  | 'patientSex'
  | 'patientAge'
  | 'birthDate'
  | 'accession'
  | 'studyDate'
  | 'studyDescription'
  | 'institution';

export interface TemplateField {
  /** Unique in the template. */
  readonly id: string;
  readonly label: Words;
  readonly type: FieldType;
  readonly action: CompletionAction;
  /** Printed after a number. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** Of a list or of boxes; a box without options is one box. */
  readonly options?: readonly FieldOption[];
  /** A list that takes other words, too. */
  readonly free?: boolean;
  /** What the template proposes: shown, and taken only when the reader says so. */
  readonly proposed?: string;
  readonly merge?: MergeName;
  readonly code?: Code;
}

/** A sentence that says that something is normal. */
export interface NormalBlock {
  /** Unique among all templates. */
  readonly id: string;
  /** What it speaks of: "lungs". */
  readonly part: Words;
  readonly text: Words;
  /** What it denies: a report that holds such a finding contradicts it. */
  readonly denies?: 'lungNodule' | 'prior';
  /** What on a film it denies: a quick mark of one of these, or a heart that is measured too large. */
  readonly deniesOnFilm?: readonly OnFilm[];
}

export interface TemplateSection {
  readonly id: SectionId;
  /** Its heading when it is not the usual one. */
  readonly title?: Words;
  /** May it be empty when the report is signed? */
  readonly action: CompletionAction;
  readonly fields: readonly TemplateField[];
  readonly normals: readonly NormalBlock[];
}

export interface ReportTemplate {
  readonly id: string;
  readonly title: Words;
  readonly source: 'builtin' | 'mrrt' | 'json';
  /** File that it came from. */
  readonly file?: string;
  /** Whose it is, as the file says. */
  readonly publisher?: string;
  /** Modalities that it suits; none for any. */
  readonly modalities: readonly string[];
  /** Found in the body part, the descriptions or the protocol of a series that it suits; none for any. */
  readonly parts: readonly string[];
  readonly sections: readonly TemplateSection[];
  /** Structured forms that belong to it: `acrTiRads`, ... One that the page does not know is passed over. */
  readonly forms?: readonly string[];
}

/** In the language, else in the one that there is. */
export const say = (words: Words | undefined, language: ReportLanguage): string =>
  words?.[language] ?? words?.zh ?? words?.en ?? '';

/** Under which a field's value is kept with a study: fields of two templates may have one id. */
export const fieldKey = (template: ReportTemplate, field: TemplateField): string =>
  `${template.id}/${field.id}`;

/**
 * Does the report hold what this sentence denies?
 * @param compared it names an earlier examination that it was compared with
 * @param film what the reader marked and measured on films
 */
export const denied = (
  block: NormalBlock,
  findings: readonly Finding[],
  compared = false,
  film: readonly OnFilm[] = [],
): boolean =>
  block.deniesOnFilm?.some((one) => film.includes(one))
    ? true
    : block.denies === 'prior'
      ? compared
      : block.denies === 'lungNodule' && findings.some((f) => isReportable(f) && isLungNodule(f));
