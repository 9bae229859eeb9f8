/**
 * C-Lung-RADS (Nature Medicine 2024, PMC11564084, table 1): low-dose screening, first examination. Mean diameters to
 * 0.1 mm. Its second step raises categories 2 and 3 by the probability of its authors' own model, which is not in
 * this page: the reader enters that probability, or says that the step was not taken. Brock and Mayo do not stand in.
 */
import type { NoduleType } from '../finding';
import type { Comparison, NoduleAnswers, StudyAnswers } from './answers';
import type { CLungRow, ManagementKey } from './keys';
import { Ledger } from './ledger';
import type { RuleResult } from './result';
import { tenth } from './round';

export interface CLungRadsNodule
  extends Pick<StudyAnswers, 'setting' | 'modelStep'>, Pick<NoduleAnswers, 'solidPart' | 'modelProbability'> {
  readonly comparison?: Comparison;
  readonly type?: NoduleType;
  /** mm, not rounded. */
  readonly meanDiameter?: number;
}

type Category = '0' | '1' | '2' | '3' | '4';
type Ranked = readonly [Category, CLungRow];

const management: Readonly<Record<Category, ManagementKey>> = {
  '0': 'cl.12',
  '1': 'cl.12',
  '2': 'cl.6',
  '3': 'cl.3',
  '4': 'cl.now',
};

export function cLungRadsNodule(n: CLungRadsNodule): RuleResult {
  const ledger = new Ledger();
  const setting = ledger.need('setting', n.setting);
  if (setting === 'incidental') return ledger.outside('cLungRads', 'notScreening');
  const comparison = ledger.need('comparison', n.comparison);
  if (comparison === 'prior') return ledger.outside('cLungRads', 'baselineOnly');
  if (comparison === 'awaited') return ledger.outside('cLungRads', 'priorAwaited');
  const bySize = sizeRow(n, ledger);
  if (!bySize) return ledger.open('cLungRads');
  const row = byModel(n, bySize, ledger);
  if (!row || !ledger.complete) return ledger.open('cLungRads', bySize[0]);
  const [category, reason] = row;
  return ledger.given('cLungRads', {
    category,
    rows: row === bySize ? [reason] : [reason, bySize[1]],
    management: management[category],
    rank: Number(category),
  });
}

function sizeRow(n: CLungRadsNodule, ledger: Ledger): Ranked | undefined {
  const type = ledger.need('type', n.type);
  if (type === 'calcified') return ['0', 'cl.calcified'];
  const mean = n.meanDiameter === undefined ? undefined : tenth(n.meanDiameter);
  const d = ledger.need('meanDiameter', mean, 'mm');
  if (type === undefined || d === undefined) return undefined;
  if (d < 6) return ['1', 'cl.lt6'];
  if (type === 'nonSolid') return d < 20 ? ['2', 'cl.non.6to20'] : ['3', 'cl.non.ge20'];
  if (type === 'solid') {
    if (d < 10) return ['2', 'cl.solid.6to10'];
    return d < 18 ? ['3', 'cl.solid.10to18'] : ['4', 'cl.solid.ge18'];
  }
  const part = n.solidPart === undefined ? undefined : tenth(n.solidPart);
  const s = ledger.need('solidPart', part, 'mm');
  if (s === undefined) return undefined;
  if (s < 6) return ['2', 'cl.part.lt6'];
  return s < 10 ? ['3', 'cl.part.6to10'] : ['4', 'cl.part.ge10'];
}

function byModel(n: CLungRadsNodule, bySize: Ranked, ledger: Ledger): Ranked | undefined {
  if (bySize[0] !== '2' && bySize[0] !== '3') return bySize;
  const step = ledger.need('modelStep', n.modelStep);
  if (step === undefined) return undefined;
  if (step === 'none') {
    ledger.warn('modelNotApplied');
    return bySize;
  }
  const p = ledger.need('modelProbability', n.modelProbability, '1');
  if (p === undefined) return undefined;
  return p >= 0.5 ? ['4', 'cl.probability'] : bySize;
}
