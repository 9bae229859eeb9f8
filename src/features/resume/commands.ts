/** The study's work into a report, and out of one again. */
import { loadObject } from '../../dicom';
import { packWork, unpackWork, WorkError, type StudyWorkFile } from '../../dicom/objects';
import { software } from '../../domain/report-facts';
import type { Instance, Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { run } from '../history';
import { useOpen } from '../open';
import { sameWork } from './same';
import { checkPart } from './shapes';
import { workNow, workParts } from './sources';
import { useResume, type ResumeOutcome } from './store';

type Parts = Readonly<Record<string, unknown>>;

/** More than this in a report would hinder archives more than it helps, bytes. */
const MOST_IN_REPORT = 64 * 1024 * 1024;

/**
 * The work on a study for the private block of its structured report; undefined when there is none or it is too
 * large to travel. Never rejects: a report must go out without it.
 * @param work as it was when a version was signed; what there is now when absent
 */
export async function workForReport(
  studyUid: string,
  work?: { readonly parts: Parts; readonly savedAt: string },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { parts, savedAt } = work ?? { parts: workNow(studyUid), savedAt: new Date().toISOString() };
  if (Object.keys(parts).length === 0) return undefined;
  try {
    const packed = await packWork({ studyUid, savedAt, parts });
    return packed.length <= MOST_IN_REPORT ? packed : undefined;
  } catch (error) {
    console.warn('work in the report:', error);
    return undefined;
  }
}

const say = (key: ResumeOutcome, studyUid: string, more: { savedAt?: string; detail?: string } = {}): void =>
  useResume.setState({ outcome: { key, studyUid, ...more } });

/** Puts work in place of what there is. @throws what a part's own reading throws; then some parts may be changed */
function put(studyUid: string, parts: Parts): void {
  const known = workParts();
  // Backwards: a report looks at its findings while it goes.
  for (const one of known.toReversed()) one.clear(studyUid);
  for (const one of known) if (parts[one.part] !== undefined) one.restore(studyUid, parts[one.part]);
}

/** Takes a file's work in place of what is here; undo brings that back. False when it cannot be: that is said. */
function take(studyUid: string, file: StudyWorkFile): boolean {
  const mine = workNow(studyUid);
  try {
    // Everything is looked at before anything is touched.
    for (const [part, saved] of Object.entries(file.parts)) checkPart(part, saved);
    run({
      label: i18n.t('resume:done'),
      do: () => {
        try {
          put(studyUid, file.parts);
        } catch (error) {
          put(studyUid, mine);
          throw error;
        }
      },
      undo: () => put(studyUid, mine),
    });
    say('taken', studyUid, { savedAt: file.savedAt });
    return true;
  } catch (error) {
    say('damaged', studyUid, { detail: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

/** Is the file's study open, and the work of that study? */
function fits(studyUid: string, file: StudyWorkFile): boolean {
  const open = useOpen.getState().studies.some((one) => one.studyUid === studyUid);
  if (open && file.studyUid === studyUid) return true;
  if (open) say('otherStudy', studyUid);
  return false;
}

async function read(studyUid: string, work: Uint8Array): Promise<StudyWorkFile | undefined> {
  try {
    return await unpackWork(work);
  } catch (error) {
    if (!(error instanceof WorkError)) throw error;
    say('damaged', studyUid, { detail: error.message });
    return undefined;
  }
}

/**
 * A report with work in it was opened. Where the study has none, it goes on from there; where it has the same, nothing
 * changes; where it has other work, the reader is asked.
 * @returns was it taken at once?
 */
export async function offerWork(studyUid: string, work: Uint8Array): Promise<boolean> {
  const file = await read(studyUid, work);
  if (!file || !fits(studyUid, file)) return false;
  const mine = workNow(studyUid);
  if (Object.keys(mine).length === 0) return take(studyUid, file);
  if (sameWork(mine, file.parts)) say('same', studyUid, { savedAt: file.savedAt });
  else useResume.setState({ question: { studyUid, file } });
  return false;
}

/** The reader's answer: the file's work, or what is here. */
export function answer(takeTheFile: boolean): void {
  const { question } = useResume.getState();
  useResume.setState({ question: undefined });
  if (!question) return;
  const { studyUid, file } = question;
  if (!takeTheFile) say('kept', studyUid);
  else if (fits(studyUid, file)) take(studyUid, file);
}

const isReport = (one: Instance): boolean => one.sopClassUid === '1.2.840.10008.5.1.4.1.1.88.34';

/** More reports than this are not looked through unasked. */
const MOST_LOOKED_AT = 20;

/** Reports that were looked at, by SOP instance UID: each once while its study is open. */
const looked = new Set<string>();

/**
 * A study came with reports that Lamplight wrote, and has no work on this computer: the newest work in them comes
 * back unasked. Where there is work, nothing happens; choosing a report in the list asks.
 */
export async function lookForWork(study: Study): Promise<void> {
  const { studyUid } = study;
  const own = study.series.filter(
    (one) => one.modality === 'SR' && one.manufacturer === software.manufacturer,
  );
  const fresh = own
    .flatMap((one) => one.instances)
    .filter((one) => isReport(one) && !looked.has(one.sopInstanceUid));
  if (fresh.length === 0) return;
  const files: StudyWorkFile[] = [];
  for (const instance of fresh.slice(0, MOST_LOOKED_AT)) {
    looked.add(instance.sopInstanceUid);
    if (Object.keys(workNow(studyUid)).length > 0) return;
    try {
      const object = await loadObject(instance);
      if (object.kind === 'report' && object.work) files.push(await unpackWork(object.work));
    } catch (error) {
      // What is wrong with it is said when the reader opens it.
      console.warn('work in a report:', error);
    }
  }
  const newest = files
    .filter((file) => file.studyUid === studyUid)
    .toSorted((a, b) => a.savedAt.localeCompare(b.savedAt))
    .at(-1);
  if (newest && Object.keys(workNow(studyUid)).length === 0 && fits(studyUid, newest)) take(studyUid, newest);
}

/** Forgets what was looked at, and a question about a study that is closed. Returns how to stop. */
export const startResume = (): (() => void) =>
  useOpen.subscribe((now, before) => {
    const gone = before.studies.filter(
      (one) => !now.studies.some((other) => other.studyUid === one.studyUid),
    );
    for (const study of gone)
      for (const series of study.series)
        for (const one of series.instances) looked.delete(one.sopInstanceUid);
    const { question, outcome } = useResume.getState();
    if (gone.some((one) => one.studyUid === question?.studyUid)) useResume.setState({ question: undefined });
    if (gone.some((one) => one.studyUid === outcome?.studyUid)) useResume.setState({ outcome: undefined });
  });
