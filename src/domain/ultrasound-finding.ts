/** What lesions on ultrasound are called. */
import { codes } from './codes';
import type { Finding } from './finding';
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

/** What is only called a lesion is of the breast when the analysis of the breast describes it. */
export const organOf = ({ kind, ultrasound }: Pick<Finding, 'kind' | 'ultrasound'>): UltrasoundOrgan => {
  const named = ultrasoundOrgans.find((organ) => kinds[organ].value === kind.value) ?? 'other';
  return named === 'other' && ultrasound?.suggested ? 'breast' : named;
};

/** The organ by the words of a series; `other` when they name neither. */
export function organNamed(words: string): UltrasoundOrgan {
  if (/thyroid|neck|甲状腺|颈/i.test(words)) return 'thyroid';
  return /breast|mamm|乳/i.test(words) ? 'breast' : 'other';
}
