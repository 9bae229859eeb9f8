/**
 * What ties the features together over the life of a study: it is shown, its saved work comes back, every change
 * is kept, and closing it lets everything go. Features do not know each other for this; the app does.
 */
import { closeAnalysis, restoreRuns, runsSnapshot, useAnalysis } from '../features/analysis';
import { startChest } from '../features/chest';
import {
  closeFindings,
  findingsSnapshot,
  restoreFindings,
  shownOf,
  startFindings,
  studyFindings,
  useFindings,
  type FindingsSnapshot,
} from '../features/findings';
import {
  closeGuideline,
  followFindings,
  guidelineSnapshot,
  restoreGuideline,
  useGuideline,
} from '../features/guideline';
import { closeGrowth, growthSnapshot, restoreGrowth, useGrowth } from '../features/growth';
import { closeForms, formsSnapshot, restoreForms, useForms } from '../features/forms';
import { clear as clearHistory, useTyping } from '../features/history';
import {
  annotationsSnapshot,
  closeAnnotations,
  restoreAnnotations,
  startMeasure,
  useMeasure,
  type AnnotationsSnapshot,
} from '../features/measure';
import { openObject } from '../features/objects';
import { activeSeries, isImageSeries, useOpen, type OpenState } from '../features/open';
import { forgetRoom, keepRoom, roomSnapshot, useRead, type KeptRoom } from '../features/read';
import { closeKeyImages, keyImagesSnapshot, restoreKeyImages, useKeyImages } from '../features/out';
import { closeReport, reportSnapshot, restoreReport, useReport } from '../features/report';
import {
  closeSegments,
  restoreSegments,
  segmentsSnapshot,
  startSegments,
  useSegments,
  type SegmentsSnapshot,
} from '../features/segment';
import {
  handOver,
  leaveSeat,
  refuseSeat,
  seatOf,
  startKeep,
  startSeats,
  takeSeat,
  tellSaved,
  useKeep,
} from '../features/keep';
import { lookForWork, provideWork, startResume } from '../features/resume';
import { keepStorage } from '../storage';
import { Autosave, type WorkSource } from './autosave';
import { startGrowth } from './growth';
import { follow as show, startShowing } from './showing';

const both = (one: () => void, other: () => void) => (): void => {
  one();
  other();
};

/** Every part of the work on a study, in the order in which it is put back. */
export const sources: readonly WorkSource[] = [
  {
    part: 'findings',
    snapshot: findingsSnapshot,
    restore: (studyUid, saved) => restoreFindings(studyUid, saved as FindingsSnapshot),
    clear: closeFindings,
    subscribe: (changed) => useFindings.subscribe(changed),
  },
  {
    part: 'guideline',
    snapshot: guidelineSnapshot,
    restore: restoreGuideline,
    clear: closeGuideline,
    subscribe: (changed) => useGuideline.subscribe(changed),
  },
  {
    part: 'growth',
    snapshot: growthSnapshot,
    restore: restoreGrowth,
    clear: closeGrowth,
    subscribe: (changed) => useGrowth.subscribe(changed),
  },
  {
    part: 'runs',
    snapshot: (studyUid) => {
      const runs = runsSnapshot(studyUid);
      return runs.length > 0 ? runs : undefined;
    },
    restore: (studyUid, saved) => restoreRuns(studyUid, saved as ReturnType<typeof runsSnapshot>),
    clear: closeAnalysis,
    subscribe: (changed) => useAnalysis.subscribe(changed),
  },
  {
    part: 'segments',
    snapshot: segmentsSnapshot,
    restore: (studyUid, saved) => restoreSegments(studyUid, saved as SegmentsSnapshot),
    clear: closeSegments,
    subscribe: (changed) => useSegments.subscribe(changed),
  },
  {
    part: 'keyImages',
    snapshot: keyImagesSnapshot,
    restore: restoreKeyImages,
    clear: closeKeyImages,
    subscribe: (changed) => useKeyImages.subscribe(changed),
  },
  {
    part: 'annotations',
    snapshot: annotationsSnapshot,
    restore: (studyUid, saved) => restoreAnnotations(studyUid, saved as AnnotationsSnapshot),
    clear: closeAnnotations,
    subscribe: (changed) => useMeasure.subscribe(changed),
  },
  {
    part: 'forms',
    snapshot: formsSnapshot,
    restore: restoreForms,
    clear: closeForms,
    subscribe: (changed) => useForms.subscribe(changed),
  },
  {
    part: 'report',
    snapshot: reportSnapshot,
    restore: restoreReport,
    clear: closeReport,
    subscribe: (changed) => both(useReport.subscribe(changed), useTyping.subscribe(changed)),
  },
  {
    part: 'room',
    quiet: true,
    snapshot: roomSnapshot,
    restore: (studyUid, saved) => keepRoom(studyUid, saved as KeptRoom),
    clear: forgetRoom,
    subscribe: (changed) => useRead.subscribe(changed),
  },
];

/** When a hand was last on the page, and when a change of a tab that only reads was last taken back. */
let lastHand = 0;
let lastAsked = 0;
const handMoved = (): boolean => {
  const moved = lastHand > lastAsked;
  lastAsked = lastHand;
  return moved;
};

const autosave = new Autosave(sources, { saved: tellSaved, handMoved });

/** Openings and closings of work go one after the other: a study opened again must find its last save. */
let turn: Promise<void> = Promise.resolve();
const inTurn = (step: () => Promise<void>): void => {
  turn = turn.then(step).catch((error: unknown) => console.error('work:', error));
};

/** Writes what is not saved yet. */
export const saveNow = (): Promise<void> => autosave.flush();

/** Throws away the findings, runs and report text of a study and begins anew; the images stay. */
export async function startAfresh(studyUid: string): Promise<void> {
  // What another tab edits is not this one's to delete.
  if (seatOf(studyUid) === 'reading') return;
  clearHistory();
  await autosave.startAfresh(studyUid);
}

/** Where nothing is kept, every tab has its own work in memory: none waits for another. */
async function open(studyUid: string): Promise<void> {
  const alone = useKeep.getState().mode === 'nothing';
  await autosave.open(studyUid, alone ? 'editing' : await takeSeat(studyUid));
}

async function close(studyUid: string): Promise<void> {
  await autosave.close(studyUid);
  leaveSeat(studyUid);
}

/** Hands a study to the tab that asks for it, with everything saved. */
export function giveSeat(studyUid: string): void {
  inTurn(async () => {
    // What cannot be saved cannot be handed over: the other tab would go on without it.
    if (!(await autosave.toReading(studyUid))) return refuseSeat(studyUid);
    clearHistory();
    handOver(studyUid);
  });
}

/** The work on this study is read again, as another tab has saved it. */
const readAgain = (studyUid: string, seat: 'editing' | 'reading'): void =>
  inTurn(async () => {
    if (seatOf(studyUid) !== seat) return;
    clearHistory();
    await autosave.reload(studyUid, seat);
  });

/** Work that would be gone with the page, as nothing is kept. */
const onlyInMemory = (): boolean =>
  useKeep.getState().mode === 'nothing' &&
  useOpen
    .getState()
    .studies.some(({ studyUid }) =>
      sources.some((source) => !source.quiet && source.snapshot(studyUid) !== undefined),
    );

/** Everything was wiped: what is in memory must not be written again, and nothing holds the page. */
let forgotten = false;
function forget(): void {
  forgotten = true;
  autosave.dispose();
}

/** Locks, tabs and the way of keeping. Returns how to stop. */
function startKeeping(): () => void {
  const stops = [
    startSeats({
      turned: (studyUid) => readAgain(studyUid, 'editing'),
      saved: (studyUid) => readAgain(studyUid, 'reading'),
    }),
    startKeep({
      save: saveNow,
      saveAgain: () => autosave.saveAgain(),
      forget,
      studyOpen: () => useOpen.getState().studies.length > 0,
    }),
  ];
  const hand = () => {
    lastHand = performance.now();
  };
  for (const name of ['pointerdown', 'keydown'] as const) addEventListener(name, hand, true);
  return () => {
    for (const stop of stops) stop();
    for (const name of ['pointerdown', 'keydown'] as const) removeEventListener(name, hand, true);
  };
}

function follow(now: OpenState, before: OpenState): void {
  for (const study of before.studies)
    if (!now.studies.some((other) => other.studyUid === study.studyUid)) inTurn(() => close(study.studyUid));
  if (now.activeStudyUid !== before.activeStudyUid) {
    clearHistory();
    const { activeStudyUid } = now;
    if (activeStudyUid !== undefined) {
      inTurn(() => open(activeStudyUid));
      void keepStorage();
    }
  }
  show(now, before, () => turn);
  if (before.status === 'reading' && now.status === 'idle') {
    const study = now.studies.find((one) => one.studyUid === now.activeStudyUid);
    // After what is kept on this computer was looked for: that goes before.
    inTurn(async () => {
      await showDroppedObjects(now);
      if (study) await lookForWork(study);
    });
  }
}

/**
 * A drop of nothing but objects onto an open study means: show them, as when they are chosen in the list. One after
 * the other, so that every SEG that Lamplight wrote gives its findings back; the last one stays open.
 */
async function showDroppedObjects(now: OpenState): Promise<void> {
  const uids = new Set(now.results.filter((r) => r.status === 'loaded').map((r) => r.seriesUid));
  const series = now.studies.flatMap((study) => study.series).filter((one) => uids.has(one.seriesUid));
  if (series.some(isImageSeries) || activeSeries(now) === undefined) return;
  const own = series.filter((one) => one.modality === 'SEG');
  for (const one of [...series.filter((other) => !own.includes(other)).slice(0, 1), ...own])
    for (const instance of one.instances) await openObject(one, instance);
}

/** Starts following what is open; returns how to stop. Call once. */
export function startWork(): () => void {
  provideWork(sources);
  const stopResume = startResume();
  const stopKeeping = startKeeping();
  startFindings();
  followFindings({
    shown: (studyUid) => shownOf(studyFindings(studyUid)),
    subscribe: (changed) => useFindings.subscribe(changed),
  });
  const stopGrowth = startGrowth((studyUid) => inTurn(() => open(studyUid)));
  startMeasure();
  startChest();
  startSegments();
  const stopShowing = startShowing();
  const stopFollowing = useOpen.subscribe(follow);
  const onHide = () => document.visibilityState === 'hidden' && void saveNow();
  const onLeave = (event: BeforeUnloadEvent) => {
    if (forgotten || !(autosave.pending || onlyInMemory())) return;
    void saveNow();
    event.preventDefault();
  };
  document.addEventListener('visibilitychange', onHide);
  addEventListener('beforeunload', onLeave);
  return () => {
    stopFollowing();
    stopGrowth();
    stopResume();
    stopKeeping();
    stopShowing();
    document.removeEventListener('visibilitychange', onHide);
    removeEventListener('beforeunload', onLeave);
  };
}
