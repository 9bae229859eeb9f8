/** Answers that are known from elsewhere. They are offered with their source, and taken only by the reader's click. */
import type { ListedCounts, StudyAnswers } from '../../domain/guidelines';
import type { Study } from '../../domain/study';
import type { AnswerSource } from './store';

export interface Offer<K extends keyof StudyAnswers = keyof StudyAnswers> {
  readonly value: NonNullable<StudyAnswers[K]>;
  readonly source: AnswerSource;
}

export type Offers = { readonly [K in keyof StudyAnswers]?: Offer<K> };

/** Age from Patient's Age (0010,1010), else from birth and study date; sex from Patient's Sex (0010,0040). */
export function patientOffers({ patient, date }: Pick<Study, 'patient' | 'date'>): Offers {
  const stated = yearsOf(patient.age);
  const reckoned = stated === undefined ? yearsBetween(patient.birthDate, date) : undefined;
  const sex = { F: 'female', M: 'male' }[patient.sex.trim().toUpperCase()] as StudyAnswers['sex'];
  return {
    ...(stated !== undefined && { age: { value: stated, source: 'patientAge' as const } }),
    ...(reckoned !== undefined && { age: { value: reckoned, source: 'birthDate' as const } }),
    ...(sex && { sex: { value: sex, source: 'patientSex' as const } }),
  };
}

/** How many nodules the reader confirmed; nothing while one of them has no type. */
export const listOffers = ({ solid, subsolid }: ListedCounts): Offers => ({
  ...(solid !== undefined && { solidCount: { value: solid, source: 'list' as const } }),
  ...(subsolid !== undefined && { subsolidCount: { value: subsolid, source: 'list' as const } }),
});

/** Whole years of a DICOM age string; months, weeks and days make less than a year or are rounded down. */
function yearsOf(age: string): number | undefined {
  const parts = /^(\d{3})([DWMY])$/.exec(age.trim().toUpperCase());
  if (!parts) return undefined;
  const perYear = { D: 365.25, W: 52.18, M: 12, Y: 1 }[parts[2] as 'D' | 'W' | 'M' | 'Y'];
  const years = Math.floor(Number(parts[1]) / perYear);
  // 000Y is what de-identification leaves.
  return Number(parts[1]) > 0 ? years : undefined;
}

function yearsBetween(birth: string, date: string): number | undefined {
  if (!/^\d{8}$/.test(birth) || !/^\d{8}$/.test(date) || birth > date) return undefined;
  const years = Math.floor((Number(date) - Number(birth)) / 10_000);
  return years <= 120 ? years : undefined;
}
