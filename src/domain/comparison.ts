/** Whether two studies may be compared: which of them is the earlier one, and whether they are of one person. */
import { daysBetween, isDay } from './follow-up/days';
import { imageCount, kernelOf, kindOf, planeOf, sequenceOf, stepOf } from './hanging/match';
import type { Patient, Series, Study } from './study';

export type TimeOrder =
  | 'earlier'
  | 'later'
  /** Same day and time, or a day that one of the two does not say: somebody has to be asked. */
  | 'unknown';

type When = Pick<Study, 'date' | 'time'>;

/** HHMMSS of a DICOM time without its fraction; undefined when it says none. */
const clock = (time: string): string | undefined => /^\d{2,6}/.exec(time)?.[0].padEnd(6, '0');

/** When the first study was made, seen from the second: by date, on one day by time. */
export function timeOrder(a: When, b: When): TimeOrder {
  if (!isDay(a.date) || !isDay(b.date)) return 'unknown';
  if (a.date !== b.date) return a.date < b.date ? 'earlier' : 'later';
  const [at, bt] = [clock(a.time), clock(b.time)];
  if (at === undefined || bt === undefined || at === bt) return 'unknown';
  return at < bt ? 'earlier' : 'later';
}

/**
 * What a reader said of studies whose files cannot tell: by both Study Instance UIDs, that of the earlier one. Whatever
 * needs to know the earlier study asks with it, so that the page says one thing everywhere.
 */
export type SaidOrders = Readonly<Record<string, string>>;

const bothUids = (a: string, b: string): string => [a, b].toSorted().join('|');

export const withEarlier = (said: SaidOrders, earlierUid: string, laterUid: string): SaidOrders => ({
  ...said,
  [bothUids(earlierUid, laterUid)]: earlierUid,
});

/** When the first study was made, seen from the second; where the files leave it open, as the reader said. */
export function orderOf(
  a: When & Pick<Study, 'studyUid'>,
  b: When & Pick<Study, 'studyUid'>,
  said: SaidOrders,
): TimeOrder {
  const order = timeOrder(a, b);
  const earlier = said[bothUids(a.studyUid, b.studyUid)];
  if (order !== 'unknown' || earlier === undefined) return order;
  return earlier === a.studyUid ? 'earlier' : 'later';
}

/** Days from the current study to the prior, negative when the prior is earlier; undefined without dates. */
export const daysApart = (current: Pick<Study, 'date'>, prior: Pick<Study, 'date'>): number | undefined =>
  isDay(current.date) && isDay(prior.date) ? daysBetween(current.date, prior.date) : undefined;

/** What speaks against one person. */
export interface PatientDoubt {
  readonly field: 'id' | 'name' | 'birthDate' | 'sex';
  /** As the files of the current and of the prior study have it. */
  readonly current: string;
  readonly prior: string;
  /** `differs`: both say it and not the same. `unsaid`: neither number can speak for one person. */
  readonly what: 'differs' | 'unsaid';
}

const FIELDS = ['id', 'name', 'birthDate', 'sex'] as const;

/** Names are compared without case, spaces, and the carets that some writers pad with. */
const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .split('=')
    .map((group) => group.replace(/[\s^,.]+/g, ''))
    .filter(Boolean)
    .join('=');

/** Groups of one name (alphabetic, ideographic) need only share one. */
function sameName(a: string, b: string): boolean {
  const [mine, theirs] = [plainName(a).split('='), plainName(b).split('=')];
  return mine.some((group) => theirs.includes(group));
}

const SAID: Readonly<Record<(typeof FIELDS)[number], (value: string) => boolean>> = {
  id: (value) => value.trim() !== '',
  name: (value) => plainName(value) !== '',
  birthDate: (value) => value.trim() !== '',
  // "O", other, contradicts nothing.
  sex: (value) => value === 'M' || value === 'F',
};

/**
 * Everything that speaks against the two studies being of one person; none: the numbers are the same and nothing
 * contradicts them. A number that either study lacks is a doubt by itself: names and birth dates are shared by many.
 */
export function patientDoubts(current: Patient, prior: Patient): readonly PatientDoubt[] {
  return FIELDS.flatMap((field): PatientDoubt[] => {
    const [mine, theirs] = [current[field], prior[field]];
    const said = SAID[field](mine) && SAID[field](theirs);
    if (!said) return field === 'id' ? [{ field, current: mine, prior: theirs, what: 'unsaid' }] : [];
    const same = field === 'name' ? sameName(mine, theirs) : mine.trim() === theirs.trim();
    return same ? [] : [{ field, current: mine, prior: theirs, what: 'differs' }];
  });
}

/** Names may change; a number and a birth date do not. Two patients may bear one number after a merge of two archives. */
const isPerson = (a: Patient, b: Patient): boolean =>
  !patientDoubts(a, b).some(({ field }) => field === 'id' || field === 'birthDate');

/** Studies of the same person among those that are open that are earlier beyond doubt or by the reader's word, the latest first. */
export function earlierStudies(study: Study, open: readonly Study[], said: SaidOrders): readonly Study[] {
  return open
    .filter((one) => one.studyUid !== study.studyUid && isPerson(study.patient, one.patient))
    .filter((one) => orderOf(one, study, said) === 'earlier')
    .toSorted((a, b) => (orderOf(a, b, said) === 'earlier' ? 1 : -1));
}

/** Least number of slices of a series that is registered. */
const LEAST_SLICES = 8;

/** A volume that can be laid upon another: CT or MR, enough slices, no localizer or made picture. */
export const registrable = (series: Series): boolean =>
  (series.modality === 'CT' || series.modality === 'MR') &&
  kindOf(series) === 'image' &&
  imageCount(series) >= LEAST_SLICES;

/** May one series be laid upon the other: CT on CT, MR on MR of no other weighting? */
export function sameKind(a: Series, b: Series): boolean {
  if (a.modality !== b.modality || !registrable(a) || !registrable(b)) return false;
  if (a.modality !== 'MR') return true;
  const [mine, theirs] = [sequenceOf(a), sequenceOf(b)];
  return mine === undefined || theirs === undefined || mine === theirs;
}

/** Unlike by one when a slice is twice as thick. */
function unlikeStep(a: Series, b: Series): number {
  const [mine, theirs] = [stepOf(a), stepOf(b)];
  return mine && theirs ? Math.abs(Math.log2(mine / theirs)) : 1;
}

/** How unlike two series are; the least is compared. */
const unlike = (a: Series, b: Series): number =>
  (planeOf(a) === planeOf(b) ? 0 : 4) +
  (kernelOf(a) === kernelOf(b) ? 0 : 1.5) +
  ((a.contrastAgent === '') === (b.contrastAgent === '') ? 0 : 1) +
  (a.description === b.description ? 0 : 0.5) +
  unlikeStep(a, b) +
  // All else being equal the one that shows more.
  1 / (1 + imageCount(b));

/** The series of a prior that a series is best compared with: same kind, plane, kernel, thickness; undefined: none. */
export function counterpart(series: Series, prior: Study): Series | undefined {
  const able = prior.series.filter((one) => sameKind(series, one));
  return able.toSorted((a, b) => unlike(series, a) - unlike(series, b))[0];
}

/** The two series of two studies that are compared: the wished one if it can be, else those with most slices. */
export function comparedSeries(
  current: Study,
  prior: Study,
  wished?: string,
): { readonly current: Series; readonly prior: Series } | undefined {
  const most = current.series
    .filter(registrable)
    .toSorted(
      (a, b) =>
        Number(b.seriesUid === wished) - Number(a.seriesUid === wished) || imageCount(b) - imageCount(a),
    );
  for (const one of most) {
    const other = counterpart(one, prior);
    if (other) return { current: one, prior: other };
  }
  return undefined;
}
