/** From one way of keeping to another: everything with patient data is written anew, or let go. */
import { database, diskRows, withDatabase } from './database';
import { forgetHeads, generationKey, readGeneration } from './generations';
import { CHOICE, secretChoices } from './choices';
import { changeRecord, freshRecord, keepIn, keeping, keepWith, turnWith, type KeepRecord } from './keeping';
import { StorageError } from './failure';
import { newDataKey, unwrapKey, wrapKey, type KeyRecord } from './passphrase';
import { tables, type Change, type Rows, type Table } from './rows';
import { scrub } from './scrub';
import { isRow, openJson, sealJson, seal, unseal } from './sealing';
import { toBytes } from './bytes';
import { plainCopy } from './aside';
import { plainVault, sealedVault, type Vault, type VaultKeys } from './vault';

/** Rows that are turned in one write. */
const TOGETHER = 100;

/** Rows of one vault, sealed with another, study by study. What does not open stays as it is when it is safe to. */
async function turnRows(rows: Rows, from: Vault, to: Vault): Promise<void> {
  const mine = (row: unknown): boolean => isRow(row) && 'iv' in row === from.sealed;
  const remove = (table: Table, key: string): Change => ({ table, key, act: 'remove' });
  const names = new Set((await rows.keys('generations')).map((key) => key.slice(0, key.lastIndexOf('/'))));
  for (const name of names) await turnStudy(rows, from, to, name);
  // Pieces without a generation belong to nothing.
  const left = await rows.list('pieces');
  await rows.apply(left.filter(({ row }) => mine(row)).map(({ key }) => remove('pieces', key)));
  for (const table of ['recents', 'dues'] as const) await turnNamed(table);
  for (const table of ['audit', 'aside'] as const)
    await turnTable(
      table,
      (await rows.list(table)).filter(({ row }) => !isRow(row) || mine(row)),
    );

  /** Lines by the name of their study, which is another one then. */
  async function turnNamed(table: 'recents' | 'dues'): Promise<void> {
    for (const { key, row } of await rows.list(table)) {
      if (!mine(row)) continue;
      const changes: Change[] = [remove(table, key)];
      try {
        const line = (await openJson(from, table, key, row)) as { studyUid: string };
        const next = await to.name(line.studyUid);
        changes.push({ table, key: next, act: 'put', row: await sealJson(to, table, next, line) });
      } catch {
        // A line that cannot be read is no line.
      }
      await rows.apply(changes);
    }
  }

  /** Some at a time: each write is waited for until it is on the disk, and a log has thousands of lines. */
  async function turnTable(table: Table, list: readonly { key: string; row: unknown }[]): Promise<void> {
    for (let n = 0; n < list.length; n += TOGETHER) {
      const changes = list.slice(n, n + TOGETHER).map(async ({ key, row }): Promise<Change> => {
        const bytes = await unseal(from, table, key, row).catch(() => toBytes(plainCopy(row)));
        return { table, key, act: 'put', row: await seal(to, table, key, bytes) };
      });
      await rows.apply(await Promise.all(changes));
    }
  }
}

async function turnStudy(rows: Rows, from: Vault, to: Vault, name: string): Promise<void> {
  const generations = await rows.list('generations', `${name}/`);
  const pieces = await rows.list('pieces', `${name}/`);
  const changes: Change[] = [];
  let studyUid: string | undefined;
  for (const { key, row } of generations) {
    if (!isRow(row) || 'iv' in row !== from.sealed) continue;
    try {
      const generation = await readGeneration(from, key, row);
      ({ studyUid } = generation);
      const next = generationKey(await to.name(studyUid), generation.number);
      changes.push({
        table: 'generations',
        key: next,
        act: 'put',
        row: await sealJson(to, 'generations', next, generation),
      });
    } catch {
      // A damaged save: the other one is the one that counts.
    }
    changes.push({ table: 'generations', key, act: 'remove' });
  }
  if (changes.length === 0) return;
  for (const { key, row } of pieces) {
    changes.push({ table: 'pieces', key, act: 'remove' });
    if (studyUid === undefined) continue;
    const next = `${await to.name(studyUid)}/${key.slice(key.lastIndexOf('/') + 1)}`;
    try {
      const bytes = await unseal(from, 'pieces', key, row);
      changes.push({ table: 'pieces', key: next, act: 'put', row: await seal(to, 'pieces', next, bytes) });
    } catch {
      // Damaged: told when the study is opened, as it is missing then.
    }
  }
  // Removals first: of an unchanged name the new row must stay.
  await rows.apply([
    ...changes.filter(({ act }) => act === 'remove'),
    ...changes.filter(({ act }) => act !== 'remove'),
  ]);
}

async function turnChoices(from: Vault, to: Vault): Promise<void> {
  const db = await database();
  for (const key of await db.getAllKeys('settings')) {
    if (!key.startsWith(CHOICE)) continue;
    const value: unknown = await db.get('settings', key);
    if (isRow(value) === to.sealed) continue;
    const plain = isRow(value) ? await openJson(from, 'choice', key, value).catch(() => undefined) : value;
    if (plain === undefined) await db.delete('settings', key);
    else await db.put('settings', to.sealed ? await sealJson(to, 'choice', key, plain) : plain, key);
  }
}

/** Nothing about a patient stays on the disk. */
export const clearAll = (): Promise<void> =>
  withDatabase(async (db) => {
    const tx = db.transaction([...tables, 'work', 'recent', 'settings'], 'readwrite');
    await Promise.all([
      ...tables.map((table) => tx.objectStore(table).clear()),
      tx.objectStore('work').clear(),
      tx.objectStore('recent').clear(),
      ...secretChoices.map((name) => tx.objectStore('settings').delete(`${CHOICE}${name}`)),
      tx.done,
    ]);
    // What is left under a key that nobody has any more cannot be read again.
    for (const name of await db.getAllKeys('settings'))
      if (name.startsWith(CHOICE) && isRow(await db.get('settings', name))) await db.delete('settings', name);
  });

/** Goes on with a turn that was begun; called when a store opens whose record says so. */
async function finishTurn(record: KeepRecord, sealed: Vault): Promise<KeepRecord> {
  const sealing = record.turning === 'sealed';
  if (record.turning === 'nothing') await clearAll();
  else {
    const [from, to] = sealing ? [plainVault, sealed] : [sealed, plainVault];
    await turnRows(diskRows(record.epoch), from, to);
    await turnChoices(from, to);
  }
  // What stood there in the open must not stay in the browser's files.
  if (record.turning !== 'open') await scrub();
  return changeRecord(({ turning, key, ...rest }) => {
    if (turning === 'open') return { ...rest, mode: 'open', epoch: rest.epoch + 1 };
    return { ...rest, ...(key && { key }) };
  });
}

turnWith(finishTurn);

/** Encrypts everything with patient data, from now on and what is there. Throws StorageError. */
export async function keepSealed(passphrase: string): Promise<void> {
  await keeping();
  const dataKey = newDataKey();
  const key = await wrapKey(dataKey, passphrase);
  const vault = await sealedVault(dataKey);
  dataKey.fill(0);
  forgetHeads();
  await keepIn((now) => ({ ...now, mode: 'sealed', epoch: now.epoch + 1, key, turning: 'sealed' }), vault);
  await keeping();
}

/** Decrypts everything. False when the passphrase is wrong. Throws StorageError. */
export async function keepOpen(passphrase?: string): Promise<boolean> {
  const before = await freshRecord();
  if (before.mode === 'open') return true;
  forgetHeads();
  if (before.mode === 'nothing' || !before.key) {
    await keepIn((now) => ({ ...now, mode: 'open', epoch: now.epoch + 1 }));
    return true;
  }
  const dataKey = await unwrapKey(before.key, passphrase ?? '');
  if (!dataKey) return false;
  const vault = await sealedVault(dataKey);
  dataKey.fill(0);
  await keepIn((now) => ({ ...now, epoch: now.epoch + 1, turning: 'open' }), vault);
  await keeping();
  return true;
}

/** From now on nothing about a patient is written; what is there goes. Throws StorageError. */
export async function keepNothing(): Promise<void> {
  forgetHeads();
  await keepIn(({ idleMinutes, epoch }) => ({
    version: 1,
    mode: 'nothing',
    epoch: epoch + 1,
    turning: 'nothing',
    idleMinutes,
  }));
  await keeping();
}

/**
 * Another tab has changed how things are kept: this one goes on in the same way. False when it is encrypted now and the
 * keys did not come along. Throws StorageError.
 */
export async function followKeeping(keys: VaultKeys | undefined): Promise<boolean> {
  forgetHeads();
  return keepWith(keys);
}

const sameKey = (a: KeyRecord | undefined, b: KeyRecord): boolean =>
  a !== undefined && a.wrapped.every((byte, n) => byte === b.wrapped[n]);

/** Wraps the same data key with another passphrase. False when the old one is wrong. Throws StorageError. */
export async function changePassphrase(old: string, next: string): Promise<boolean> {
  const { key } = await freshRecord();
  const dataKey = key && (await unwrapKey(key, old));
  if (!dataKey) return false;
  const wrapped = await wrapKey(dataKey, next);
  dataKey.fill(0);
  await changeRecord((now) => {
    if (!sameKey(now.key, key)) throw new StorageError('locked', 'another tab has changed the passphrase');
    return { ...now, key: wrapped };
  });
  return true;
}

/** Minutes without a hand on the computer until it locks; 0: never. Throws StorageError. */
export const setIdleMinutes = async (idleMinutes: number): Promise<void> =>
  void (await changeRecord((now) => ({ ...now, idleMinutes })));
