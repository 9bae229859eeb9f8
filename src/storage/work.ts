import { asideChange, plainCopy, readAside, type SetAside } from './aside';
import {
  forgetHead,
  noteHead,
  numberOf,
  readGeneration,
  readPart,
  writeGeneration,
  type Entry,
  type Generation,
  type Place,
} from './generations';
import { asStorageError } from './failure';
import { keeping } from './keeping';
import type { Change } from './rows';
import type { StudyWork, WorkProblem } from './schema';

/**
 * Saves the work on a study as a new generation: on the disk and read back when it resolves. Typed arrays stay typed
 * arrays, and are taken as never changed in place. Throws StorageError; `elsewhere`: another tab has saved since.
 */
export async function saveWork(work: Pick<StudyWork, 'studyUid' | 'parts'>): Promise<StudyWork> {
  const { studyUid, parts } = work;
  try {
    const { savedAt, number } = await writeGeneration(await keeping(), studyUid, parts);
    return { studyUid, parts, savedAt, generation: number };
  } catch (error) {
    throw asStorageError(error);
  }
}

interface Read {
  readonly generations: readonly Generation[];
  readonly broken: readonly { readonly key: string; readonly row: unknown; readonly reason: string }[];
}

async function generationsOf({ rows, vault }: Place, name: string): Promise<Read> {
  const generations: Generation[] = [];
  const broken: { key: string; row: unknown; reason: string }[] = [];
  for (const { key, row } of (await rows.list('generations', `${name}/`)).toReversed())
    try {
      generations.push(await readGeneration(vault, key, row));
    } catch (error) {
      broken.push({ key, row, reason: reasonOf(error) });
    }
  return { generations, broken };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The saved work on a study; undefined when there is none. What cannot be read is set aside and told in `problems`: of
 * a damaged part the one saved before takes its place, of a damaged save the save before. Throws StorageError.
 */
export async function loadWork(studyUid: string): Promise<StudyWork | undefined> {
  const place = await keeping();
  const name = await place.vault.name(studyUid);
  forgetHead(studyUid);
  const { generations, broken } = await generationsOf(place, name);
  const problems: WorkProblem[] = [];
  const changes: Change[] = [];
  const at = new Date().toISOString();
  for (const { key, row, reason } of broken) {
    const newest = generations.every((one) => one.number < numberOf(key));
    // An older one that is damaged was only a spare.
    if (newest) problems.push({ reason, instead: generations[0]?.savedAt });
    const value = plainCopy(row);
    changes.push(await asideChange(place, { at, studyUid, from: 'generations', what: key, reason, value }));
    changes.push({ table: 'generations', key, act: 'remove' });
  }
  const brokenPieces = new Set<string>();
  const parts: Record<string, unknown> = {};
  const [last, before] = generations;
  for (const [part, entry] of Object.entries(last?.parts ?? {})) {
    const read = await partOf(place, name, part, entry, before);
    if ('value' in read) parts[part] = read.value;
    if (read.reason === undefined) continue;
    for (const id of [entry.text, ...entry.arrays]) brokenPieces.add(id);
    problems.push({ part, reason: read.reason, instead: read.instead });
    const value = await copyOf(place, name, entry);
    changes.push(
      await asideChange(place, { at, studyUid, from: 'pieces', what: part, reason: read.reason, value }),
    );
  }
  // Numbers go on after those of broken saves, so that a tab which knows them is told of ours.
  await place.rows.apply(changes).catch((error: unknown) => console.warn('storage: not set aside:', error));
  noteHead(place, name, generations, brokenPieces);
  if (!last && problems.length === 0) return undefined;
  return {
    studyUid,
    parts,
    savedAt: last?.savedAt ?? at,
    ...(last && { generation: last.number }),
    ...(problems.length > 0 && { problems }),
  };
}

async function partOf(
  place: Place,
  name: string,
  part: string,
  entry: Entry,
  before: Generation | undefined,
): Promise<{ value?: unknown; reason?: string; instead?: string }> {
  try {
    return { value: await readPart(place, name, entry) };
  } catch (error) {
    const reason = reasonOf(error);
    const older = before?.parts[part];
    if (!older) return { reason };
    try {
      return { value: await readPart(place, name, older), reason, instead: before.savedAt };
    } catch {
      return { reason };
    }
  }
}

const copyOf = async (place: Place, name: string, entry: Entry): Promise<unknown> =>
  Promise.all(
    [entry.text, ...entry.arrays].map(async (id) => [
      id,
      plainCopy(await place.rows.read('pieces', `${name}/${id}`)),
    ]),
  );

/** Deletes the work on a study. Throws StorageError. */
export async function deleteWork(studyUid: string): Promise<void> {
  const place = await keeping();
  await place.rows.apply(await workRemoval(place, studyUid));
  forgetHead(studyUid);
}

/** The changes that take away all saves of a study, and its line of the due list. */
export async function workRemoval({ rows, vault }: Place, studyUid: string): Promise<Change[]> {
  const name = await vault.name(studyUid);
  const both = ['generations', 'pieces'] as const;
  const keys = await Promise.all(both.map((table) => rows.keys(table, `${name}/`)));
  return [
    ...both.flatMap((table, n) => keys[n]!.map((key): Change => ({ table, key, act: 'remove' }))),
    { table: 'dues', key: name, act: 'remove' },
  ];
}

/** A study that has saved work, without the work. */
export interface SavedStudy {
  readonly studyUid: string;
  readonly savedAt: string;
  /** Names of the parts. */
  readonly parts: readonly string[];
  /** Bytes on the disk, the save before included. */
  readonly bytes: number;
}

/** All studies with saved work, in no order; a save that cannot be read does not hide the others. Throws StorageError. */
export async function savedStudies(): Promise<SavedStudy[]> {
  const { rows, vault } = await keeping();
  const studies = new Map<string, SavedStudy & { pieces: Map<string, number> }>();
  for (const { key, row } of await rows.list('generations'))
    try {
      const { studyUid, savedAt, parts } = await readGeneration(vault, key, row);
      const pieces = studies.get(studyUid)?.pieces ?? new Map<string, number>();
      for (const { text, arrays, sizes } of Object.values(parts))
        for (const [n, id] of [text, ...arrays].entries()) pieces.set(id, sizes[n] ?? 0);
      const bytes = [...pieces.values()].reduce((sum, size) => sum + size, 0);
      // Keys of one study stand in their order: the last one is the newest.
      studies.set(studyUid, { studyUid, savedAt, parts: Object.keys(parts), bytes, pieces });
    } catch {
      // Said when its study is opened.
    }
  return [...studies.values()].map(({ studyUid, savedAt, parts, bytes }) => ({
    studyUid,
    savedAt,
    parts,
    bytes,
  }));
}

/**
 * Compares what is known of with what is saved, by names alone: of thousands of studies no save is read that is known.
 * `fresh`: with saved work, not known of; `gone`: known of, without any. Throws StorageError.
 */
export async function compareSaved(
  known: Iterable<string>,
): Promise<{ readonly gone: readonly string[]; readonly fresh: readonly string[] }> {
  const { rows, vault } = await keeping();
  const last = new Map<string, string>();
  for (const key of await rows.keys('generations')) last.set(key.slice(0, key.lastIndexOf('/')), key);
  const gone: string[] = [];
  for (const studyUid of known) if (!last.delete(await vault.name(studyUid))) gone.push(studyUid);
  const fresh: string[] = [];
  for (const key of last.values())
    try {
      fresh.push((await readGeneration(vault, key, await rows.read('generations', key))).studyUid);
    } catch {
      // Said when its study is opened.
    }
  return { gone, fresh };
}

/** Puts a part that its feature refused where nothing overwrites it. Throws StorageError. */
export async function setAside(
  studyUid: string,
  part: string,
  value: unknown,
  reason: string,
): Promise<void> {
  const place = await keeping();
  const what: SetAside = { at: new Date().toISOString(), studyUid, from: 'part', what: part, reason, value };
  await place.rows.apply([await asideChange(place, what)]);
}

/** What was set aside, oldest first. Throws StorageError. */
export const asideList = async (): Promise<readonly SetAside[]> => readAside(await keeping());
