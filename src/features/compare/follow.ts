/** Ties the comparison to what hangs: two examinations side by side are registered, linked and named by themselves. */
import { patientDoubts, sameKind } from '../../domain/comparison';
import { isStacked } from '../../domain/hanging/layout';
import type { Vec3 } from '../../domain/geometry';
import type { Series, Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { useOpen } from '../open';
import { linkSpaces, setRoles, useRead, type Role, type SpaceLinks } from '../read';
import { inTime, isAllowed } from './choose';
import { endDifference, renewDifference } from './difference';
import { startFlicker } from './flicker';
import { placeInCurrent, placeInPrior } from './link';
import { isLinkable } from './nudge';
import { forgetStudy, startPair } from './pair';
import { openSeriesOf } from './sides';
import { pairOf, useCompare, type ComparePair } from './store';
import { useCompareView } from './view';
import { daysWords, dayWords } from './words';

/** Two series of two examinations that hang together and can be compared. */
export function hungTogether():
  readonly [{ study: Study; series: Series }, { study: Study; series: Series }] | undefined {
  const uids = [...new Set(useRead.getState().cells.flatMap((cell) => cell?.seriesUid ?? []))];
  const open = uids.flatMap((uid) => openSeriesOf(uid) ?? []);
  for (const one of open)
    for (const other of open)
      if (one.study.studyUid !== other.study.studyUid && sameKind(one.series, other.series))
        return [one, other];
  return undefined;
}

/** Does the pair that is compared still hang? Of a difference only the current one does. */
function stillHangs(pair: ComparePair | undefined): boolean {
  if (!pair) return false;
  const hung = new Set(useRead.getState().cells.map((cell) => cell?.seriesUid));
  const alone = useCompareView.getState().view === 'difference';
  return hung.has(pair.current.seriesUid) && (alone || hung.has(pair.prior.seriesUid));
}

/** The comparison goes by what hangs. */
function reconcile(): void {
  const { pairId } = useCompareView.getState();
  if (stillHangs(pairOf(useCompare.getState(), pairId))) return;
  const hung = useOpen.getState().status === 'idle' ? hungTogether() : undefined;
  const [a, b] = hung ?? [];
  const sides = a && b && inTime(a.study, b.study);
  if (a && b && sides && isAllowed(a.study, b.study)) {
    const [current, prior] = sides.current === a.study ? [a, b] : [b, a];
    const doubts = patientDoubts(current.study.patient, prior.study.patient);
    // A room that was kept while it flickered shows one of the two, and how to see the other.
    const view = isStacked(useRead.getState().room) ? 'flicker' : 'own';
    useCompareView.setState({ pairId: startPair(current, prior, doubts), view, linked: true });
    return;
  }
  if (pairId !== undefined) {
    endDifference();
    useCompareView.setState(({ flicker }) => ({
      pairId: undefined,
      view: 'own',
      flicker: { ...flicker, on: false },
    }));
  }
}

/** Space of a series: its frame of reference within its study. */
const spaceOf = (seriesUid: string): string | undefined => {
  const open = openSeriesOf(seriesUid);
  return open && `${open.study.studyUid} ${open.series.frameOfReferenceUid || seriesUid}`;
};

/** @param linked false: the two go their own ways, also in mm */
function linksOf(pair: ComparePair, linked: boolean): SpaceLinks {
  const [now, then] = [spaceOf(pair.current.seriesUid), spaceOf(pair.prior.seriesUid)];
  return {
    apart: new Set([pair.prior.studyUid]),
    lead: pair.current.studyUid,
    parted: !linked,
    between: (from, to) => {
      if (!linked) return undefined;
      const [a, b] = [spaceOf(from), spaceOf(to)];
      if (a === now && b === then) return (point: Vec3) => placeInPrior(pair, point);
      if (a === then && b === now) return (point: Vec3) => placeInCurrent(pair, point);
      return undefined;
    },
  };
}

/** Names the sides of what hangs together, also of what must not be compared. */
function rolesNow(): ReadonlyMap<string, Role> {
  const { pairId, view } = useCompareView.getState();
  const pair = pairOf(useCompare.getState(), pairId);
  const t = i18n.getFixedT(null, 'compare');
  if (pair) {
    const [now, then] = [dayWords(pair.current), dayWords(pair.prior)];
    const doubt = pair.doubts.length > 0 ? ` · ${t('role.doubt')}` : '';
    const days = daysWords(pair.current, pair.prior);
    const roles = new Map<string, Role>([
      [pair.current.studyUid, { kind: 'current', text: t('role.current', { date: now }) + doubt }],
      [pair.prior.studyUid, { kind: 'prior', text: t('role.prior', { date: then, days }) + doubt }],
    ]);
    if (view === 'difference')
      roles.set(pair.current.seriesUid, {
        kind: 'difference',
        text: t('role.difference', { current: now, prior: then }) + doubt,
      });
    return roles;
  }
  const [a, b] = hungTogether() ?? [];
  if (!a || !b || isAllowed(a.study, b.study)) return new Map();
  const text = (study: Study): string =>
    t('role.other', { date: dayWords(study), id: study.patient.id || '?' });
  return new Map([
    [a.study.studyUid, { kind: 'other', text: text(a.study) }],
    [b.study.studyUid, { kind: 'other', text: text(b.study) }],
  ]);
}

let linkedAs: string | undefined;
let rolesAs = '';

/** Links and names what hangs; only when something changed. */
function apply(): void {
  const { pairId, linked } = useCompareView.getState();
  const pair = pairOf(useCompare.getState(), pairId);
  const on = pair && (isLinkable(pair) || !linked) ? pair : undefined;
  const as = on && `${on.id} ${on.state} ${linked} ${on.nudge.join()}`;
  if (as !== linkedAs) {
    linkedAs = as;
    linkSpaces(on && linksOf(on, linked));
    renewDifference();
  }
  const roles = rolesNow();
  const text = JSON.stringify([...roles]);
  if (text === rolesAs) return;
  rolesAs = text;
  setRoles(roles);
}

/** Begins to follow; returns how to stop. Call once. */
export function startCompare(): () => void {
  let queued = false;
  const soon = (): void => {
    if (queued) return;
    queued = true;
    // Never in the midst of a hanging that is being told of.
    setTimeout(() => {
      queued = false;
      reconcile();
      apply();
    });
  };
  const stops = [
    startFlicker(),
    useRead.subscribe((now, before) => {
      if (now.cells.length === 0) {
        // Everything was taken down, links and strips with it.
        linkedAs = undefined;
        rolesAs = '';
      }
      const same =
        now.cells.length === before.cells.length &&
        now.cells.every((cell, n) => cell?.seriesUid === before.cells[n]?.seriesUid);
      if (!same) soon();
    }),
    useOpen.subscribe((now, before) => {
      for (const { studyUid } of before.studies)
        if (!now.studies.some((study) => study.studyUid === studyUid)) forgetStudy(studyUid);
      if (now.status !== before.status || now.studies !== before.studies) soon();
    }),
    useCompare.subscribe(soon),
    useCompareView.subscribe(soon),
  ];
  const restate = (): void => soon();
  i18n.on('languageChanged', restate);
  return () => {
    i18n.off('languageChanged', restate);
    for (const stop of stops) stop();
  };
}
