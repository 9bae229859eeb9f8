/** What the values of a PET series are shown in: SUV where the rule gives one, else what the file holds, and why. */
import type { Instance, Series } from './study';
import { earliestAcquisition, suvOf, type SuvBasis, type SuvProblem } from './suv';

/** UCUM code of SUVbw, as in CID 85 of PS3.16. */
export const SUV_BW = '{SUVbw}g/ml';

export type Uptake =
  | { readonly kind: 'suv'; readonly unit: typeof SUV_BW; readonly basis: SuvBasis }
  /** UCUM unit of the file's own values, 1 when it names none. */
  | { readonly kind: 'own'; readonly unit: string; readonly problem: SuvProblem };

const units: Readonly<Record<string, string>> = {
  BQML: 'Bq/ml',
  CNTS: '{counts}',
  GML: 'g/ml',
  CPS: '{counts}/s',
  KCPS: 'k{counts}/s',
  PROPCNTS: '{counts}',
};

/** What of a series is asked. */
type PetSeries = Pick<Series, 'modality' | 'instances'> & Partial<Pick<Series, 'part'>>;

interface Found {
  readonly uptake: Uptake;
  /** By SOP instance UID: what the rescaled value of that image is multiplied with. */
  readonly factors: ReadonlyMap<string, number>;
}

const known = new WeakMap<readonly Instance[], Found | undefined>();

function find({ modality, instances, part }: PetSeries): Found | undefined {
  const [first] = instances;
  if (modality !== 'PT' || !first) return undefined;
  const own = (problem: SuvProblem): Found => ({
    uptake: { kind: 'own', unit: units[first.pet?.units ?? ''] ?? '1', problem },
    factors: new Map(),
  });
  const earliest = earliestAcquisition(instances.flatMap(({ pet }) => pet ?? []));
  const factors = new Map<string, number>();
  let basis: SuvBasis | undefined;
  for (const { pet, sopInstanceUid } of instances) {
    if (!pet) return own({ code: 'missing', inputs: ['units'] });
    // Every image is asked: one that has another answer than its neighbours must not be measured by theirs.
    const suv = suvOf(pet, earliest);
    if ('problem' in suv) return own(suv.problem);
    // The earliest image of a later phase is not the start that the whole series is corrected to.
    if (part?.kind === 'phase' && part.number > 1 && suv.basis.scanTimeOf === 'acquisition')
      return own({ code: 'missing', inputs: ['scanTime'] });
    basis ??= suv.basis;
    factors.set(sopInstanceUid, suv.factor);
  }
  return basis && { uptake: { kind: 'suv', unit: SUV_BW, basis }, factors };
}

function found(series: PetSeries): Found | undefined {
  const { instances } = series;
  if (!known.has(instances)) known.set(instances, find(series));
  return known.get(instances);
}

/** Undefined for what is no PET. */
export const uptakeOf = (series: PetSeries): Uptake | undefined => found(series)?.uptake;

/**
 * An image of a series (as one of its frames sees it) with the rescale that leads to the values that are shown: SUV
 * of a PET that has them, all others as they are.
 */
export function shownInstance(series: PetSeries, instance: Instance): Instance {
  const factor = found(series)?.factors.get(instance.sopInstanceUid);
  if (factor === undefined) return instance;
  const { rescaleSlope, rescaleIntercept } = instance;
  return { ...instance, rescaleSlope: rescaleSlope * factor, rescaleIntercept: rescaleIntercept * factor };
}
