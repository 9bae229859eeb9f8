/** The rows: what each source lists goes into one book, and what is shown of it is worked out anew, without a pause. */
import { RowBook } from '../../domain/worklist/book';
import { Arrangement } from '../../domain/worklist/order';
import { HERE, type KnownWork, type Listed } from '../../domain/worklist/row';
import type { Study } from '../../domain/study';
import { recentStudies, type RecentStudy } from '../../storage';
import { imageCount, isImageSeries, useOpen } from '../open';
import { checkKnown, knownWork, onKnown } from './known';
import { onSigned, withSigned } from './signed';
import { get, set, useWorklist } from './store';

const workOn = (studyUid: string): KnownWork | undefined => withSigned(studyUid, knownWork(studyUid));

let book = new RowBook(workOn);

export const studyRow = (studyUid: string) => book.row(studyUid);

/** While a server is listed the order is made anew this often, ms: every page would keep the processor busy. */
const CALM = 400;

let arrangement = new Arrangement([]);
let running: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Works out what is shown; an earlier working out that is not done yet is given up. */
export async function arrange(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  running?.abort();
  const abort = new AbortController();
  running = abort;
  const { rows, filter, sort } = get();
  if (arrangement.rows !== rows) arrangement = new Arrangement(rows);
  const mine = arrangement;
  try {
    const { indices, counts } = await mine.arrange(filter, sort, new Date(), abort.signal);
    if (!abort.signal.aborted) set({ indices, counts, arranged: mine.rows });
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    if (running === abort) running = undefined;
  }
}

const arrangeSoon = (): void => {
  timer ??= setTimeout(() => void arrange(), CALM);
};

const publish = (): void => set({ rows: book.rows });

/** Adds what a source said. */
export function addRows(page: readonly Listed[]): void {
  if (page.length === 0) return;
  book.add(page);
  publish();
}

/** A source was listed to its end. */
export function endSource(source: string, studyUids: ReadonlySet<string>): void {
  book.keepOnly(source, studyUids);
  publish();
}

/** An open study. */
function listedOpen(study: Study): Listed {
  const images = study.series.filter(isImageSeries);
  return {
    studyUid: study.studyUid,
    source: HERE,
    patientName: study.patient.name,
    patientId: study.patient.id,
    birthDate: study.patient.birthDate,
    sex: study.patient.sex,
    date: study.date,
    time: study.time,
    description: study.description,
    modalities: [...new Set(images.map((series) => series.modality))],
    accession: study.accession,
    imageCount: images.reduce((sum, series) => sum + imageCount(series), 0),
  };
}

const listed = (study: RecentStudy): Listed => ({
  studyUid: study.studyUid,
  source: HERE,
  patientName: study.patientName,
  patientId: study.patientId,
  birthDate: study.birthDate ?? '',
  sex: study.sex ?? '',
  date: study.date,
  time: study.time ?? '',
  description: study.description,
  modalities: study.modalities,
  accession: study.accession ?? '',
  imageCount: study.imageCount,
});

const openHere = (): readonly Listed[] =>
  useOpen
    .getState()
    .studies.filter((study) => study.series.some(isImageSeries))
    .map(listedOpen);

/** What was opened just now stands among the studies of this computer; the others, thousands perhaps, are not read again. */
export const listOpen = (): void => addRows(openHere());

/** Lists the studies of this computer again. Never rejects: without storage there are none. */
export async function listHere(): Promise<void> {
  let studies: readonly RecentStudy[] = [];
  try {
    studies = await recentStudies();
  } catch (error) {
    console.warn('worklist:', error);
  }
  const here = [...studies.map(listed), ...openHere()];
  addRows(here);
  endSource(HERE, new Set(here.map(({ studyUid }) => studyUid)));
  await checkKnown();
}

/** Keeps the order up to date; returns how to stop. */
export function followRows(): () => void {
  const touch = (studyUids: readonly string[]): void => {
    book.touch(studyUids);
    publish();
  };
  onSigned(touch);
  const stops = [
    onKnown(touch),
    useWorklist.subscribe((now, before) => {
      // What the reader asked for comes at once, what merely arrived with the next beat.
      if (now.filter !== before.filter || now.sort !== before.sort) void arrange();
      else if (now.rows !== before.rows) {
        if (before.arranged.length === 0) void arrange();
        else arrangeSoon();
      }
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    timer = undefined;
    running?.abort();
  };
}

/** Forgets every row; for tests. */
export function resetRows(): void {
  book = new RowBook(workOn);
  publish();
}
