import type { Patient, Study } from '../../domain/study';

/** "062Y" as a number with the key of its unit (`open:age.*`); undefined when absent or not an age. */
export function ageOf(
  patient: Patient,
): { readonly count: number; readonly unit: 'Y' | 'M' | 'W' | 'D' } | undefined {
  const match = /^(\d{1,3})([YMWD])$/.exec(patient.age.trim());
  return match ? { count: Number(match[1]), unit: match[2] as 'Y' | 'M' | 'W' | 'D' } : undefined;
}

/** The modalities of a study's series, each once, in order. */
export const modalitiesOf = (study: Study): string[] => [
  ...new Set(study.series.map((series) => series.modality).filter(Boolean)),
];
