/** Keeps up what is known of growth: matched anew whenever a finding, a registration or the reader's word changes. */
import {
  followStudy,
  matchNodules,
  otherModel,
  reviewedOnly,
  timePointOf,
  type ComparedPrior,
  type PriorNodule,
  type Spot,
} from '../../domain/follow-up';
import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { isReportable } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { useOpen } from '../open';
import { growthSource, provideGrowth, type GrowthSource, type RegisteredPrior } from './source';
import { patchGrowth, studyGrowth, useGrowth, type PriorReading } from './store';

const seriesOf = (study: Study, uid: string) => study.series.find(({ seriesUid }) => seriesUid === uid);

/** Acquisition date of a series, the study's where it does not say. */
const dateIn = (study: Study, seriesUid: string): string => seriesOf(study, seriesUid)?.date || study.date;

/** Nodules that lie in the space of a series: on it, or on another of its frame of reference. */
function nodulesIn(study: Study, seriesUid: string, source: GrowthSource): readonly Finding[] {
  const frame = seriesOf(study, seriesUid)?.frameOfReferenceUid;
  return source
    .shown(study.studyUid)
    .filter((f) => isLungNodule(f) && f.review !== 'rejected')
    .filter((f) => f.seriesUid === seriesUid || (Boolean(frame) && f.frameOfReferenceUid === frame));
}

const spotOf = ({ trackingUid, point, measurements }: Finding): Spot => ({
  uid: trackingUid,
  at: point,
  diameter: measurements.meanDiameter.value,
});

function priorNodule(study: Study, finding: Finding): PriorNodule {
  const { trackingUid: uid, number, type, point } = finding;
  return {
    uid,
    lesionUid: studyGrowth(study.studyUid).reviewed?.nodules[uid]?.lesionUid ?? uid,
    number,
    ...(type && { type }),
    reviewed: isReportable(finding),
    at: point,
    point: timePointOf(finding, dateIn(study, finding.seriesUid)),
  };
}

function readingOf(prior: RegisteredPrior, other: Study, source: GrowthSource): PriorReading {
  const { studyUid, seriesUid } = prior;
  const date = dateIn(other, seriesUid);
  const running = source.running(studyUid);
  if (running) return { studyUid, date, state: { kind: 'running', ...running } };
  if (source.analysed(studyUid) || nodulesIn(other, seriesUid, source).length > 0)
    return { studyUid, date, state: { kind: 'read' } };
  const fault = source.fault(studyUid);
  const segmentations = source.segmentations(studyUid);
  const suitable = source.suitable(studyUid);
  return { studyUid, date, state: { kind: 'unread', segmentations, suitable, ...(fault && { fault }) } };
}

function compared(
  study: Study,
  { studyUid, seriesUid, currentSeriesUid, registration }: RegisteredPrior,
  other: Study,
  source: GrowthSource,
): ComparedPrior {
  const now = nodulesIn(study, currentSeriesUid, source);
  const then = nodulesIn(other, seriesUid, source);
  const links = studyGrowth(study.studyUid).links[studyUid] ?? [];
  const made = otherModel(now, then);
  const said = new Set(links.flatMap((link) => [link.current, link.prior]));
  // A lesion that bears one tracking UID in both is the same, unless the reader says otherwise.
  const named = now
    .filter(({ trackingUid: uid }) => !said.has(uid) && then.some((one) => one.trackingUid === uid))
    .map(({ trackingUid: uid }) => ({ current: uid, prior: uid }));
  return {
    studyUid,
    seriesUid,
    date: dateIn(other, seriesUid),
    nodules: then.map((one) => priorNodule(other, one)),
    matches: matchNodules({
      current: now.map(spotOf),
      prior: then.map(spotOf),
      registration,
      links: [...links, ...named],
      currentGrid: source.grid(study.studyUid, currentSeriesUid),
      priorGrid: source.grid(studyUid, seriesUid),
    }),
    poor: registration.verdict !== 'good',
    ...(made && { otherModel: made }),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Brings one study up to what is known now; nothing changes where nothing differs. */
export function followAgain(study: Study): void {
  const source = growthSource();
  if (!source) return;
  const { studyUid } = study;
  const before = studyGrowth(studyUid);
  const { studies } = useOpen.getState();
  const readings: PriorReading[] = [];
  const fresh: ComparedPrior[] = [];
  for (const prior of source.registered(studyUid)) {
    const other = studies.find((one) => one.studyUid === prior.studyUid);
    if (!other) continue;
    const reading = readingOf(prior, other, source);
    const { state } = reading;
    // Two heads: nobody asks for the nodules of the one.
    if (state.kind === 'unread' && !state.suitable && !state.segmentations && !source.suitable(studyUid))
      continue;
    readings.push(reading);
    if (state.kind === 'read') fresh.push(compared(study, prior, other, source));
  }
  const priors = [
    ...before.priors.filter((one) => !fresh.some(({ studyUid: uid }) => uid === one.studyUid)),
    ...fresh,
  ].toSorted((a, b) => b.date.localeCompare(a.date));
  if (priors.length === 0 && readings.length === 0 && before.priors.length === 0 && !before.readings.length)
    return;
  const nodules = source.shown(studyUid).filter((f) => isLungNodule(f) && f.review !== 'rejected');
  const points = nodules.map((f) => timePointOf(f, dateIn(study, f.seriesUid)));
  const date = points[0]?.date ?? study.date;
  const next = {
    priors,
    readings,
    all: followStudy(date, points, priors),
    reviewed: followStudy(date, points, priors.map(reviewedOnly)),
  };
  const { links: _, ...was } = before;
  if (!same(was, next)) patchGrowth(studyUid, next);
}

/** Begins once; returns how to stop. */
export function startGrowth(source: GrowthSource): () => void {
  provideGrowth(source);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const opened = new Set<string>();
  const look = (): void => {
    const { studies } = useOpen.getState();
    for (const uid of opened) if (!studies.some(({ studyUid }) => studyUid === uid)) opened.delete(uid);
    for (const study of studies) {
      for (const { studyUid } of source.registered(study.studyUid))
        if (!opened.has(studyUid)) {
          opened.add(studyUid);
          source.openWork(studyUid);
        }
      followAgain(study);
    }
  };
  // After the changes of one gesture, not with each.
  const later = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      look();
    }, 60);
  };
  const stops = [source.subscribe(later), useOpen.subscribe(later), useGrowth.subscribe(later)];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(soon);
    provideGrowth(undefined);
  };
}
