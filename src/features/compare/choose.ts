/** Who is compared with whom: among the open studies, in the order of time, never two people unasked. */
import {
  comparedSeries,
  daysApart,
  orderOf,
  patientDoubts,
  type PatientDoubt,
} from '../../domain/comparison';
import { studyFacts } from '../../domain/hanging/room';
import type { Study } from '../../domain/study';
import { activateSeries, activeStudy, sayEarlier, useOpen } from '../open';
import { useRead } from '../read';
import { startPair } from './pair';
import { showPair } from './show';
import { openSides } from './sides';
import type { ComparePair } from './store';
import { useCompareView, type CompareView } from './view';

/** An open study that another one could be compared with. */
export interface Candidate {
  readonly study: Study;
  /** When it was made, seen from the study that is read. */
  readonly order: 'earlier' | 'later' | 'unknown';
  /** From the one that is read; undefined when one of the two has no date. */
  readonly days: number | undefined;
  readonly doubts: readonly PatientDoubt[];
  /** False: both name the part of the body that they show, and not the same one. */
  readonly samePart: boolean;
}

const partOf = (study: Study): string | undefined => studyFacts(study).part?.part;

/** Those of one person first, then those of the same part, then the nearest before, then by time. */
export function candidatesFor(study: Study, open: readonly Study[]): readonly Candidate[] {
  const part = partOf(study);
  const rank = ({ doubts, samePart, order, days }: Candidate): number =>
    doubts.length * 1e8 +
    (samePart ? 0 : 1e7) +
    (order === 'earlier' ? 0 : order === 'unknown' ? 1e6 : 2e6) +
    Math.abs(days ?? 9e5);
  return open
    .filter((one) => one.studyUid !== study.studyUid)
    .filter((one) => comparedSeries(study, one) !== undefined)
    .map((one) => ({
      study: one,
      order: orderOf(one, study, useOpen.getState().earlierSaid),
      days: daysApart(study, one),
      doubts: patientDoubts(study.patient, one.patient),
      samePart: part === undefined || (partOf(one) ?? part) === part,
    }))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Of whom the reader said that they are one person, as long as the page lives: pairs of Study Instance UIDs. */
const said = new Set<string>();
const keyOf = (a: string, b: string): string => [a, b].toSorted().join('|');

/** May they be compared: nothing speaks against one person, or the reader has said yes. */
export const isAllowed = (a: Study, b: Study): boolean =>
  said.has(keyOf(a.studyUid, b.studyUid)) || patientDoubts(a.patient, b.patient).length === 0;

/** Both in the order of time; undefined: the reader has to say. */
export function inTime(a: Study, b: Study): { readonly current: Study; readonly prior: Study } | undefined {
  const order = orderOf(a, b, useOpen.getState().earlierSaid);
  if (order === 'unknown') return undefined;
  return order === 'earlier' ? { current: b, prior: a } : { current: a, prior: b };
}

const studyOf = (studyUid: string | undefined): Study | undefined =>
  useOpen.getState().studies.find((one) => one.studyUid === studyUid);

/** How two studies are shown once nothing is left to ask. */
let wishedView: Exclude<CompareView, 'own'> | undefined;

/** Asks what has to be asked of two studies; true when nothing is left to ask. */
function askAbout(a: Study, b: Study): { readonly current: Study; readonly prior: Study } | undefined {
  const sides = inTime(a, b);
  if (!sides) {
    useCompareView.setState({ question: { kind: 'order', studyUids: [a.studyUid, b.studyUid] } });
    return undefined;
  }
  const { current, prior } = sides;
  if (!isAllowed(a, b)) {
    const doubts = patientDoubts(current.patient, prior.patient);
    const question = {
      kind: 'patient',
      currentUid: current.studyUid,
      priorUid: prior.studyUid,
      doubts,
    } as const;
    useCompareView.setState({ question });
    return undefined;
  }
  return sides;
}

/**
 * Compares the study that is read with another open one, or with the best of them. Hangs both side by side (or as
 * wished), and lays the prior upon the current one.
 */
export function compareWith(otherUid?: string, view?: Exclude<CompareView, 'own'>): void {
  const open = useOpen.getState();
  const study = activeStudy(open);
  if (!study) return;
  const all = candidatesFor(study, open.studies);
  const other = otherUid === undefined ? all[0] : all.find((one) => one.study.studyUid === otherUid);
  if (!other) {
    useCompareView.setState({ question: { kind: 'none' } });
    return;
  }
  wishedView = view;
  go(study, other.study);
}

function go(a: Study, b: Study): void {
  const sides = askAbout(a, b);
  if (!sides) return;
  const { current, prior } = sides;
  const { activeSeriesUid } = useOpen.getState();
  const series = comparedSeries(current, prior, activeSeriesUid);
  if (!series) {
    useCompareView.setState({ question: { kind: 'none' } });
    return;
  }
  if (activeSeriesUid !== series.current.seriesUid) activateSeries(series.current.seriesUid);
  const doubts = patientDoubts(current.patient, prior.patient);
  const now = { study: current, series: series.current };
  const then = { study: prior, series: series.prior };
  const pairId = startPair(now, then, doubts);
  useRead.setState({ touched: true });
  useCompareView.setState({ pairId, linked: true, question: undefined });
  // The page shows the series that has just become the active one first.
  setTimeout(() => void showPair(pairId, wishedView ?? 'side'));
}

/** The reader says which of the two is the prior. */
export function answerOrder(priorUid: string): void {
  const { question } = useCompareView.getState();
  if (question?.kind !== 'order') return;
  const [a, b] = question.studyUids.map(studyOf);
  useCompareView.setState({ question: undefined });
  if (!a || !b) return;
  sayEarlier(priorUid, a.studyUid === priorUid ? b.studyUid : a.studyUid);
  go(a, b);
}

/** The reader says that the two are of one person after all. */
export function answerPatient(same: boolean): void {
  const { question } = useCompareView.getState();
  if (question?.kind !== 'patient') return;
  const [current, prior] = [studyOf(question.currentUid), studyOf(question.priorUid)];
  useCompareView.setState({ question: undefined });
  if (!current || !prior) return;
  if (!same) return;
  said.add(keyOf(current.studyUid, prior.studyUid));
  go(current, prior);
}

/** The question is put away; what it was about is not compared. */
export function dropQuestion(): void {
  useCompareView.setState({ question: undefined });
}

/** Compares two studies that hang beside each other already. */
export function compareThese(a: Study, b: Study): void {
  wishedView = undefined;
  go(a, b);
}

/** Begins a registration anew that failed or was cancelled. */
export function recompare(pair: ComparePair): void {
  const sides = openSides(pair.id);
  if (sides) startPair(sides.current, sides.prior, pair.doubts);
}
