import { asideChange, plainCopy } from './aside';
import { keeping } from './keeping';
import type { Change } from './rows';
import type { RecentStudy } from './schema';
import { openJson, sealJson } from './sealing';
import { workRemoval } from './work';
import { forgetHead } from './generations';

const RECENT_LIMIT = 20;

const texts = ['studyUid', 'patientName', 'patientId', 'date', 'description', 'openedAt'] as const;
const isRecent = (value: unknown): value is RecentStudy => {
  const study = value as RecentStudy | null;
  return (
    typeof study === 'object' &&
    study !== null &&
    texts.every((key) => typeof study[key] === 'string') &&
    Array.isArray(study.modalities) &&
    typeof study.imageCount === 'number'
  );
};

/** Puts a study at the head of the list of recent ones; the oldest beyond 20 leave it. Throws StorageError. */
export async function rememberStudy(study: RecentStudy): Promise<void> {
  const { rows, vault } = await keeping();
  const key = await vault.name(study.studyUid);
  const surplus = (await recentStudies())
    .filter(({ studyUid }) => studyUid !== study.studyUid)
    .slice(RECENT_LIMIT - 1);
  const gone = surplus.map(async ({ studyUid }): Promise<Change> => ({
    table: 'recents',
    key: await vault.name(studyUid),
    act: 'remove',
  }));
  const row = await sealJson(vault, 'recents', key, study);
  await rows.apply([{ table: 'recents', key, act: 'put', row }, ...(await Promise.all(gone))]);
}

/** Recent studies, newest first; a damaged line is set aside and the others stay. Throws StorageError. */
export async function recentStudies(): Promise<RecentStudy[]> {
  const place = await keeping();
  const studies: RecentStudy[] = [];
  const broken: Change[] = [];
  for (const { key, row } of await place.rows.list('recents'))
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
