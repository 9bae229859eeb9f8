import { closeStudy as forgetStudyFiles, DicomError, fetchSource, openFiles as readFiles } from '../../dicom';
import type { OpenOptions, OpenResult, SourceFile } from '../../dicom/contract';
import { makeDemoStudy } from '../../dicom/demo';
import type { Study } from '../../domain/study';
import { rememberStudy } from '../../storage';
import { claimed } from './claim';
import { findSeries, firstToShow, imageCount, isImageSeries, isLocalizer, mergeStudies } from './merge';
import { problemOf } from './outcome';
import { useOpen } from './store';

const set = useOpen.setState;
const get = useOpen.getState;

let running: AbortController | undefined;
/** Openings go one after the other: two at once would fight over the order of series. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Reads files, the contents of folders, and ZIPs, and adds what they hold to what is open. The first series
 * shows while the rest is still read. A drop's folders may still be walked when this is called: give the promise.
 */
export function openFiles(files: readonly SourceFile[] | Promise<readonly SourceFile[]>) {
  return enqueue(async (signal) => {
    set({ progress: { stage: 'listing', done: 0, total: 0 } });
    const found = await orAborted(Promise.resolve(files), signal);
    if (await claimed(found)) return;
    if (found.length === 0) set({ problem: 'nothing', results: [] });
    else await read(found, signal);
  });
}

/** Opens what lies behind addresses (`?url=` of the page): DICOM files or ZIPs, one after the other. */
export function openUrls(addresses: readonly string[]) {
  return enqueue(async (signal) => {
    const files: SourceFile[] = [];
    for (const address of addresses) {
      set({ progress: { stage: 'fetching', done: 0, total: 0 } });
      const onBytes = (done: number, total: number) => set({ progress: { stage: 'fetching', done, total } });
      files.push(await fetchSource(address, { signal, onBytes }));
    }
    await read(files, signal);
  });
}

/** An opening failed, and whoever asked for it says so: the page does not say it a second time. */
export class SaidElsewhere extends Error {}

export interface OpenWithOptions {
  /** What is read stays in view: the new study only joins the list. */
  readonly quiet?: boolean;
}

/** Opens what a reader of the DICOM room brings, such as a study of a server; shown as files are. */
export function openWith(
  reader: (options: OpenOptions) => Promise<OpenResult>,
  options: OpenWithOptions = {},
) {
  return enqueue((signal) => readBy(reader, signal, options));
}

/** The work's result, or the signal's reason at once: a drop of a large folder cannot be stopped, only left. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Builds the demo study on this computer and opens it like any other files; shows it if it is open already. */
export function openDemo() {
  const demo = get().studies.find((study) => study.series.some((series) => series.synthetic));
  if (demo) {
    const series = firstToShow([demo]);
    if (series) activateSeries(series.seriesUid);
    return Promise.resolve();
  }
  return enqueue(async (signal) => {
    set({ progress: { stage: 'making', done: 0, total: 0 } });
    try {
      const files = await makeDemoStudy({
        signal,
        onProgress: (done, total) => set({ progress: { stage: 'making', done, total } }),
        onFiles: (made) => {
          newestSlice = made.at(-1);
        },
      });
      await read(files, signal);
    } finally {
      newestSlice = undefined;
    }
  });
}

let newestSlice: SourceFile | undefined;
/** The newest slice of a demo study that is being made: pixels, so not in the store. */
export const latestDemoSlice = (): SourceFile | undefined => newestSlice;

function enqueue(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const turn = queue.then(async () => {
    const abort = new AbortController();
    running = abort;
    const before = get();
    set({ status: 'reading', problem: undefined, problemDetail: undefined, progress: undefined });
    try {
      await work(abort.signal);
    } catch (error) {
      // Half a series must not be taken for a whole one: what this opening brought goes again.
      undoOpening(before.studies);
      set({ activeStudyUid: before.activeStudyUid, activeSeriesUid: before.activeSeriesUid });
      const url = error instanceof DicomError && error.reason === 'urlFailed';
      const problemDetail = url ? error.detail : error instanceof Error ? error.message : String(error);
      const said = error instanceof SaidElsewhere;
      if (!abort.signal.aborted && !said) set({ problem: url ? 'url' : 'failed', problemDetail });
    } finally {
      running = undefined;
      set({ status: 'idle', progress: undefined, password: undefined });
    }
  });
  queue = turn;
  return turn;
}

const read = (files: readonly SourceFile[], signal: AbortSignal) =>
  readBy((options) => readFiles(files, options), signal);

async function readBy(
  reader: (options: OpenOptions) => Promise<OpenResult>,
  signal: AbortSignal,
  { quiet = false }: OpenWithOptions = {},
) {
  const before = get().studies;
  let gone = false;
  let byItself: string | undefined;
  // Who opens another study wants to see it; once, as they may look at something else meanwhile.
  const goToNew = (studies: readonly Study[]) => {
    const fresh = studies.filter((study) => !before.some((old) => old.studyUid === study.studyUid));
    const series = firstToShow(fresh);
    if (gone || !series || (quiet && get().activeSeriesUid !== undefined)) return;
    gone = true;
    if (!fresh.some((study) => study.studyUid === get().activeStudyUid)) activateSeries(series.seriesUid);
    byItself = get().activeSeriesUid;
  };
  const outcome = await reader({
    signal,
    onProgress: ({ done, total }) => set({ progress: { stage: 'reading', done, total } }),
    onStudies: (studies) => {
      show(mergeStudies(before, studies));
      goToNew(studies);
    },
    askPassword,
  });
  signal.throwIfAborted();
  const { results } = outcome;
  show(mergeStudies(before, outcome.studies));
  goToNew(outcome.studies);
  if (byItself !== undefined || !quiet) preferMainSeries(outcome.studies, byItself);
  const imageless = !firstToShow(get().studies) && results.some((result) => result.status === 'loaded');
  set({
    results,
    problem: imageless ? 'noImages' : problemOf(results),
    warnings: [...withoutWarnings(outcome.studies), ...(outcome.warnings ?? [])],
  });
  // Left unawaited: the list of recent studies is a comfort and must not hold up reading.
  for (const study of outcome.studies) void remember(study);
}

/** The warnings about all but these studies. */
const withoutWarnings = (studies: readonly { readonly studyUid: string }[]) =>
  get().warnings.filter((warning) => !studies.some((study) => study.studyUid === warning.studyUid));

function show(studies: readonly Study[]): void {
  set({ studies });
  if (findSeries(studies, get().activeSeriesUid)) return;
  const series = firstToShow(studies);
  if (series) activateSeries(series.seriesUid);
}

/**
 * The first series to arrive is often the scout or of the prior; once all are known, the main one of the newest study
 * takes its place. What the reader chose meanwhile, or had open before, stays.
 */
function preferMainSeries(read: readonly Study[], byItself: string | undefined): void {
  const now = findSeries(get().studies, get().activeSeriesUid);
  const main = firstToShow(read);
  const ofThese = now && read.some((study) => study.studyUid === now.studyUid);
  const older = now?.seriesUid === byItself && main?.studyUid !== now?.studyUid;
  if (main && (!now || (ofThese && (isLocalizer(now) || older)))) activateSeries(main.seriesUid);
}

function undoOpening(before: readonly Study[]): void {
  const known = new Set(before.map((study) => study.studyUid));
  for (const study of get().studies) if (!known.has(study.studyUid)) forgetStudyFiles(study.studyUid);
  set({ studies: before });
}

async function remember(study: Study): Promise<void> {
  const images = study.series.filter(isImageSeries);
  if (images.length === 0) return;
  try {
    await rememberStudy({
      studyUid: study.studyUid,
      patientName: study.patient.name,
      patientId: study.patient.id,
      date: study.date,
      time: study.time,
      birthDate: study.patient.birthDate,
      sex: study.patient.sex,
      accession: study.accession,
      description: study.description,
      modalities: [...new Set(images.map((series) => series.modality))],
      seriesCount: images.length,
      imageCount: images.reduce((sum, series) => sum + imageCount(series), 0),
      synthetic: images.some((series) => series.synthetic),
      openedAt: new Date().toISOString(),
    });
  } catch (error) {
    // The autosave, which matters, reports the same failure in the status bar.
    console.warn('recent studies:', error);
  }
}

function askPassword(path: string, wrongBefore: boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    const answer = (password: string | undefined) => {
      set({ password: undefined });
      resolve(password);
    };
    // A cancelled opening must not wait for an answer that cannot come any more.
    running?.signal.addEventListener('abort', () => answer(undefined), { once: true });
    set({ password: { path, wrongBefore, answer } });
  });
}

/** Stops the opening under way and takes back what it had brought. */
export function cancelOpen(): void {
  running?.abort();
}

/** Makes a series the one that is read. A series of objects (SEG, SR) is none: the series list hands it to its `onObject`. */
export function activateSeries(seriesUid: string): void {
  const series = findSeries(get().studies, seriesUid);
  if (!series) return;
  if (isImageSeries(series)) set({ activeSeriesUid: seriesUid, activeStudyUid: series.studyUid });
}

/** Closes a study: its files, headers and decoded frames are let go; the work on it stays saved. */
export function closeStudy(studyUid: string): void {
  const studies = get().studies.filter((study) => study.studyUid !== studyUid);
  const next = get().activeStudyUid === studyUid ? firstToShow(studies) : undefined;
  if (get().activeStudyUid === studyUid)
    set({ studies, activeStudyUid: next?.studyUid, activeSeriesUid: next?.seriesUid });
  else set({ studies });
  if (studies.length === 0) set({ results: [], problem: undefined });
  dismissWarnings(studyUid);
  forgetStudyFiles(studyUid);
}

/** Takes the message about the latest opening away. */
export function dismissProblem(): void {
  set({ problem: undefined, problemDetail: undefined });
}

/** The reader has taken note of what is odd about a study; opening it again says it anew. */
export function dismissWarnings(studyUid: string): void {
  set({ warnings: withoutWarnings([{ studyUid }]) });
}
