/**
 * Brock (PanCan) probability of cancer: McWilliams, NEJM 2013 (PMC3951177). Four models: 2 with all variables, 1 the
 * parsimonious one; a without spiculation, b with it. Coefficients of 2b as in PMC6717521, table 2, of 2a as in
 * medicalalgorithms.com; those of 1a and 1b have no source that was found and await confirmation. Made on nodules of a
 * first screening CT. Size is the longest diameter in mm (the model's own definition, PMC5579178), centred at 4 mm:
 * (4/10)^-0.5 = 1.58113883.
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

export type BrockModel = 'brock1a' | 'brock1b' | 'brock2a' | 'brock';

interface Coefficients {
  readonly intercept: number;
  readonly female: number;
  readonly size: number;
  readonly upper: number;
  /** The model asks for it. */
  readonly spiculation?: number;
  /** What the full models ask for beside that. */
  readonly full?: {
    readonly age: number;
    readonly family: number;
    readonly emphysema: number;
    readonly partSolid: number;
    readonly nonSolid: number;
    readonly count: number;
  };
}

const coefficients: Readonly<Record<BrockModel, Coefficients>> = {
  brock1a: { intercept: -6.5929, female: 0.5806, size: -5.8615, upper: 0.6439 },
  brock1b: { intercept: -6.6144, female: 0.6467, size: -5.5537, upper: 0.6009, spiculation: 0.9309 },
  brock2a: {
    intercept: -6.8071,
    female: 0.5635,
    size: -5.6693,
    upper: 0.7116,
    full: {
      age: 0.0321,
      family: 0.3013,
      emphysema: 0.3462,
      partSolid: 0.3395,
      nonSolid: -0.3055,
      count: -0.0803,
    },
  },
  brock: {
    intercept: -6.7892,
    female: 0.6011,
    size: -5.3854,
    upper: 0.6581,
    spiculation: 0.7729,
    full: {
      age: 0.0287,
      family: 0.2961,
      emphysema: 0.2953,
      partSolid: 0.377,
      nonSolid: -0.1276,
      count: -0.0824,
    },
  },
};

/** Which of the four, 2b when nothing is said. */
export function brock(n: BrockInput, model: BrockModel = 'brock'): ModelResult {
  const ledger = new Ledger();
  const c = coefficients[model];
  const { full } = c;
  // The parsimonious models do not go by the type, but none of the four is for what is calcified.
  const type = full || n.type === 'calcified' ? ledger.need('type', n.type) : 'solid';
  if (n.type === 'calcified') return ledger.noProbability(model, 'calcified');
  const age = full ? ledger.need('age', n.age, 'a') : 0;
  const sex = ledger.need('sex', n.sex);
  const family = full ? ledger.need('familyHistory', n.familyHistory) : false;
  const emphysema = full ? ledger.need('emphysema', n.emphysema) : false;
  const d = ledger.need('longAxis', n.longAxis === undefined ? undefined : tenth(n.longAxis), 'mm');
  const upper = ledger.need('upperLobe', n.upperLobe);
  const spiculation = c.spiculation === undefined ? false : ledger.need('spiculation', n.spiculation);
  const count = full ? ledger.need('noduleCount', countOf(n)) : 0;
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
    return ledger.noProbability(model);
  const more = full
    ? full.age * (age - 62) +
      (family ? full.family : 0) +
      (emphysema ? full.emphysema : 0) +
      (type === 'partSolid' ? full.partSolid : type === 'nonSolid' ? full.nonSolid : 0) +
      full.count * (count - 4)
    : 0;
  const x =
    c.intercept +
    (sex === 'female' ? c.female : 0) +
    c.size * ((d / 10) ** -0.5 - 1.58113883) +
    (upper ? c.upper : 0) +
    (spiculation ? c.spiculation! : 0) +
    more;
  return ledger.probability(model, 1 / (1 + Math.exp(-x)));
}

/** All nodules of the examination; undefined when one of the counts is missing, or both are 0. */
export function countOf(n: Pick<StudyAnswers, 'solidCount' | 'subsolidCount'>): number | undefined {
  if (n.solidCount === undefined || n.subsolidCount === undefined) return undefined;
  return n.solidCount + n.subsolidCount || undefined;
}
