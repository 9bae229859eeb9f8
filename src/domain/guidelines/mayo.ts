/**
 * Mayo Clinic probability of cancer of a solitary nodule: Swensen, Arch Intern Med 1997; coefficients PMC6717521,
 * with the intercept -6.8272 (that table prints -6.872, a transposition: specs/clinical-rules.md, 4). For solitary
 * nodules of 4 to 30 mm, without a cancer outside the chest within 5 years or a lung cancer before. Diameter: the
 * longest, in mm.
 */
import type { NoduleType } from '../finding';
import type { NoduleAnswers, StudyAnswers } from './answers';
import { countOf } from './brock';
import { Ledger } from './ledger';
import type { ModelResult } from './result';
import { tenth } from './round';

export interface MayoInput
  extends
    Pick<StudyAnswers, 'age' | 'smoking' | 'cancer' | 'solidCount' | 'subsolidCount'>,
    Pick<NoduleAnswers, 'spiculation' | 'upperLobe'> {
  readonly type?: NoduleType;
  /** Longest diameter, mm, not rounded. */
  readonly longAxis?: number;
}

export function mayo(n: MayoInput): ModelResult {
  const ledger = new Ledger();
  if (n.type === 'calcified') {
    ledger.need('type', n.type);
    return ledger.noProbability('mayo', 'calcified');
  }
  const age = ledger.need('age', n.age, 'a');
  const smoking = ledger.need('smoking', n.smoking);
  const cancer = ledger.need('cancer', n.cancer);
  const count = ledger.need('noduleCount', countOf(n));
  const d = ledger.need('longAxis', n.longAxis === undefined ? undefined : tenth(n.longAxis), 'mm');
  const spiculation = ledger.need('spiculation', n.spiculation);
  const upper = ledger.need('upperLobe', n.upperLobe);
  if (cancer === 'extrathoracicWithin5y' || cancer === 'lung')
    return ledger.noProbability('mayo', 'mayoCancer');
  if (count !== undefined && count > 1) return ledger.noProbability('mayo', 'notSolitary');
  if (d !== undefined && (d < 4 || d > 30)) return ledger.noProbability('mayo', 'mayoSize');
  if (
    age === undefined ||
    smoking === undefined ||
    cancer === undefined ||
    count === undefined ||
    d === undefined ||
    spiculation === undefined ||
    upper === undefined
  )
    return ledger.noProbability('mayo');
  const x =
    -6.8272 +
    0.0391 * age +
    (smoking === 'never' ? 0 : 0.7917) +
    (cancer === 'extrathoracicOver5y' ? 1.3388 : 0) +
    0.1274 * d +
    (spiculation ? 1.0407 : 0) +
    (upper ? 0.7838 : 0);
  return ledger.probability('mayo', 1 / (1 + Math.exp(-x)));
}
