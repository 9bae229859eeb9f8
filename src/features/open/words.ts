import type { Patient, Study } from '../../domain/study';
import type { Language } from '../../i18n';

/** A DICOM person name as people write it: "Wang^Xiao Dong=王^小东" is 王小东 in Chinese, "Wang Xiao Dong" else. */
export function personName(name: string, lang: Language): string {
  const groups = name.split('=');
  const han = /\p{Script=Han}/u;
  const ideographic = groups.find((group) => han.test(group));
  const chosen = (lang === 'zh' ? ideographic : undefined) ?? (groups[0].trim() || ideographic || '');
  const parts = chosen.split('^').map((part) => part.trim());
  return parts.filter(Boolean).join(han.test(chosen) ? '' : ' ');
}

/** YYYYMMDD as 2026-01-31; anything else as it was written. */
export const dicomDate = (date: string): string =>
  /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date;

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
