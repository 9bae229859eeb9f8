/** From one way of keeping to another: everything with patient data is written anew, or let go. */
import { database, diskRows, withDatabase } from './database';
import { forgetHeads, generationKey, readGeneration } from './generations';
import { CHOICE, secretChoices } from './choices';
import { keepIn, keeping, keepRecord, turnWith, writeRecord, type KeepRecord } from './keeping';
import { newDataKey, unwrapKey, wrapKey } from './passphrase';
import { tables, type Change, type Rows, type Table } from './rows';
import { isRow, openJson, sealJson, seal, unseal } from './sealing';
import { toBytes } from './bytes';
import { plainCopy } from './aside';
import { plainVault, sealedVault, type Vault } from './vault';

/** Rows of one vault, sealed with another, study by study. What does not open stays as it is when it is safe to. */
async function turnRows(rows: Rows, from: Vault, to: Vault): Promise<void> {
  const mine = (row: unknown): boolean => isRow(row) && 'iv' in row === from.sealed;
  const remove = (table: Table, key: string): Change => ({ table, key, act: 'remove' });
  const names = new Set((await rows.keys('generations')).map((key) => key.slice(0, key.lastIndexOf('/'))));
  for (const name of names) await turnStudy(rows, from, to, name);
  // Pieces without a generation belong to nothing.
  const left = await rows.list('pieces');
  await rows.apply(left.filter(({ row }) => mine(row)).map(({ key }) => remove('pieces', key)));
  for (const { key, row } of await rows.list('recents')) {
    if (!mine(row)) continue;
    const changes: Change[] = [remove('recents', key)];
    try {
      const study = (await openJson(from, 'recents', key, row)) as { studyUid: string };
      const next = await to.name(study.studyUid);
      changes.push({
        table: 'recents',
        key: next,
        act: 'put',
        row: await sealJson(to, 'recents', next, study),
      });
    } catch {
      // A line that cannot be read is no line.
    }
    await rows.apply(changes);
  }
  for (const table of ['audit', 'aside'] as const)
    for (const { key, row } of await rows.list(table)) {
      if (isRow(row) && !mine(row)) continue;
      const bytes = await unseal(from, table, key, row).catch(() => toBytes(plainCopy(row)));
      await rows.apply([{ table, key, act: 'put', row: await seal(to, table, key, bytes) }]);
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

/** Goes on with a turn that was begun; called when a store opens whose record says so. */
async function finishTurn(record: KeepRecord, sealed: Vault): Promise<KeepRecord> {
  const sealing = record.turning === 'sealed';
  const [from, to] = sealing ? [plainVault, sealed] : [sealed, plainVault];
  await turnRows(diskRows(record.epoch), from, to);
  await turnChoices(from, to);
  const { turning: _, key, ...rest } = record;
  const done: KeepRecord = sealing ? { ...rest, key } : { ...rest, mode: 'open', epoch: record.epoch + 1 };
  await writeRecord(done);
  return done;
}

turnWith(finishTurn);

/** Encrypts everything with patient data, from now on and what is there. Throws StorageError. */
export async function keepSealed(passphrase: string): Promise<void> {
  await keeping();
  const before = await keepRecord();
  const dataKey = newDataKey();
  const key = await wrapKey(dataKey, passphrase);
  const vault = await sealedVault(dataKey);
  dataKey.fill(0);
  forgetHeads();
  const turning = { ...before, mode: 'sealed', epoch: before.epoch + 1, key, turning: 'sealed' } as const;
  await keepIn(turning, vault);
  await keeping();
}

/** Decrypts everything. False when the passphrase is wrong. Throws StorageError. */
export async function keepOpen(passphrase?: string): Promise<boolean> {
  const before = await keepRecord();
  if (before.mode === 'open') return true;
  forgetHeads();
  if (before.mode === 'nothing' || !before.key) {
    await keepIn({ ...before, mode: 'open', epoch: before.epoch + 1 });
    return true;
  }
  const dataKey = await unwrapKey(before.key, passphrase ?? '');
  if (!dataKey) return false;
  const vault = await sealedVault(dataKey);
  dataKey.fill(0);
  await keepIn({ ...before, epoch: before.epoch + 1, turning: 'open' }, vault);
  await keeping();
  return true;
}

/** From now on nothing about a patient is written; what is there goes. Throws StorageError. */
export async function keepNothing(): Promise<void> {
  const { key: _, turning: __, ...before } = await keepRecord();
  forgetHeads();
  await keepIn({ ...before, mode: 'nothing', epoch: before.epoch + 1 });
  await withDatabase(async (db) => {
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
}

/** Wraps the same data key with another passphrase. False when the old one is wrong. Throws StorageError. */
export async function changePassphrase(old: string, next: string): Promise<boolean> {
  const before = await keepRecord();
  const dataKey = before.key && (await unwrapKey(before.key, old));
  if (!dataKey) return false;
  await writeRecord({ ...before, key: await wrapKey(dataKey, next) });
  dataKey.fill(0);
  return true;
}

/** Minutes without a hand on the computer until it locks; 0: never. Throws StorageError. */
export const setIdleMinutes = async (idleMinutes: number): Promise<void> =>
  writeRecord({ ...(await keepRecord()), idleMinutes });
