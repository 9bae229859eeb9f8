/**
 * AI on the next studies of the list, before they are opened: one at a time, only while nothing is being opened and the
 * reader's own analysis does not run, which stops it at once. What it found is kept as the study's work, so that opening
 * the study shows it. Off until the reader switches it on.
 */
import { closeStudy, openFiles } from '../../dicom';
import { makeDemoStudy } from '../../dicom/demo';
import type { Study } from '../../domain/study';
import { HERE, type WorklistRow } from '../../domain/worklist/row';
import { upcoming } from '../../domain/worklist/walk';
import { loadWork, saveWork } from '../../storage';
import { analyseAhead, analysing, useAnalysis, type RunAhead } from '../analysis';
import { findingsAhead } from '../findings';
import { useOpen } from '../open';
import { isDemo } from './demo';
import { noteWork, workOf } from './known';
import { serverPort } from './port';
import { get, ordered, patchAhead, useWorklist } from './store';
import { keepViews } from './views';

/** So many waiting studies are looked at ahead; reading them takes longer than the network does. */
const AHEAD = 10;

/** Looked at since the page was opened: what failed or did not suit is not tried again and again. */
const tried = new Set<string>();
let running: { readonly studyUid: string; readonly abort: AbortController } | undefined;

const isOpen = (studyUid: string): boolean =>
  useOpen.getState().studies.some((study) => study.studyUid === studyUid);

/** Its images can be had without the reader. */
const readable = (row: WorklistRow): boolean => isDemo(row) || row.sources.some((source) => source !== HERE);

const mustWait = (): boolean => useOpen.getState().status === 'reading' || analysing();

function nextRow(): WorklistRow | undefined {
  const waiting = upcoming(ordered(), useOpen.getState().activeStudyUid, AHEAD, readable);
  return waiting.find(({ key }) => !tried.has(key) && !isOpen(key));
}

/** A study's images, registered in the DICOM room and shown nowhere. */
async function readStudy(row: WorklistRow, signal: AbortSignal): Promise<Study | undefined> {
  const server = get().servers.find(({ id }) => row.sources.includes(id));
  const { studies } = server
    ? await serverPort().read(server.id, row.key, { signal })
    : await openFiles(await makeDemoStudy({ signal }), { signal });
  return studies.find((study) => study.studyUid === row.key);
}

let told: (studyUid: string, run: RunAhead['run']) => void = () => undefined;

/** The app writes down what ran ahead, as it does with every run. */
export const tellRuns = (listener: typeof told): void => {
  told = listener;
};

/** Kept only where there is no work yet: what a reader did is never touched. */
async function keep(studyUid: string, { run, grid, names }: RunAhead): Promise<void> {
  const before = await loadWork(studyUid);
  if (isOpen(studyUid) || (before && Object.keys(before.parts).some((part) => part !== 'room'))) return;
  const parts = {
    ...before?.parts,
    findings: findingsAhead(run, grid, names),
    runs: [{ ...run, ahead: true }],
  };
  await saveWork({ studyUid, parts });
  noteWork(studyUid, workOf(parts));
}

async function look(row: WorklistRow): Promise<void> {
  const abort = new AbortController();
  running = { studyUid: row.key, abort };
  const { signal } = abort;
  patchAhead({ state: 'running', studyUid: row.key, share: 0 });
  try {
    // Work that the list does not know of: of another tab, or of before it kept a note.
    const before = await loadWork(row.key);
    if (before && workOf(before.parts).status !== 'new') noteWork(row.key, workOf(before.parts));
    else {
      const study = await readStudy(row, signal);
      signal.throwIfAborted();
      const found =
        study && (await analyseAhead(study, { signal, onShare: (share) => patchAhead({ share }) }));
      if (found) {
        told(row.key, found.run);
        await keep(row.key, found);
      }
      const { done, unsuitable } = get().ahead;
      patchAhead(found ? { done: done + 1 } : { unsuitable: unsuitable + 1 });
    }
    tried.add(row.key);
  } catch (error) {
    if (!signal.aborted) {
      tried.add(row.key);
      const detail = error instanceof Error ? error.message : String(error);
      patchAhead({ failed: get().ahead.failed + 1, detail });
      console.warn('AI ahead:', error);
    }
  } finally {
    // The reader may have opened it meanwhile: then it is theirs.
    if (!isOpen(row.key)) closeStudy(row.key);
    running = undefined;
    patchAhead({ state: 'idle', studyUid: undefined, share: 0 });
  }
}

/** Begins, stops or goes on, as things stand now. */
function consider(): void {
  const { on } = get().ahead;
  if (running) {
    if (!on || mustWait() || isOpen(running.studyUid)) running.abort.abort();
    return;
  }
  if (!on) return;
  const state = mustWait() ? 'waiting' : 'idle';
  if (get().ahead.state !== state) patchAhead({ state });
  const row = state === 'idle' ? nextRow() : undefined;
  if (row) void look(row).then(consider);
}

/** Switches it on or off; the choice stays. */
export function setAhead(on: boolean): void {
  patchAhead({ on, failed: 0, detail: undefined });
  keepViews();
  consider();
}

/** Follows the list and the reader; returns how to stop. */
export function followAhead(): () => void {
  const stops = [
    useWorklist.subscribe(({ indices, ahead }, before) => {
      if (indices !== before.indices || ahead.on !== before.ahead.on) consider();
    }),
    useOpen.subscribe((now, before) => {
      if (now.status !== before.status || now.studies !== before.studies) consider();
    }),
    useAnalysis.subscribe(consider),
  ];
  consider();
  return () => {
    for (const stop of stops) stop();
    running?.abort.abort();
  };
}
