/** All work on this computer into a file, and back. */
import type { SourceFile } from '../../dicom/contract';
import { packWork, WorkError, type StudyWorkFile } from '../../dicom/objects';
import { asideList, loadWork, savedStudies, saveWork, setAside } from '../../storage';
import { checkPart, offerWork, sameWork, workNow } from '../resume';
import { useOpen } from '../open';
import { seatOf, withSeat } from './seats';
import { useKeep, type Outcome } from './store';
import { ENDING, packAll, unpackAll } from './work-file';

const say = (outcome: Outcome): void => useKeep.setState({ outcome });

/** Everything that there is: what is open as it stands, the rest as it was saved. What cannot be read stays out. */
async function collect(): Promise<StudyWorkFile[]> {
  const all = new Map<string, StudyWorkFile>();
  try {
    for (const { studyUid } of await savedStudies()) {
      const work = await loadWork(studyUid);
      if (work && Object.keys(work.parts).length > 0)
        all.set(studyUid, { studyUid, savedAt: work.savedAt, parts: work.parts });
    }
    // What was set aside travels along: somebody may be able to mend it.
    for (const aside of await asideList()) {
      const studyUid = aside.studyUid ?? '0';
      const known = all.get(studyUid) ?? { studyUid, savedAt: aside.at, parts: {} };
      const list = (known.parts.aside ?? []) as readonly unknown[];
      all.set(studyUid, { ...known, parts: { ...known.parts, aside: [...list, aside] } });
    }
  } catch (error) {
    // A store that cannot be read must not keep what is open from being saved.
    console.warn('keep: work in a file:', error);
  }
  for (const { studyUid } of useOpen.getState().studies) {
    const parts = workNow(studyUid);
    const aside = all.get(studyUid)?.parts.aside;
    if (Object.keys(parts).length > 0 && seatOf(studyUid) !== 'reading')
      all.set(studyUid, {
        studyUid,
        savedAt: new Date().toISOString(),
        parts: { ...parts, ...(aside !== undefined && { aside }) },
      });
  }
  return [...all.values()];
}

/** Gives all work as a file to the browser's downloads. Says what became of it. */
export async function saveAllWork(): Promise<void> {
  const studies = await collect();
  if (studies.length === 0) return say({ key: 'nothing' });
  const url = URL.createObjectURL(await packAll(studies));
  const link = document.createElement('a');
  link.href = url;
  link.download = `lamplight-work-${new Date().toISOString().slice(0, 10)}${ENDING}`;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  say({ key: 'saved', taken: studies.length });
}

/** Takes files of work that were opened like images; true when these were such. */
export async function claimWork(files: readonly SourceFile[]): Promise<boolean> {
  const own = files.filter(({ path }) => path.toLowerCase().endsWith(ENDING));
  if (own.length === 0 || own.length < files.length) return false;
  for (const { blob } of own) await takeFile(blob);
  return true;
}

async function takeFile(file: Blob): Promise<void> {
  try {
    const { studies, failed } = await unpackAll(file);
    const known = studies.filter(isSound);
    await takeAll(known, failed + studies.length - known.length);
  } catch (error) {
    if (!(error instanceof WorkError)) throw error;
    say({ key: 'damaged' });
  }
}

function isSound({ parts, studyUid }: StudyWorkFile): boolean {
  try {
    for (const [part, saved] of Object.entries(parts)) checkPart(part, saved);
    return /^[0-9.#]{1,80}$/.test(studyUid);
  } catch (error) {
    console.warn('keep: work in a file:', error);
    return false;
  }
}

async function takeAll(studies: readonly StudyWorkFile[], broken: number): Promise<void> {
  const clashing: StudyWorkFile[] = [];
  let [taken, kept, failed] = [0, 0, broken];
  for (const study of studies) {
    const { studyUid, parts } = study;
    if (useOpen.getState().studies.some((one) => one.studyUid === studyUid)) {
      // What is open is asked about like work in a report.
      if (await offerWork(studyUid, await packWork(study))) taken++;
      continue;
    }
    const here = await loadWork(studyUid);
    if (here && Object.keys(here.parts).length > 0 && sameWork(here.parts, parts)) kept++;
    else if (here && Object.keys(here.parts).length > 0) clashing.push(study);
    else if (await write(study)) taken++;
    else failed++;
  }
  if (clashing.length > 0) {
    const take = await new Promise<boolean>((answer) => {
      useKeep.setState({ clash: { count: clashing.length, answer } });
    });
    useKeep.setState({ clash: undefined });
    for (const study of clashing)
      if (!take) kept++;
      else if (await write(study)) taken++;
      else failed++;
  }
  say({ key: 'taken', taken, kept, failed });
}

/** Writes a study's work; what was there is set aside. False when another tab edits the study. */
async function write({ studyUid, parts }: StudyWorkFile): Promise<boolean> {
  return withSeat(studyUid, async () => {
    const here = await loadWork(studyUid);
    for (const [part, value] of Object.entries(here?.parts ?? {}))
      await setAside(studyUid, part, value, 'replaced by a file');
    const { aside: _, ...work } = parts;
    await saveWork({ studyUid, parts: work });
  });
}
