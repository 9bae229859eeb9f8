/**
 * What this computer knows of the work on each study: its status and why it is urgent. No names: kept beside the work,
 * so that a list of thousands need not read every study's masks to say what was signed.
 */
import { noChoice, type GuidelineChoice } from '../../domain/guidelines';
import type { Study } from '../../domain/study';
import { statusOf } from '../../domain/worklist/status';
import { urgencyOf } from '../../domain/worklist/urgency';
import type { KnownWork } from '../../domain/worklist/row';
import { compareSaved, keepRecord, loadChoice, loadWork, saveChoice } from '../../storage';
import { shownOf, type FindingsSnapshot } from '../findings';
import { useOpen } from '../open';
import { useSettings } from '../settings';

/** A part of the work on a study, as the app keeps it. */
export interface WorkSource {
  readonly part: string;
  readonly snapshot: (studyUid: string) => unknown;
  readonly subscribe: (changed: () => void) => () => void;
}

const CHOICE = 'worklist:known';
/** The studies worked on last; older ones are read again when they are opened. */
const MOST = 5000;

const known = new Map<string, KnownWork>();
const listeners = new Set<(studyUids: readonly string[]) => void>();

/** Calls back with the studies of which more, or less, is known. */
export const onKnown = (changed: (studyUids: readonly string[]) => void): (() => void) => {
  listeners.add(changed);
  return () => void listeners.delete(changed);
};

const tell = (studyUids: readonly string[]): void => {
  for (const listener of listeners) listener(studyUids);
};

/** What may be told of a study: in second-reader mode nothing that AI found before the reader has looked. */
export function knownWork(studyUid: string): KnownWork | undefined {
  const work = known.get(studyUid);
  if (!work?.unseen || !useSettings.getState().secondReader) return work;
  return work.urgent?.by === 'ai' ? { status: work.status } : work;
}

type Parts = Readonly<Record<string, unknown>>;

/** Of parts as they are saved, or as an open study has them now. */
export function workOf(parts: Parts, study?: Study): KnownWork {
  const findings = parts.findings as FindingsSnapshot | undefined;
  const choice = (parts.guideline as GuidelineChoice | undefined) ?? noChoice;
  const dateOf = ({ seriesUid }: { readonly seriesUid: string }): string =>
    study?.series.find((one) => one.seriesUid === seriesUid)?.date || study?.date || '';
  // Hidden ones count: whether they may be told is judged when they are.
  const shown = findings ? shownOf({ ...findings, joined: findings.joined ?? {}, pass: undefined }) : [];
  const unseen = findings?.pass === 'first' || findings?.ahead === true;
  return {
    status: statusOf(parts),
    urgent: urgencyOf({ findings: shown, choice, dateOf }),
    ...(unseen && { unseen }),
  };
}

let timer: ReturnType<typeof setTimeout> | undefined;

function keep(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    write().catch((error: unknown) => console.warn('worklist:', error));
  }, 300);
}

async function write(): Promise<void> {
  // On a computer that is to keep nothing of patients, not even that a study was read here.
  if ((await keepRecord()).mode === 'nothing') return;
  await saveChoice(CHOICE, Object.fromEntries([...known].slice(-MOST)));
}

const same = (a: KnownWork | undefined, b: KnownWork): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Notes what is known of a study now. */
export function noteWork(studyUid: string, work: KnownWork): void {
  if (same(known.get(studyUid), work)) return;
  // At the end: the newest are kept longest.
  known.delete(studyUid);
  known.set(studyUid, work);
  keep();
  tell([studyUid]);
}

export function forgetWork(studyUids: readonly string[]): void {
  const gone = studyUids.filter((studyUid) => known.delete(studyUid));
  if (gone.length === 0) return;
  keep();
  tell(gone);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Brings back what was kept. Never rejects. */
export async function restoreKnown(): Promise<void> {
  try {
    const kept = await loadChoice(CHOICE);
    if (!isRecord(kept)) return;
    for (const [studyUid, work] of Object.entries(kept))
      if (isRecord(work) && typeof work.status === 'string' && !known.has(studyUid))
        known.set(studyUid, work as unknown as KnownWork);
    tell([...known.keys()]);
  } catch (error) {
    console.warn('worklist:', error);
  }
}

/**
 * Compares the notes with what is saved: work of an earlier version or of another tab is read once, work that was cleared
 * is forgotten. Never rejects.
 */
export async function checkKnown(): Promise<void> {
  let compared: Awaited<ReturnType<typeof compareSaved>>;
  try {
    compared = await compareSaved(known.keys());
  } catch (error) {
    console.warn('worklist:', error);
    return;
  }
  const open = new Set(useOpen.getState().studies.map(({ studyUid }) => studyUid));
  forgetWork(compared.gone.filter((studyUid) => !open.has(studyUid)));
  for (const studyUid of compared.fresh) {
    if (known.has(studyUid) || open.has(studyUid)) continue;
    try {
      const work = await loadWork(studyUid);
      if (work) noteWork(studyUid, workOf(work.parts));
    } catch (error) {
      // What is damaged is said when the study is opened.
      console.warn('worklist:', error);
    }
  }
}

/** Open studies on which there was something since they were opened: only they can go back to nothing. */
const begun = new Set<string>();
let looking: ReturnType<typeof setTimeout> | undefined;

function lookAtOpen(sources: readonly WorkSource[]): void {
  const { studies, status } = useOpen.getState();
  for (const uid of begun) if (!studies.some((study) => study.studyUid === uid)) begun.delete(uid);
  if (status === 'reading') return;
  for (const study of studies) {
    const { studyUid } = study;
    const parts = Object.fromEntries(sources.map((one) => [one.part, one.snapshot(studyUid)]));
    const work = workOf(parts, study);
    // Nothing yet may mean that the saved work is still on its way.
    if (work.status === 'new' && !begun.has(studyUid)) continue;
    begun.add(studyUid);
    noteWork(studyUid, work);
  }
}

/** Follows the work on what is open; returns how to stop. */
export function followWork(sources: readonly WorkSource[]): () => void {
  // After the changes of one gesture, not with each: an outline tells every stroke.
  const look = (): void => {
    looking ??= setTimeout(() => {
      looking = undefined;
      lookAtOpen(sources);
    }, 250);
  };
  const stops = [useOpen.subscribe(look), ...sources.map((source) => source.subscribe(look))];
  const stopSettings = useSettings.subscribe(({ secondReader }, before) => {
    if (secondReader !== before.secondReader) tell([...known.keys()]);
  });
  return () => {
    for (const stop of [...stops, stopSettings]) stop();
    clearTimeout(looking);
    looking = undefined;
  };
}
