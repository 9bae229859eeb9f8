/** Opening studies from the list, and going from one to the next. */
import { HERE, type WorklistRow } from '../../domain/worklist/row';
import { neighbour } from '../../domain/worklist/walk';
import { forgetStudy } from '../../storage';
import { activateSeries, chooseFolder, closeStudy, isImageSeries, openDemo, useOpen } from '../open';
import { isDemo } from './demo';
import { forgetWork } from './known';
import { listHere, studyRow } from './list';
import { needList } from './listing';
import { serverPort } from './port';
import { get, ordered, set } from './store';
import { wantFolder } from './wanted';

const isOpen = (studyUid: string): boolean =>
  useOpen.getState().studies.some((study) => study.studyUid === studyUid);

/** Can it be shown without asking for files? */
export const opensByItself = (row: WorklistRow): boolean =>
  isOpen(row.key) || isDemo(row) || row.sources.some((source) => source !== HERE);

/** Puts the list away. */
export const closeList = (): void => set({ over: false });

/** Shows the list, over the images when a study is read. */
export function showList(): void {
  needList();
  const { activeStudyUid } = useOpen.getState();
  set({ over: activeStudyUid !== undefined, selected: activeStudyUid ?? get().selected });
}

function activate(studyUid: string): void {
  const study = useOpen.getState().studies.find((one) => one.studyUid === studyUid);
  const series = study?.series.find(isImageSeries);
  if (series && useOpen.getState().activeStudyUid !== studyUid) activateSeries(series.seriesUid);
}

/**
 * What was read makes room, once the next study stands: its work is saved, its images would fill the memory by noon.
 * Priors of the same patient stay.
 */
function closeOthers(studyUid: string): void {
  const { studies } = useOpen.getState();
  const now = studies.find((study) => study.studyUid === studyUid);
  if (!now) return;
  const samePatient = (id: string): boolean => id !== '' && id === now.patient.id;
  for (const study of studies)
    if (study.studyUid !== studyUid && !samePatient(study.patient.id)) closeStudy(study.studyUid);
}

/** Opens a study of the list. Of one whose files lie somewhere on this computer the reader is asked for them. */
export async function openRow(row: WorklistRow): Promise<void> {
  set({ selected: row.key });
  if (!isOpen(row.key)) {
    const server = get().servers.find(({ id }) => row.sources.includes(id));
    if (server) await serverPort().open(server.id, row.key);
    else if (isDemo(row)) await openDemo();
    else {
      wantFolder(row);
      chooseFolder();
      return;
    }
  }
  if (!isOpen(row.key)) return;
  activate(row.key);
  closeList();
  closeOthers(row.key);
}

/** Opens a study that the list may hold; of one that no source names the reader is asked for the files. */
export async function openStudy(studyUid: string): Promise<void> {
  const row = studyRow(studyUid);
  if (row) await openRow(row);
  else if (isOpen(studyUid)) activate(studyUid);
  else chooseFolder();
}

/** What a key for the next study does: false when there is none. */
export type Step = 1 | -1;

/** The next study to read, or the one before; signed ones are passed over, and those whose files must be asked for. */
export function neighbourRow(step: Step): WorklistRow | undefined {
  const { activeStudyUid } = useOpen.getState();
  return neighbour(ordered(), activeStudyUid ?? get().selected, step, opensByItself);
}

/** Opens the next study to read. Where there is none the list shows, which says why. */
export async function goToNeighbour(step: Step): Promise<void> {
  const { activeStudyUid, status } = useOpen.getState();
  // A second press while one is on its way would jump over a patient.
  if (status === 'reading') return;
  const row = activeStudyUid === undefined && step === 1 ? firstRow() : neighbourRow(step);
  if (row) await openRow(row);
  else showList();
}

/** From the start page: the row at hand when it waits, else the first that does. */
function firstRow(): WorklistRow | undefined {
  return neighbour(ordered(), undefined, 1, opensByItself);
}

/** Deletes what this computer keeps of a study: its place in the list and the work on it. @throws StorageError */
export async function forgetRow(row: WorklistRow): Promise<void> {
  await forgetStudy(row.key);
  forgetWork([row.key]);
  await listHere();
}
