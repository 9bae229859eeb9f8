import { asideChange, plainCopy } from './aside';
import { keeping } from './keeping';
import type { Change } from './rows';
import type { RecentStudy } from './schema';
import { openJson, sealJson } from './sealing';
import { workRemoval } from './work';
import { forgetHead } from './generations';

const texts = ['studyUid', 'patientName', 'patientId', 'date', 'description', 'openedAt'] as const;
const perhaps = ['time', 'birthDate', 'sex', 'accession'] as const;
const isRecent = (value: unknown): value is RecentStudy => {
  const study = value as RecentStudy | null;
  return (
    typeof study === 'object' &&
    study !== null &&
    texts.every((key) => typeof study[key] === 'string') &&
    perhaps.every((key) => study[key] === undefined || typeof study[key] === 'string') &&
    Array.isArray(study.modalities) &&
    typeof study.imageCount === 'number'
  );
};

/** Puts a study at the head of the list; it stays there until the reader deletes it. Throws StorageError. */
export async function rememberStudy(study: RecentStudy): Promise<void> {
  const { rows, vault } = await keeping();
  const key = await vault.name(study.studyUid);
  const row = await sealJson(vault, 'recents', key, study);
  await rows.apply([{ table: 'recents', key, act: 'put', row }]);
}

/** Lines that are read in one go; the page has its turn between. */
const STRIDE = 200;
const rest = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));

/** All studies that were opened here, the last one first; a damaged line is set aside and the others stay. Throws StorageError. */
export async function recentStudies(): Promise<RecentStudy[]> {
  const place = await keeping();
  const studies: RecentStudy[] = [];
  const broken: Change[] = [];
  for (const [n, { key, row }] of (await place.rows.list('recents')).entries()) {
    if (n > 0 && n % STRIDE === 0) await rest();
    try {
      const study = await openJson(place.vault, 'recents', key, row);
      if (!isRecent(study)) throw new TypeError('no line of the list');
      studies.push(study);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const at = new Date().toISOString();
      const what = { at, from: 'recents', what: key, reason, value: plainCopy(row) } as const;
      broken.push(await asideChange(place, what), { table: 'recents', key, act: 'remove' });
    }
  }
  await place.rows.apply(broken).catch((error: unknown) => console.warn('storage: not set aside:', error));
  return studies.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt));
}

/** Takes a study off the list and deletes the work that was saved on it. Throws StorageError. */
export async function forgetStudy(studyUid: string): Promise<void> {
  const place = await keeping();
  const key = await place.vault.name(studyUid);
  await place.rows.apply([{ table: 'recents', key, act: 'remove' }, ...(await workRemoval(place, studyUid))]);
  forgetHead(studyUid);
}
