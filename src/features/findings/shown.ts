/**
 * What a study's findings are as far as anybody speaks of them: list, marks, map, counts, report and exports read
 * through here, so that they can never differ.
 */
import type { AnalysisRun } from '../../domain/analysis';
import type { Finding } from '../../domain/finding';
import { isShown } from '../../domain/shown';
import { sameAxes, sameVoxels } from './overlap';
import { emptyStudy, useFindings, type FindingOrder, type StudyFindings } from './store';

type Inputs = Pick<StudyFindings, 'findings' | 'originals' | 'threshold' | 'pass' | 'joined'>;

/** A correction of the outline or the axes. */
export const isReshaped = (f: Finding, original: Finding | undefined): boolean =>
  original !== undefined && !(sameVoxels(f.mask, original.mask) && sameAxes(f.axes, original.axes));

/** Has the reader said or drawn something on a finding without deciding on it? Then it must not vanish. */
export const hasWork = (f: Finding, original: Finding | undefined): boolean =>
  f.note !== undefined ||
  f.lobe !== undefined ||
  (f.type !== undefined && f.typeMethod === undefined) ||
  isReshaped(f, original);

/**
 * Made by AI, not looked at: what the reader must not see in the first reading. Outlines of organs too: that of a heart
 * tells how large it is.
 */
export const isUnseen = (f: Finding): boolean => f.origin.kind === 'analysis' && f.review === 'pending';

function shows(f: Finding, study: Inputs, standing: ReadonlySet<string>): boolean {
  if (isUnseen(f)) {
    if (study.pass === 'first') return false;
    const own = study.joined[f.trackingUid];
    // The reader's mark stands for both as long as it is there.
    if (own !== undefined && standing.has(own)) return false;
  }
  return isShown(f, study.threshold) || hasWork(f, study.originals[f.trackingUid]);
}

const known = new WeakMap<readonly Finding[], { readonly of: Inputs; readonly shown: readonly Finding[] }>();

/** The findings that count, by number; the same array as long as nothing that matters changed. */
export function shownOf(study: Inputs): readonly Finding[] {
  const last = known.get(study.findings);
  const same =
    last &&
    last.of.threshold === study.threshold &&
    last.of.pass === study.pass &&
    last.of.joined === study.joined &&
    last.of.originals === study.originals;
  if (same) return last.shown;
  const standing = new Set(study.findings.filter((f) => f.review !== 'rejected').map((f) => f.trackingUid));
  const shown = study.findings.filter((f) => shows(f, study, standing));
  known.set(study.findings, { of: study, shown });
  return shown;
}

/** A reader is surer than any score: what the reader marked comes first. */
const suspicionOf = (f: Finding): number => f.score?.value ?? Infinity;

const byNumber = (a: Finding, b: Finding): number => a.number - b.number;

const orders: Readonly<Record<FindingOrder, (a: Finding, b: Finding) => number>> = {
  suspicion: (a, b) => {
    const [x, y] = [suspicionOf(a), suspicionOf(b)];
    return x === y ? byNumber(a, b) : y - x;
  },
  size: (a, b) => b.measurements.meanDiameter.value - a.measurements.meanDiameter.value || byNumber(a, b),
  place: (a, b) => b.point[2] - a.point[2] || byNumber(a, b),
};

const sorted = new WeakMap<readonly Finding[], Map<FindingOrder, readonly Finding[]>>();

/** The findings that count, in the order of the list. */
export function listOf(study: Inputs & Pick<StudyFindings, 'order'>): readonly Finding[] {
  const shown = shownOf(study);
  let lists = sorted.get(shown);
  if (!lists) sorted.set(shown, (lists = new Map()));
  let list = lists.get(study.order);
  if (!list) lists.set(study.order, (list = [...shown].sort(orders[study.order])));
  return list;
}

/**
 * Gives numbers to what is shown for the first time, the most suspicious first, and takes back the last numbers of
 * candidates that are hidden again: a reader who only tried the slider does not number the next nodule 31. A number
 * that lies before one that is in use stays with its candidate.
 */
export function numbered(study: StudyFindings): StudyFindings {
  const shown = shownOf(study);
  const here = new Set(shown.map((f) => f.trackingUid));
  let { nextNumber } = study;
  const numbers = new Map(study.findings.map((f) => [f.trackingUid, f.number]));
  while (nextNumber > 1) {
    const last = study.findings.find((f) => numbers.get(f.trackingUid) === nextNumber - 1);
    if (!last || here.has(last.trackingUid) || !isUnseen(last)) break;
    numbers.set(last.trackingUid, 0);
    nextNumber--;
  }
  for (const f of [...shown].sort(orders.suspicion))
    if (numbers.get(f.trackingUid) === 0) numbers.set(f.trackingUid, nextNumber++);
  if (study.findings.every((f) => f.number === numbers.get(f.trackingUid))) return study;
  const renumber = (f: Finding): Finding => {
    const number = numbers.get(f.trackingUid);
    return number === undefined || number === f.number ? f : { ...f, number };
  };
  return {
    ...study,
    nextNumber,
    findings: study.findings.map(renumber).sort(byNumber),
    originals: Object.fromEntries(Object.entries(study.originals).map(([uid, f]) => [uid, renumber(f)])),
  };
}

/** Numbers of candidates that are not shown, because of the threshold. */
export const hiddenCount = (study: StudyFindings): number =>
  study.pass === 'first'
    ? 0
    : study.findings.filter((f) => isUnseen(f) && !isShown(f, study.threshold)).length;

/** The findings that count of a study, for a component. */
export const useShown = (studyUid: string | undefined): readonly Finding[] =>
  useFindings((s) => shownOf((studyUid !== undefined && s.studies[studyUid]) || emptyStudy));

/**
 * A run as far as it is spoken of: its candidates from the study's threshold on, at that threshold; nothing of what it
 * found in the first reading of second-reader mode. A threshold of the reader's own has no name of the model's.
 */
export function runShown(study: Pick<StudyFindings, 'threshold' | 'pass'>, run: AnalysisRun): AnalysisRun {
  if (study.pass === 'first') {
    const { scores: _, boxes: __, film: ___, ...rest } = run;
    return { ...rest, findings: [], withheld: 0, concealed: true };
  }
  const threshold = study.threshold ?? run.threshold;
  if (threshold === undefined || run.threshold === undefined) return run;
  const findings = run.findings.filter((f) => (f.score?.value ?? 1) >= threshold);
  return {
    ...run,
    threshold,
    operatingPoint: threshold === run.threshold ? run.operatingPoint : 'chosen',
    findings,
    // The limit left out the least suspicious ones: below the threshold when a listed one is.
    withheld: findings.length < run.findings.length ? 0 : run.withheld,
  };
}
