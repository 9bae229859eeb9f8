/**
 * Chinese expert consensus on lung nodules, 2018. The table is from knowledge (specs/clinical-rules.md, 2): a
 * radiologist has yet to confirm it, and every result says so. Nothing here is the 2024 edition. Mean diameters to
 * 0.1 mm; classes are closed above ("> 4 to 6").
 */
import type { NoduleType } from '../finding';
import type { NoduleAnswers, StudyAnswers } from './answers';
import type { ChinaRow, ManagementKey } from './keys';
import { Ledger } from './ledger';
import type { Given, RuleResult } from './result';
import { tenth } from './round';

export interface ChinaNodule
  extends Pick<StudyAnswers, 'riskFactor'>, Pick<NoduleAnswers, 'malignancyProbability'> {
  readonly type?: NoduleType;
  /** mm, not rounded. */
  readonly meanDiameter?: number;
}

type Found = Pick<Given, 'category' | 'rows' | 'management' | 'rank'>;

export function china2018Nodule(n: ChinaNodule): RuleResult {
  const ledger = new Ledger();
  const type = ledger.need('type', n.type);
  const mean = n.meanDiameter === undefined ? undefined : tenth(n.meanDiameter);
  const d = ledger.need('meanDiameter', mean, 'mm');
  if (type === 'calcified') return ledger.outside('china2018', 'calcified');
  // Above 30 mm it is a mass, and no row is for it.
  if (d !== undefined && d > 30) return ledger.outside('china2018', 'mass');
  if (type === undefined || d === undefined) return ledger.open('china2018');
  const found = type === 'solid' ? solid(d, n, ledger) : subsolid(type, d);
  return found ? ledger.given('china2018', found) : ledger.open('china2018');
}

const one = (category: string, row: ChinaRow, management: ManagementKey, rank: number): Found => ({
  category,
  rows: [row],
  management,
  rank,
});

function subsolid(type: 'partSolid' | 'nonSolid', d: number): Found {
  if (type === 'partSolid')
    return d <= 8 ? one('≤8', 'cn.part.le8', 'cn.part.le8', 6) : one('>8', 'cn.part.gt8', 'cn.part.gt8', 8);
  if (d <= 5) return one('≤5', 'cn.non.le5', 'cn.non.le5', 3);
  return d <= 10 ? one('>5', 'cn.non.5to10', 'cn.non.gt5', 6) : one('>10', 'cn.non.gt10', 'cn.non.gt10', 7);
}

const solidClasses = [
  { most: 4, category: '≤4', row: 'cn.solid.le4', low: ['cn.optional', 0], high: ['cn.12', 1] },
  { most: 6, category: '>4-6', row: 'cn.solid.4to6', low: ['cn.12', 1], high: ['cn.6to12', 2] },
  { most: 8, category: '>6-8', row: 'cn.solid.6to8', low: ['cn.6to12', 2], high: ['cn.3to6', 5] },
] as const;

function solid(d: number, n: ChinaNodule, ledger: Ledger): Found | undefined {
  const line = solidClasses.find(({ most }) => d <= most);
  if (!line) return byProbability(n, ledger);
  const risk = ledger.need('riskFactor', n.riskFactor);
  if (risk === undefined) return undefined;
  const [management, rank] = risk ? line.high : line.low;
  return {
    category: line.category,
    rows: [line.row, risk ? 'cn.riskFactor' : 'cn.noRiskFactor'],
    management,
    rank,
  };
}

function byProbability(n: ChinaNodule, ledger: Ledger): Found | undefined {
  const p = ledger.need('malignancyProbability', n.malignancyProbability, '1');
  if (p === undefined) return undefined;
  const [row, rank] =
    p < 0.05
      ? (['cn.p.lt5', 5] as const)
      : p <= 0.65
        ? (['cn.p.5to65', 9] as const)
        : (['cn.p.gt65', 10] as const);
  return { category: '>8-30', rows: ['cn.solid.8to30', row], management: row, rank };
}
