/** What lesions on ultrasound are called. */
import { codes } from './codes';
import type { Code } from './quantity';

/** A lesion's kind follows its organ, and the reader may say another. */
export const ultrasoundOrgans = ['thyroid', 'breast', 'other'] as const;
export type UltrasoundOrgan = (typeof ultrasoundOrgans)[number];

const kinds: Readonly<Record<UltrasoundOrgan, Code>> = {
  thyroid: codes.thyroidNodule,
  breast: codes.mass,
  other: codes.lesion,
};

export const kindIn = (organ: UltrasoundOrgan): Code => kinds[organ];

export const organOf = (kind: Code): UltrasoundOrgan =>
  ultrasoundOrgans.find((organ) => kinds[organ].value === kind.value) ?? 'other';

/** The organ by the words of a series; `other` when they name neither. */
export function organNamed(words: string): UltrasoundOrgan {
  if (/thyroid|neck|甲状腺|颈/i.test(words)) return 'thyroid';
  return /breast|mamm|乳/i.test(words) ? 'breast' : 'other';
}
