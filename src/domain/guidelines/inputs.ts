/** What of a finding a rule goes by, beside what the reader answers. Only what is calibrated and said is handed on. */
import type { Finding, Measurement } from '../finding';
import { solidPartOf } from '../lesion';
import type { FollowedAnswers, NoduleAnswers, StudyAnswers } from './answers';
import { daysBetween, diameterChange, volumeChange, type VolumeChange } from './doubling-time';
import { lungRadsGrowth } from './lung-rads-growth';
import { sphereDiameter } from './round';

/** A length in mm, a volume in mm3 or Hounsfield units; undefined on an image without a scale. */
export const calibrated = (
  m: Measurement | undefined,
  unit: 'mm' | 'mm3' | "[hnsf'U]",
): number | undefined => (m?.unit === unit ? m.value : undefined);

/** How a nodule changed, from the sizes that the reader entered for the earlier examination. */
export interface Change {
  /** Volumes were compared, or spheres of the mean diameters. */
  readonly basis: 'volume' | 'diameter';
  readonly before: number;
  readonly now: number;
  readonly days: number;
  readonly change: VolumeChange;
  /** Volumes corrected for partial volume. */
  readonly corrected?: true;
}

export type Noduled = Pick<Finding, 'trackingUid' | 'type' | 'lobe' | 'nodule' | 'measurements'>;

export interface NoduleInputs extends NoduleAnswers {
  readonly type: Finding['type'];
  readonly meanDiameter?: number;
  readonly longAxis?: number;
  readonly volume?: number;
  /** Days since the examination compared with. */
  readonly interval?: number;
  /** What the sizes alone say of growth by Lung-RADS; undefined without an earlier size. */
  readonly growth?: ReturnType<typeof lungRadsGrowth>;
  readonly change?: Change;
  readonly solidChange?: Change;
}

/** @param date acquisition date of the images measured on, YYYYMMDD */
export function noduleInputs(
  finding: Noduled,
  answers: FollowedAnswers,
  study: StudyAnswers,
  date: string,
): NoduleInputs {
  const { measurements: m, type, lobe } = finding;
  const meanDiameter = calibrated(m.meanDiameter, 'mm');
  const volume = calibrated(m.volume, 'mm3');
  const solidPart = answers.solidPart ?? calibrated(solidPartOf(finding)?.meanDiameter, 'mm');
  const compared = study.comparison === 'prior' && study.priorDate !== undefined;
  const days = compared ? daysBetween(study.priorDate!, date) : undefined;
  const interval = days !== undefined && days > 0 ? days : undefined;
  const inputs = {
    ...answers,
    type,
    meanDiameter,
    longAxis: calibrated(m.longAxis, 'mm'),
    volume,
    solidPart,
    interval,
    // A lobe is the reader's word already, and says more than "upper".
    upperLobe: lobe ? lobe === 'RUL' || lobe === 'LUL' : answers.upperLobe,
  };
  if (interval === undefined) return inputs;
  const growth = growthOf(answers, meanDiameter, volume, interval);
  const [correctedThen, correctedNow] = answers.comparedVolumes ?? [];
  const corrected = changeOf('volume', correctedThen, correctedNow, interval);
  const change =
    (corrected && { ...corrected, corrected: true as const }) ??
    changeOf('volume', answers.priorVolume, volume, interval) ??
    changeOf('diameter', answers.priorDiameter, meanDiameter, interval);
  const solidChange =
    type === 'partSolid' ? changeOf('diameter', answers.priorSolidPart, solidPart, interval) : undefined;
  return { ...inputs, growth, change, solidChange, status: answers.status ?? statusFrom(growth) };
}

const statusFrom = (growth: NoduleInputs['growth']): NoduleAnswers['status'] =>
  growth === 'undetermined' ? undefined : growth;

function growthOf(
  { priorDiameter, priorVolume }: NoduleAnswers,
  meanDiameter: number | undefined,
  volume: number | undefined,
  days: number,
): NoduleInputs['growth'] {
  if (priorDiameter !== undefined && meanDiameter !== undefined)
    return lungRadsGrowth({ before: priorDiameter, now: meanDiameter, days });
  if (priorVolume === undefined || volume === undefined || !(priorVolume > 0)) return undefined;
  return lungRadsGrowth({ before: sphereDiameter(priorVolume), now: sphereDiameter(volume), days });
}

function changeOf(
  basis: Change['basis'],
  before: number | undefined,
  now: number | undefined,
  days: number,
): Change | undefined {
  if (before === undefined || now === undefined) return undefined;
  const change = (basis === 'volume' ? volumeChange : diameterChange)({ before, now, days });
  return change && { basis, before, now, days, change };
}

/** Does the reader's word on a nodule contradict the sizes that the reader entered? */
export function disagrees(said: NoduleAnswers['status'], growth: NoduleInputs['growth']): boolean {
  if (said === undefined || growth === undefined || growth === 'undetermined') return false;
  if (said === 'new') return true;
  return (said === 'growing') !== (growth === 'growing');
}
