/**
 * VA (Veterans Affairs) probability of cancer of a solitary nodule: Gould, Chest 2007; coefficients PMC6717521, table
 * 2. The sign of the years since quitting awaits confirmation. Diameter: the longest, in mm.
 */
import type { StudyAnswers } from './answers';
import { countOf } from './brock';
import { Ledger } from './ledger';
import type { ModelResult } from './result';
import { tenth } from './round';

export interface VeteransInput extends Pick<
  StudyAnswers,
  'age' | 'smoking' | 'quitYears' | 'solidCount' | 'subsolidCount'
> {
  /** Longest diameter, mm, not rounded. */
  readonly longAxis?: number;
}

export function veterans(n: VeteransInput): ModelResult {
  const ledger = new Ledger();
  const age = ledger.need('age', n.age, 'a');
  const smoking = ledger.need('smoking', n.smoking);
  // Who never smoked has not quit, and who smokes neither.
  const quit = smoking === 'former' ? ledger.need('quitYears', n.quitYears, 'a') : 0;
  const d = ledger.need('longAxis', n.longAxis === undefined ? undefined : tenth(n.longAxis), 'mm');
  const count = ledger.need('noduleCount', countOf(n));
  if (count !== undefined && count > 1) return ledger.noProbability('va', 'notSolitary');
  if (
    age === undefined ||
    smoking === undefined ||
    quit === undefined ||
    d === undefined ||
    count === undefined
  )
    return ledger.noProbability('va');
  const x = -8.404 + 0.0779 * age + (smoking === 'never' ? 0 : 2.061) + 0.112 * d - 0.567 * (quit / 10);
  return ledger.probability('va', 1 / (1 + Math.exp(-x)));
}
