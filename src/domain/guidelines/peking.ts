/**
 * Peking University probability of cancer of a solitary nodule: Li, Chin J Cancer Res 2011 and J Zhejiang Univ 2012;
 * coefficients PMC6717521, table 2. Diameter: the longest, in cm. Family history is of any cancer.
 */
import type { NoduleAnswers, StudyAnswers } from './answers';
import { countOf } from './brock';
import { Ledger } from './ledger';
import type { ModelResult } from './result';
import { tenth } from './round';

export interface PekingInput
  extends
    Pick<StudyAnswers, 'age' | 'familyCancer' | 'solidCount' | 'subsolidCount'>,
    Pick<NoduleAnswers, 'spiculation' | 'calcium' | 'smoothBorder'> {
  /** Longest diameter, mm, not rounded. */
  readonly longAxis?: number;
}

export function peking(n: PekingInput): ModelResult {
  const ledger = new Ledger();
  const age = ledger.need('age', n.age, 'a');
  const d = ledger.need('longAxis', n.longAxis === undefined ? undefined : tenth(n.longAxis), 'mm');
  const spiculation = ledger.need('spiculation', n.spiculation);
  const family = ledger.need('familyCancer', n.familyCancer);
  const calcium = ledger.need('calcium', n.calcium);
  const smooth = ledger.need('smoothBorder', n.smoothBorder);
  const count = ledger.need('noduleCount', countOf(n));
  if (count !== undefined && count > 1) return ledger.noProbability('peking', 'notSolitary');
  if (
    age === undefined ||
    d === undefined ||
    spiculation === undefined ||
    family === undefined ||
    calcium === undefined ||
    smooth === undefined ||
    count === undefined
  )
    return ledger.noProbability('peking');
  const x =
    -4.496 +
    0.07 * age +
    0.676 * (d / 10) +
    (spiculation ? 0.736 : 0) +
    (family ? 1.267 : 0) -
    (calcium ? 1.615 : 0) -
    (smooth ? 1.408 : 0);
  return ledger.probability('peking', 1 / (1 + Math.exp(-x)));
}
