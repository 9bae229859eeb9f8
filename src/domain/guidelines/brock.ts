/**
 * Brock (PanCan) probability of cancer, full model with spiculation, "2b": McWilliams, NEJM 2013 (PMC3951177),
 * coefficients as in PMC6717521, table 2. Made on nodules of a first screening CT. Size is the longest diameter in mm
 * (the model's own definition, PMC5579178), centred at 4 mm: (4/10)^-0.5 = 1.58113883.
 */
import type { NoduleType } from '../finding';
import type { NoduleAnswers, StudyAnswers } from './answers';
import { Ledger } from './ledger';
import type { ModelResult } from './result';
import { tenth } from './round';

export interface BrockInput
  extends
    Pick<StudyAnswers, 'age' | 'sex' | 'familyHistory' | 'emphysema' | 'solidCount' | 'subsolidCount'>,
    Pick<NoduleAnswers, 'spiculation' | 'upperLobe'> {
  readonly type?: NoduleType;
  /** Longest diameter, mm, not rounded. */
  readonly longAxis?: number;
}

const typeTerm = { solid: 0, partSolid: 0.377, nonSolid: -0.1276 } as const;

export function brock(n: BrockInput): ModelResult {
  const ledger = new Ledger();
  const type = ledger.need('type', n.type);
  if (type === 'calcified') return ledger.noProbability('brock', 'calcified');
  const age = ledger.need('age', n.age, 'a');
  const sex = ledger.need('sex', n.sex);
  const family = ledger.need('familyHistory', n.familyHistory);
  const emphysema = ledger.need('emphysema', n.emphysema);
  const d = ledger.need('longAxis', n.longAxis === undefined ? undefined : tenth(n.longAxis), 'mm');
  const upper = ledger.need('upperLobe', n.upperLobe);
  const spiculation = ledger.need('spiculation', n.spiculation);
  const count = ledger.need('noduleCount', countOf(n));
  if (
    type === undefined ||
    age === undefined ||
    sex === undefined ||
    family === undefined ||
    emphysema === undefined ||
    d === undefined ||
    upper === undefined ||
    spiculation === undefined ||
    count === undefined
  )
    return ledger.noProbability('brock');
  const x =
    -6.7892 +
    0.0287 * (age - 62) +
    (sex === 'female' ? 0.6011 : 0) +
    (family ? 0.2961 : 0) +
    (emphysema ? 0.2953 : 0) -
    5.3854 * ((d / 10) ** -0.5 - 1.58113883) +
    typeTerm[type] +
    (upper ? 0.6581 : 0) -
    0.0824 * (count - 4) +
    (spiculation ? 0.7729 : 0);
  return ledger.probability('brock', 1 / (1 + Math.exp(-x)));
}

/** All nodules of the examination; undefined when one of the counts is missing, or both are 0. */
export function countOf(n: Pick<StudyAnswers, 'solidCount' | 'subsolidCount'>): number | undefined {
  if (n.solidCount === undefined || n.subsolidCount === undefined) return undefined;
  return n.solidCount + n.subsolidCount || undefined;
}
