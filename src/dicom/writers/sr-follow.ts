/** What a structured report says of a nodule that is followed: its point in time (TID 1502) and how it changed. */
import { PRIVATE_SCHEME } from '../../domain/codes';
import type { Code } from '../../domain/finding';
import type { Followed, Interval, StudyFollowUp } from '../../domain/follow-up';
import { daysBetween } from '../../domain/guidelines/doubling-time';
import { code, num, text } from './content-items';
import { dcm } from './items';
import type { Dataset } from './part10';

const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });

/** Days from the first of the examinations that are compared to this one, and its place among them from 1. */
function placeIn({ date, priors }: StudyFollowUp): { readonly order: number; readonly days?: number } {
  const dates = [...priors.map((one) => one.date), date].toSorted();
  return { order: dates.indexOf(date) + 1, days: daysBetween(dates[0], date) };
}

/** TID 1502 Time Point Context: which of the examinations this is, by its date and by its place among them. */
export const timePoint = (followed: StudyFollowUp | undefined): Dataset[] =>
  followed
    ? [
        text('HAS OBS CONTEXT', { value: 'C2348792', scheme: 'UMLS', meaning: 'Time Point' }, followed.date),
        text('HAS OBS CONTEXT', dcm('126070', 'Subject Time Point Identifier'), `${placeIn(followed).order}`),
      ]
    : [];

/**
 * How many days after the first examination it was made. As a measurement: validators know TID 1502 without its row of
 * numbers, and would take it for one in the wrong place.
 */
function offset(followed: StudyFollowUp): Dataset[] {
  const { days } = placeIn(followed);
  if (days === undefined) return [];
  const first = code(
    'HAS CONCEPT MOD',
    dcm('128741', 'Longitudinal Temporal Event Type'),
    own('FIRST_EXAM', 'First examination compared'),
  );
  return [num('CONTAINS', dcm('128740', 'Longitudinal Temporal Offset from Event'), days, 'd', 0, [first])];
}

const CHANGES: Readonly<Record<NonNullable<Followed['change']>, Code>> = {
  same: own('FOLLOW_SAME', 'Same nodule as before'),
  new: own('FOLLOW_NEW', 'New since the earlier examination'),
  split: own('FOLLOW_SPLIT', 'Piece of a nodule that split'),
  merged: own('FOLLOW_MERGED', 'Formed from nodules that merged'),
};

/** Differences from the examination before, to the precision of what they are the difference of. */
function differences({ differences: d, change, corrected }: Interval): Dataset[] {
  const absolute = (value: string, meaning: string, of: keyof typeof d, unit: string, decimals: number) =>
    d[of] ? [num('CONTAINS', own(value, meaning), d[of].absolute, unit, decimals)] : [];
  const { relative } = d.volume ?? {};
  const compared = corrected
    ? { value: 'CHANGE_VOLCOR', what: 'the volume corrected for partial volume' }
    : { value: 'CHANGE_VOLUME', what: 'the volume' };
  return [
    ...absolute('CHANGE_DIAMETER', 'Change of the mean diameter', 'meanDiameter', 'mm', 2),
    ...absolute(compared.value, `Change of ${compared.what}`, 'volume', 'mm3', 1),
    ...(relative === undefined
      ? []
      : [
          num(
            'CONTAINS',
            own(`${compared.value}_PC`, `Relative change of ${compared.what}`),
            100 * relative,
            '%',
            1,
          ),
        ]),
    // A rise below the error of measuring has no doubling time.
    ...(change?.state === 'growing'
      ? [num('CONTAINS', own('VDT', 'Volume doubling time'), change.doublingDays!, 'd', 0)]
      : []),
  ];
}

/** NUM items of TID 1411: when it was made, change since the examination before, and the doubling time of a nodule that grew. */
export function growthNumbers(followed: StudyFollowUp | undefined, trackingUid: string): Dataset[] {
  const one = followed?.nodules[trackingUid];
  const step = one?.change === 'same' ? one.series.steps.at(-1) : undefined;
  return [...(followed ? offset(followed) : []), ...(step ? differences(step) : [])];
}

/** CODE items: same, new, split or merged. */
export function growthEvaluation(followed: StudyFollowUp | undefined, trackingUid: string): Dataset[] {
  const change = followed?.nodules[trackingUid]?.change;
  return change
    ? [code('CONTAINS', own('FOLLOW_UP', 'Against the earlier examination'), CHANGES[change])]
    : [];
}
