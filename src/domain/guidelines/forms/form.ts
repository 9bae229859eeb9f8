/**
 * What a structured form is: questions that the image cannot answer, the rule that goes by the answers, and what the
 * report says of them. A form is data and pure functions in one file; one renderer shows them all. No answer has a
 * default: what was not answered is missing and named.
 */
import type { FormUnit } from '../../filled-form';
import type { Code } from '../../finding';
import type { DueStep } from '../../follow-up/step';
import type { ReportLanguage, SectionId, TableOf } from '../../report-facts';

/** The same said in both languages; neither is made from the other. */
export type Both = Readonly<Record<ReportLanguage, string>>;

export type FormId =
  | 'acrTiRads'
  | 'cTiRads'
  | 'biRads'
  | 'aspects'
  | 'haematoma'
  | 'ctPneumonia'
  | 'recist'
  | 'who'
  | 'adrenalWashout'
  | 'agatston'
  | 'cardiothoracic';

/** A line of a table, by column. `source` names the finding or measurement that a number was taken from. */
export type Row = Readonly<Record<string, string | number>>;
export type Answer = string | number | readonly string[] | readonly Row[];
export type Answers = Readonly<Record<string, Answer>>;

/** What of the study's measurements and findings a number may be taken from, with one click. */
export type Takes = 'length' | 'meanHu' | 'volume' | 'cardiothoracicRatio';

export interface Option {
  readonly id: string;
  readonly text: Both;
  /** What the rule adds for it. */
  readonly points?: number;
  /** The category that the rule lists it under. */
  readonly listed?: string;
}

/** An option with its points. */
export const scored = (id: string, points: number, zh: string, en: string): Option => ({
  id,
  points,
  text: { zh, en },
});

interface FieldHead {
  readonly id: string;
  readonly label: Both;
  /** False: the rule does without it. */
  readonly needed?: false;
  readonly hint?: Both;
}

export interface ChoiceField extends FieldHead {
  readonly kind: 'one';
  readonly options: readonly Option[];
}
export interface ManyField extends FieldHead {
  readonly kind: 'many';
  readonly options: readonly Option[];
  /** The option that says "none of them": it excludes the others, and they exclude it. */
  readonly none: string;
  /** Drawn as a picture with parts to tap; the options stay the truth. */
  readonly picture?: 'aspects';
}
export interface NumberField extends FieldHead {
  readonly kind: 'number';
  readonly unit: 'mm' | 'mL' | 'HU' | '%' | 'mm2' | '';
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
  readonly takes?: Takes;
  /** Its concept by what else was answered, where there is a standard one. */
  readonly concept?: (answers: Answers) => Code | undefined;
}
export interface TextField extends FieldHead {
  readonly kind: 'text';
}
export type Column = ChoiceField | NumberField | TextField;
export interface RowsField extends FieldHead {
  readonly kind: 'rows';
  readonly columns: readonly Column[];
  readonly most: number;
  /** What one line is: "target lesion". */
  readonly noun: Both;
  /** Each line is a lesion of its own: what kind, as a code. */
  readonly lesions?: Code;
}
/** Calcified lesions over the threshold, found on the images when asked; each gets a vessel from the reader. */
export interface CalciumField extends FieldHead {
  readonly kind: 'calcium';
}
/** Lesions that are followed through earlier examinations; the reader says what each counts as. */
export interface FollowedField extends FieldHead {
  readonly kind: 'followed';
}
export type Field =
  ChoiceField | ManyField | NumberField | TextField | RowsField | CalciumField | FollowedField;

/** A number of the result: "Points", "4". */
export interface ResultLine {
  readonly label: Both;
  readonly text: Both;
}

/** A number that the rule gives, as it is printed. */
export interface FormNumber {
  readonly id: string;
  readonly label: Both;
  readonly value: number;
  readonly unit: FormUnit;
  /** Its concept, where there is a standard one. */
  readonly code?: Code;
  readonly of?: readonly { readonly concept: Code; readonly value: Code }[];
}
/** A word that the rule gives. */
export interface FormCoded {
  readonly id: string;
  readonly label: Both;
  readonly option: string;
  readonly text: Both;
  readonly concept?: Code;
  readonly code?: Code;
}

export interface FormResult {
  /** `open`: something that the rule needs is missing; `outside`: the rule does not speak of this case. */
  readonly state: 'given' | 'open' | 'outside';
  /** The category or score, as the rule writes it; only when `given`. */
  readonly category?: Both;
  readonly lines: readonly ResultLine[];
  /** The category as an id; absent where the category is a number, which stands in `numbers`. */
  readonly code?: string;
  readonly numbers?: readonly FormNumber[];
  readonly coded?: readonly FormCoded[];
  /** What the rule set recommends. */
  readonly advice?: Both;
  /** The same as examinations with intervals; only those that the rule names. */
  readonly asks?: readonly DueStep[];
  /** Ids of fields without which there is no category; when `given`, without which there is no recommendation. */
  readonly missing: readonly string[];
  readonly cautions: readonly Both[];
  /** Parts of the rule, used here, that await confirmation by a radiologist. */
  readonly unconfirmed: readonly Both[];
}

export interface FormSentence {
  readonly section: Extract<SectionId, 'findings' | 'impression' | 'recommendation'>;
  readonly text: Both;
  /** Stands under the sentence. */
  readonly table?: TableOf<Both>;
}

export interface FormDefinition {
  readonly id: FormId;
  /** As it is quoted, without its version. */
  readonly name: Both;
  readonly version: string;
  /** Where the rule is from. */
  readonly source: string;
  readonly about: Both;
  /** Further words to find it by. */
  readonly words: string;
  /** The studies that it is offered for: any of these modalities, and a body part or description that matches. */
  readonly offered: { readonly modalities: readonly string[]; readonly parts: RegExp };
  /** What one filled-in form is about: "nodule". */
  readonly noun: Both;
  /** A study has one of it as a rule: the first is not numbered. */
  readonly perStudy?: true;
  fields(answers: Answers): readonly Field[];
  result(answers: Answers): FormResult;
  /** What the report says; asked only when the result is given. `label`: "nodule 1". */
  sentences(answers: Answers, result: FormResult, label: Both): readonly FormSentence[];
}

export const both = (zh: string, en: string): Both => ({ zh, en });

/** One text a language, each built from the data on its own. */
export const inBoth = (say: (language: ReportLanguage) => string): Both => ({ zh: say('zh'), en: say('en') });

export const textIn = (answers: Answers, id: string): string | undefined => {
  const value = answers[id];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
export const numberIn = (answers: Answers, id: string): number | undefined => {
  const value = answers[id];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};
export const listIn = (answers: Answers, id: string): readonly string[] => {
  const value = answers[id];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};
export const rowsIn = (answers: Answers, id: string): readonly Row[] => {
  const value = answers[id];
  return Array.isArray(value) ? value.filter((one): one is Row => typeof one === 'object') : [];
};

export const answered = (answers: Answers, id: string): boolean => {
  const value = answers[id];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
};

/** Ids of the needed fields without an answer. */
export const missingIn = (fields: readonly Field[], answers: Answers): readonly string[] =>
  fields.filter((one) => one.needed !== false && !answered(answers, one.id)).map((one) => one.id);

/** The text of the chosen option of a field. */
export const optionText = (options: readonly Option[], id: string | undefined): Both | undefined =>
  options.find((one) => one.id === id)?.text;

/** Texts in a row: "A、B" and "A, B". */
export const listed = (texts: readonly Both[]): Both =>
  inBoth((language) => texts.map((one) => one[language]).join(language === 'zh' ? '、' : ', '));

export const openResult = (missing: readonly string[]): FormResult => ({
  state: 'open',
  lines: [],
  missing,
  cautions: [],
  unconfirmed: [],
});

export const line = (label: Both, text: Both | string | number): ResultLine => ({
  label,
  text: typeof text === 'object' ? text : both(String(text), String(text)),
});

/** Chinese sets no space before the sign of per cent. */
export const tightPercent = (text: string): string => text.replaceAll(' %', '%');

/** First letter large, for the start of an English sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The same with a small one, to stand inside a sentence. */
export const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export const sides: readonly Option[] = [
  { id: 'right', text: both('右侧', 'right') },
  { id: 'left', text: both('左侧', 'left') },
];
