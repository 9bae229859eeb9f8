/**
 * What a filled-in form says as data: answers, results and lesions with their codes. `guidelines/forms/filled.ts` makes
 * it; the report carries it to the objects that hold codes and numbers.
 */
import type { Code } from './finding';
import type { DueStep } from './follow-up/step';

type Both = Readonly<Record<'zh' | 'en', string>>;

/** Units of numbers, UCUM. */
export type FormUnit = 'mm' | 'mm2' | 'mm3' | 'mL' | '%' | "[hnsf'U]" | '1';

/** An answer in words: the question, the chosen word, both with their codes. */
export interface FilledChoice {
  readonly concept: Code;
  readonly label: Both;
  readonly value: Code;
  readonly text: Both;
}
/** A number with its concept; UCUM. */
export interface FilledNumber {
  readonly concept: Code;
  readonly label: Both;
  readonly value: number;
  readonly unit: FormUnit;
  /** What of it, where the concept alone does not say: the vessel, the method. */
  readonly of: readonly { readonly concept: Code; readonly value: Code }[];
}

export interface FilledText {
  readonly concept: Code;
  readonly label: Both;
  readonly text: string;
}
export interface Filled {
  readonly choices: readonly FilledChoice[];
  readonly numbers: readonly FilledNumber[];
  readonly texts: readonly FilledText[];
}
/** A lesion of a table: "target lesion 2". */
export interface FilledLesion extends Filled {
  readonly concept: Code;
  readonly label: Both;
  readonly number: number;
}

export interface FilledForm extends Filled {
  /** Of the form in its study: `recist:1`. */
  readonly id: string;
  /** Which form: `recist`. */
  readonly form: string;
  readonly concept: Code;
  readonly name: Both;
  readonly version: string;
  /** "nodule 1". */
  readonly label: Both;
  /** Of the finding or measurement that it is about; absent for the study as a whole. */
  readonly trackingUid?: string;
  readonly findingUids: readonly string[];
  readonly category?: FilledChoice;
  /** What the rule gives beside its category. */
  readonly results: Omit<Filled, 'texts'>;
  readonly lesions: readonly FilledLesion[];
  readonly advice?: Both;
  /** The same as examinations with intervals. */
  readonly asks?: readonly DueStep[];
  /** Cautions, and parts of the rule that await confirmation. */
  readonly remarks: readonly Both[];
}
