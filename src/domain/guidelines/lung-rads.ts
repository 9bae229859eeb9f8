/**
 * Lung-RADS v2022 for one nodule (ACR; rows as in RDES267, specs/clinical-rules.md, 1). For screening by low-dose CT
 * only. Sizes are mean diameters to 0.1 mm. The category of the examination is in `lung-rads-exam.ts`.
 */
import type { NoduleType } from '../finding';
import type { Comparison, NoduleAnswers, Setting, Status } from './answers';
import type { RowKey } from './keys';
import { Ledger } from './ledger';
import { cystRow } from './lung-rads-cyst';
import { diameterThen, steppedDown } from './lung-rads-follow';
import { managementOf, rankOf } from './lung-rads-order';
import {
  partActive,
  partBaseline,
  solidBaseline,
  solidGrowing,
  solidNew,
  type Ranked,
} from './lung-rads-size';
import type { RuleResult } from './result';
import { tenth } from './round';

export interface LungRadsNodule extends NoduleAnswers {
  readonly setting?: Setting;
  readonly comparison?: Comparison;
  /** Days between the two examinations. */
  readonly interval?: number;
  readonly type?: NoduleType;
  /** mm, not rounded. */
  readonly meanDiameter?: number;
}

type Row = Ranked | 'thinCyst' | 'notInTable' | undefined;

export function lungRadsNodule(n: LungRadsNodule): RuleResult {
  const ledger = new Ledger();
  const setting = ledger.need('setting', n.setting);
  if (setting === 'incidental') return ledger.outside('lungRads', 'notScreening');
  const comparison = ledger.need('comparison', n.comparison);
  if (comparison === 'awaited') return ledger.outside('lungRads', 'priorAwaited');
  const row = comparison && rowOf(n, ledger);
  if (row === 'thinCyst' || row === 'notInTable') return ledger.outside('lungRads', row);
  if (!row) return ledger.open('lungRads');
  const [base, reason] = row;
  const suspicious = rankOf(base) >= rankOf('3') ? ledger.need('suspicious', n.suspicious) : false;
  if (!ledger.complete) return ledger.open('lungRads', setting && base);
  const category = suspicious ? '4X' : base;
  const rows: RowKey[] = suspicious ? ['lr.4x', reason] : [reason];
  return ledger.given('lungRads', {
    category,
    rows,
    management: managementOf(category),
    rank: rankOf(category),
  });
}

function rowOf(n: LungRadsNodule, ledger: Ledger): Row {
  if (n.site === 'cyst') return cyst(n, ledger);
  if (n.site === 'airwayProximal' || n.site === 'airwaySubsegmental') return airway(n, ledger);
  const type = ledger.need('type', n.type);
  if (type === undefined) return undefined;
  if (type === 'nonSolid') return nonSolid(n, ledger);
  if (type === 'partSolid') return partSolid(n, ledger);
  if (type === 'calcified') {
    const pattern = ledger.need('calcification', n.calcification);
    if (pattern === undefined) return undefined;
    if (pattern === 'benign') return ['1', 'lr.benignCalcification'];
  }
  const site = ledger.need('site', n.site);
  if (site === undefined) return undefined;
  return site === 'juxtapleural' ? juxtapleural(n, ledger) : solid(n, ledger);
}

const sizeOf = (n: LungRadsNodule, ledger: Ledger): number | undefined =>
  ledger.need('meanDiameter', n.meanDiameter === undefined ? undefined : tenth(n.meanDiameter), 'mm');

/** 'baseline' without an earlier examination, else what became of the nodule. */
const statusOf = (n: LungRadsNodule, ledger: Ledger): Status | 'baseline' | undefined =>
  n.comparison === 'none' ? 'baseline' : ledger.need('status', n.status);

function solid(n: LungRadsNodule, ledger: Ledger): Row {
  const d = sizeOf(n, ledger);
  const status = statusOf(n, ledger);
  if (d === undefined || status === undefined) return undefined;
  if (status === 'baseline') return solidBaseline(d);
  if (status === 'new') return solidNew(d);
  if (status === 'growing') return solidGrowing(d);
  if (status === 'slowGrowing') return ['4B', 'lr.solid.slow'];
  const sizeThen = (l: Ledger): Ranked | undefined => {
    const then = diameterThen(l, n.priorDiameter);
    return then === undefined ? undefined : solidBaseline(then);
  };
  return steppedDown({ ...n, sizeThen }, solidBaseline(d), ledger);
}

/** Below 10 mm and of benign shape it is 2, new or not, unless it grows; else it is a solid nodule as any other. */
function juxtapleural(n: LungRadsNodule, ledger: Ledger): Row {
  const d = sizeOf(n, ledger);
  const status = statusOf(n, ledger);
  if (d === undefined || status === undefined) return undefined;
  if (d >= 10 || status === 'growing' || status === 'slowGrowing') return solid(n, ledger);
  const smooth = ledger.need('juxtapleuralSmooth', n.juxtapleuralSmooth);
  if (smooth === undefined) return undefined;
  return smooth ? ['2', 'lr.juxtapleural'] : solid(n, ledger);
}

function partSolid(n: LungRadsNodule, ledger: Ledger): Row {
  const total = sizeOf(n, ledger);
  const status = statusOf(n, ledger);
  if (total === undefined || status === undefined) return undefined;
  const solidPart = (): number | undefined =>
    ledger.need('solidPart', n.solidPart === undefined ? undefined : tenth(n.solidPart), 'mm');
  const active = (): Row => {
    const s = solidPart();
    return s === undefined ? undefined : partActive(s);
  };
  const bySize = (): Ranked | undefined => {
    const s = total < 6 ? 0 : solidPart();
    return s === undefined ? undefined : partBaseline(total, s);
  };
  if (status === 'slowGrowing') return ['4B', 'lr.part.slow'];
  if (status === 'baseline') return bySize();
  if (status === 'new') return total < 6 ? ['3', 'lr.part.new.lt6'] : active();
  const part = ledger.need('solidStatus', n.solidStatus);
  if (part === undefined) return undefined;
  if (part !== 'stable') return active();
  const now = bySize();
  // What grew is its ground glass alone: no row of growth speaks of that, the size does.
  if (!now || status === 'growing') return now;
  const sizeThen = (l: Ledger): Ranked | undefined => {
    const then = diameterThen(l, n.priorDiameter);
    const s =
      then !== undefined && then < 6
        ? 0
        : l.need(
            'priorSolidPart',
            n.priorSolidPart === undefined ? undefined : tenth(n.priorSolidPart),
            'mm',
          );
    return then === undefined || s === undefined ? undefined : partBaseline(then, s);
  };
  return steppedDown({ ...n, sizeThen }, now, ledger);
}

function nonSolid(n: LungRadsNodule, ledger: Ledger): Row {
  const d = sizeOf(n, ledger);
  if (d === undefined) return undefined;
  // "Baseline, new or growing": below 30 mm the past changes nothing.
  if (d < 30) return ['2', 'lr.non.lt30'];
  const status = statusOf(n, ledger);
  if (status === undefined) return undefined;
  if (status === 'baseline' || status === 'new') return ['3', 'lr.non.ge30'];
  if (status !== 'growing') return ['2', 'lr.non.ge30.stable'];
  ledger.warn('nonSolidGrowing');
  return ['3', 'lr.non.ge30.growing'];
}

function airway(n: LungRadsNodule, ledger: Ledger): Row {
  const site = ledger.need('site', n.site);
  const status = statusOf(n, ledger);
  if (status === undefined) return undefined;
  const grew = status === 'growing' || status === 'slowGrowing';
  if (site === 'airwaySubsegmental')
    return grew || status === 'smaller' ? 'notInTable' : ['2', 'lr.airway.subsegmental'];
  if (status === 'smaller') return 'notInTable';
  if (status === 'stable' || grew) return ['4B', 'lr.airway.persistent'];
  if (status === 'new') ledger.warn('airwayNew');
  return ['4A', 'lr.airway.baseline'];
}

function cyst(n: LungRadsNodule, ledger: Ledger): Row {
  ledger.need('site', n.site);
  const form = ledger.need('cyst', n.cyst);
  if (form === undefined) return undefined;
  if (form === 'thin') return 'thinCyst';
  // Its wall dominates: a solid nodule with a hole.
  if (form === 'cavitary') return solid(n, ledger);
  if (n.comparison === 'none') return cystRow(form, undefined);
  const change = ledger.need('cystChange', n.cystChange);
  if (change === undefined) return undefined;
  const row = cystRow(form, change);
  if (row) return row;
  // Stable: the step from 4A to 3 is all that the table says of it.
  const now = cystRow(form, undefined)!;
  const prior = ledger.need('priorCategory', n.priorCategory);
  if (prior === undefined) return undefined;
  return prior === '4A' ? steppedDown({ ...n, sizeThen: () => undefined }, now, ledger) : 'notInTable';
}
