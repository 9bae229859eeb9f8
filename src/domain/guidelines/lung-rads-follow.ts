/** Lung-RADS v2022 for a nodule that was there before and did not grow: the category steps down, or the size decides. */
import type { NoduleAnswers } from './answers';
import type { Ledger } from './ledger';
import type { Ranked } from './lung-rads-size';
import { tenth } from './round';

export interface Earlier extends Pick<NoduleAnswers, 'priorCategory' | 'provenBenign'> {
  /** Days since the examination compared with. */
  readonly interval?: number;
  /** The category by size then; undefined when that size is not known, `ask` says what to ask for. */
  readonly sizeThen: (ledger: Ledger) => Ranked | undefined;
  readonly airway?: boolean;
}

/**
 * An examination "at 3 months" or "at 6 months" is seldom so to the day. Ours, not the ACR's: two weeks or a month
 * earlier count, and the result says so.
 */
const MONTHS = { three: 75, six: 150 } as const;
const EXACT = { three: 90, six: 180 } as const;

/** Undefined when something is missing, which the ledger then holds. */
export function steppedDown(earlier: Earlier, sizeNow: Ranked, ledger: Ledger): Ranked | undefined {
  if (sizeNow[0] === '2') return sizeNow;
  const prior = ledger.need('priorCategory', earlier.priorCategory);
  if (prior === undefined) return undefined;
  if (prior === '2') {
    const then = earlier.sizeThen(ledger);
    if (!then) return undefined;
    return then[0] === sizeNow[0] ? ['2', 'lr.step.stays2'] : [sizeNow[0], 'lr.threshold'];
  }
  if (prior === '4B') {
    const benign = ledger.need('provenBenign', earlier.provenBenign);
    if (benign === undefined) return undefined;
    return benign ? ['2', 'lr.step.provenBenign'] : sizeNow;
  }
  const interval = ledger.need('interval', earlier.interval, 'd');
  if (interval === undefined) return undefined;
  const asked = prior === '3' ? 'six' : 'three';
  if (interval < MONTHS[asked]) return [prior, 'lr.step.early'];
  if (interval < EXACT[asked]) ledger.warn('tolerance');
  return prior === '3' ? ['2', 'lr.step.3to2'] : ['3', 'lr.step.4Ato3'];
}

/** The mean diameter then, to 0.1 mm; missing is noted. */
export const diameterThen = (ledger: Ledger, mm: number | undefined): number | undefined => {
  const value = ledger.need('priorDiameter', mm === undefined ? undefined : tenth(mm), 'mm');
  return value;
};
