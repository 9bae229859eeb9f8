import { keeping } from './keeping';
import { openJson, sealJson } from './sealing';

/** One after the other in this tab, and between tabs where the browser has locks: a line is read, changed, written. */
let turn: Promise<unknown> = Promise.resolve();
const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
  const locked = (): Promise<T> =>
    globalThis.navigator?.locks
      ? navigator.locks.request('lamplight.dues', step).then((value) => value as T)
      : step();
  const next = turn.then(locked, locked);
  turn = next.catch(() => undefined);
  return next;
};

/**
 * Changes the line of the due list that belongs to a study; it goes with the work on the study. The line is opaque here
 * but for its `studyUid`. Throws StorageError.
 * @param change gets what is kept now, and gives what is to be kept; the same object: nothing is written
 */
export const changeDue = (
  studyUid: string,
  change: (kept: unknown) => { readonly studyUid: string } | undefined,
): Promise<void> =>
  inTurn(async () => {
    const { rows, vault } = await keeping();
    const key = await vault.name(studyUid);
    const row = await rows.read('dues', key);
    // A line that cannot be read is written anew: what it asks for follows from the report.
    const kept =
      row === undefined ? undefined : await openJson(vault, 'dues', key, row).catch(() => undefined);
    const next = change(kept);
    if (next === kept) return;
    await rows.apply([
      next === undefined
        ? { table: 'dues', key, act: 'remove' }
        : { table: 'dues', key, act: 'put', row: await sealJson(vault, 'dues', key, next) },
    ]);
  });

/** The lines of all studies; a damaged one is left out, with a word in the console. Throws StorageError. */
export async function dueStudies(): Promise<readonly unknown[]> {
  const { rows, vault } = await keeping();
  const lines: unknown[] = [];
  for (const { key, row } of await rows.list('dues'))
    try {
      lines.push(await openJson(vault, 'dues', key, row));
    } catch (error) {
      console.warn('storage: due list:', error);
    }
  return lines;
}
