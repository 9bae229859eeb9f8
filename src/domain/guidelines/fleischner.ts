/**
 * Fleischner Society 2017, nodules found by chance: 35 years and over, no known cancer, no immunosuppression, not
 * screening (Radiology 2017, 10.1148/radiol.2017161659; specs/clinical-rules.md, 3). Mean diameters to the nearest
 * whole mm. "6-8 mm" includes 8: the next class begins above it, unlike Lung-RADS.
 */
import type { NoduleType } from '../finding';
import type { Comparison, NoduleAnswers, StudyAnswers } from './answers';
import type { FleischnerRow, ManagementKey } from './keys';
import { Ledger } from './ledger';
import type { RuleResult } from './result';
import { wholeMm } from './round';

export interface FleischnerNodule
  extends
    Pick<
      StudyAnswers,
      'setting' | 'age' | 'cancer' | 'immunosuppressed' | 'risk' | 'solidCount' | 'subsolidCount'
    >,
    Pick<NoduleAnswers, 'calcification' | 'status' | 'solidPart' | 'priorDiameter'> {
  readonly comparison?: Comparison;
  readonly type?: NoduleType;
  /** mm, not rounded. */
  readonly meanDiameter?: number;
}

interface Line {
  readonly category: '<6' | '6-8' | '>8' | '≥6';
  readonly management: ManagementKey;
  readonly rank: number;
}

/** Ranks: how soon and how much a row asks for. */
const table: Readonly<Record<FleischnerRow, Line>> = {
  'fl.solid.single.lt6.low': { category: '<6', management: 'fl.none', rank: 0 },
  'fl.solid.single.lt6.high': { category: '<6', management: 'fl.optional12', rank: 1 },
  'fl.solid.single.6to8.low': { category: '6-8', management: 'fl.6to12.consider', rank: 3 },
  'fl.solid.single.6to8.high': { category: '6-8', management: 'fl.6to12.then', rank: 4 },
  'fl.solid.single.gt8': { category: '>8', management: 'fl.gt8', rank: 9 },
  'fl.solid.multiple.lt6.low': { category: '<6', management: 'fl.none', rank: 0 },
  'fl.solid.multiple.lt6.high': { category: '<6', management: 'fl.optional12', rank: 1 },
  'fl.solid.multiple.ge6.low': { category: '≥6', management: 'fl.3to6.consider', rank: 6 },
  'fl.solid.multiple.ge6.high': { category: '≥6', management: 'fl.3to6.then', rank: 7 },
  'fl.non.single.lt6': { category: '<6', management: 'fl.none', rank: 0 },
  'fl.non.single.ge6': { category: '≥6', management: 'fl.non.confirm', rank: 5 },
  'fl.non.single.persistent': { category: '≥6', management: 'fl.non.persistent', rank: 2 },
  'fl.part.single.lt6': { category: '<6', management: 'fl.none', rank: 0 },
  'fl.part.single.ge6': { category: '≥6', management: 'fl.part.confirm', rank: 8 },
  'fl.part.single.persistent.lt6': { category: '≥6', management: 'fl.part.yearly', rank: 4 },
  'fl.part.single.persistent.ge6': { category: '≥6', management: 'fl.part.suspicious', rank: 10 },
  'fl.subsolid.multiple.lt6': { category: '<6', management: 'fl.multiple.lt6', rank: 6 },
  'fl.subsolid.multiple.ge6': { category: '≥6', management: 'fl.multiple.ge6', rank: 8 },
};

export function fleischnerNodule(n: FleischnerNodule): RuleResult {
  const ledger = new Ledger();
  const setting = ledger.need('setting', n.setting);
  const age = ledger.need('age', n.age, 'a');
  const cancer = ledger.need('cancer', n.cancer);
  const immune = ledger.need('immunosuppressed', n.immunosuppressed);
  if (setting === 'screening') return ledger.outside('fleischner', 'notIncidental');
  if (age !== undefined && age < 35) return ledger.outside('fleischner', 'under35');
  if (cancer !== undefined && cancer !== 'none') return ledger.outside('fleischner', 'knownCancer');
  if (immune) return ledger.outside('fleischner', 'immunosuppressed');

  const type = ledger.need('type', n.type);
  if (type === 'calcified') {
    const pattern = ledger.need('calcification', n.calcification);
    if (pattern === 'benign') return ledger.outside('fleischner', 'benignCalcification');
    if (pattern === undefined) return ledger.open('fleischner');
  }
  const mean = n.meanDiameter === undefined ? undefined : wholeMm(n.meanDiameter);
  const d = ledger.need('meanDiameter', mean, 'mm');
  if (type === undefined || d === undefined) return ledger.open('fleischner');
  // The table is for a nodule as it was first seen; growth of 2 mm is the threshold (Eur Radiol 2021).
  const before = n.comparison === 'prior' ? n.priorDiameter : undefined;
  const grew =
    (n.comparison === 'prior' && n.status === 'growing') ||
    (before !== undefined && d - wholeMm(before) >= 2);
  if (grew) ledger.warn('growthSeen');
  const row = type === 'solid' || type === 'calcified' ? solid(d, n, ledger) : subsolid(type, d, n, ledger);
  if (!row || !ledger.complete) return ledger.open('fleischner');
  return ledger.given('fleischner', { ...table[row], rows: [row] });
}

/** A count that leaves out the nodule itself is none. */
const atLeastOne = (count: number | undefined): number | undefined =>
  count !== undefined && count >= 1 ? count : undefined;

function solid(d: number, n: FleischnerNodule, ledger: Ledger): FleischnerRow | undefined {
  const count = ledger.need('solidCount', atLeastOne(n.solidCount));
  // One row for both risks: a single solid nodule above 8 mm.
  const risk = count === 1 && d > 8 ? 'low' : ledger.need('risk', n.risk);
  if (count === undefined || risk === undefined) return undefined;
  if (count > 1) return `fl.solid.multiple.${d < 6 ? 'lt6' : 'ge6'}.${risk}`;
  if (d > 8) return 'fl.solid.single.gt8';
  return `fl.solid.single.${d < 6 ? 'lt6' : '6to8'}.${risk}`;
}

function subsolid(
  type: 'partSolid' | 'nonSolid',
  d: number,
  n: FleischnerNodule,
  ledger: Ledger,
): FleischnerRow | undefined {
  const count = ledger.need('subsolidCount', atLeastOne(n.subsolidCount));
  if (count === undefined) return undefined;
  if (count > 1) return d < 6 ? 'fl.subsolid.multiple.lt6' : 'fl.subsolid.multiple.ge6';
  if (d < 6) return type === 'nonSolid' ? 'fl.non.single.lt6' : 'fl.part.single.lt6';
  const persistent = seenBefore(n, ledger);
  if (persistent === undefined) return undefined;
  if (type === 'nonSolid') return persistent ? 'fl.non.single.persistent' : 'fl.non.single.ge6';
  if (!persistent) return 'fl.part.single.ge6';
  const part = n.solidPart === undefined ? undefined : wholeMm(n.solidPart);
  const s = ledger.need('solidPart', part, 'mm');
  if (s === undefined) return undefined;
  return s < 6 ? 'fl.part.single.persistent.lt6' : 'fl.part.single.persistent.ge6';
}

/** Confirmed on a later CT? Undefined when that is not known yet, or waits for the earlier images. */
function seenBefore(n: FleischnerNodule, ledger: Ledger): boolean | undefined {
  const comparison = ledger.need('comparison', n.comparison === 'awaited' ? undefined : n.comparison);
  if (comparison === undefined) return undefined;
  if (comparison === 'none') return false;
  const status = ledger.need('status', n.status);
  return status === undefined ? undefined : status !== 'new';
}
