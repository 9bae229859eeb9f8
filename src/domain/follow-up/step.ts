/** One examination or act that a guideline asks for, and when, in the guideline's own months. */

/** What is to be done. `ldct` is a low-dose CT of the chest, `ct` any CT of the chest. */
export const acts = [
  'ldct',
  'ct',
  'pet',
  'mammography',
  'breastUs',
  'breastImages',
  'thyroidUs',
  'fna',
  'biopsy',
  'surgery',
  'workup',
  'priorImages',
] as const;
export type Act = (typeof acts)[number];

export interface DueStep {
  readonly act: Act;
  /** Months after the examination, from and to; the same twice where the rule names one point; absent where it names none. */
  readonly months?: readonly [from: number, to: number];
  /** The rule says "optional" or "consider". */
  readonly optional?: true;
}

/** A step at one point of time, or between two; months. */
export const at = (act: Act, from: number, to = from): DueStep => ({ act, months: [from, to] });
export const perhaps = (step: DueStep): DueStep => ({ ...step, optional: true });
/** The rule asks for it and names no interval. */
export const undated = (act: Act): DueStep => ({ act });
