/** How work is kept on this computer: in the open, encrypted, or not at all; and the way to what is kept. */
import { database, diskRows, KEEP, withDatabase } from './database';
import { StorageError } from './failure';
import { memoryRows } from './memory-rows';
import { migrateOld } from './migrate';
import { unwrapKey, type KeyRecord } from './passphrase';
import type { Rows } from './rows';
import { plainVault, sealedVault, vaultOf, type Vault, type VaultKeys } from './vault';

export type KeepMode = 'open' | 'sealed' | 'nothing';

/** What stands under `keep`, twice: without it nothing encrypted would ever open again. */
export interface KeepRecord {
  readonly version: 1;
  readonly mode: KeepMode;
  /** Grows with each change of the mode. */
  readonly epoch: number;
  /** Of a sealed store, and of one that is being unsealed. */
  readonly key?: KeyRecord;
  /** What is there is being written anew in this way; goes on when the store is opened, if the page dies. */
  readonly turning?: 'sealed' | 'open' | 'nothing';
  /** Lock by itself after this many minutes without a hand on the computer; 0: never. */
  readonly idleMinutes: number;
}

const SPARE = `${KEEP}.spare`;
const first: KeepRecord = { version: 1, mode: 'open', epoch: 0, idleMinutes: 10 };

const isRecord = (value: unknown): value is KeepRecord => {
  const record = value as Partial<KeepRecord> | undefined;
  const modes: readonly unknown[] = ['open', 'sealed', 'nothing'];
  if (record?.version !== 1 || !modes.includes(record.mode)) return false;
  return record.mode !== 'sealed' || record.key?.wrapped instanceof Uint8Array;
};

export interface Kept {
  readonly rows: Rows;
  readonly vault: Vault;
  /** Of the way of keeping that these are for. */
  readonly epoch: number;
}

let record: KeepRecord | undefined;
let turn: (record: KeepRecord, sealed: Vault) => Promise<KeepRecord> = () =>
  Promise.reject(new Error('nobody turns'));

/** Who writes the rows anew (turn.ts): it needs the store, so the store does not know it. */
export const turnWith = (turner: typeof turn): void => {
  turn = turner;
};

let kept: Promise<Kept> | undefined;

/** What a locked store waits for: the vault that the passphrase makes. */
class Gate {
  vault: Vault | undefined;
  private pass: (vault: Vault) => void = () => undefined;
  readonly opened = new Promise<Vault>((resolve) => {
    this.pass = resolve;
  });
  open(vault: Vault): void {
    this.vault = vault;
    this.pass(vault);
  }
}
let gate = new Gate();

/** How things are kept, read once. Throws StorageError when the store cannot be opened. */
export async function keepRecord(): Promise<KeepRecord> {
  if (record) return record;
  const found = await onDisk();
  record ??= found;
  return record;
}

const soundOf = (one: unknown, spare: unknown): KeepRecord =>
  isRecord(one) ? one : isRecord(spare) ? spare : first;

async function onDisk(): Promise<KeepRecord> {
  const [one, spare] = await withDatabase((db) =>
    Promise.all([db.get('settings', KEEP), db.get('settings', SPARE)]),
  );
  const found = soundOf(one, spare);
  // The epoch is checked in the first copy.
  if (found === spare) await write((now) => now);
  return found;
}

const changedElsewhere = (): StorageError =>
  new StorageError('locked', 'another tab has changed how work is kept');

/** How things are kept, read again: another tab may have changed the passphrase. Throws StorageError like `changeRecord`. */
export async function freshRecord(): Promise<KeepRecord> {
  const { epoch } = await keepRecord();
  const found = await onDisk();
  if (found.epoch !== epoch) throw changedElsewhere();
  record = found;
  return found;
}

/**
 * Changes the record as it lies on the disk now, not as this tab remembers it: what another tab wrote (a new passphrase)
 * stays. On the disk when it resolves. Throws StorageError `locked` when another tab has changed the way of keeping.
 */
export async function changeRecord(make: (now: KeepRecord) => KeepRecord): Promise<KeepRecord> {
  const { epoch } = await keepRecord();
  record = await write((now) => {
    if (now.epoch !== epoch) throw changedElsewhere();
    return make(now);
  });
  return record;
}

const write = (make: (now: KeepRecord) => KeepRecord): Promise<KeepRecord> =>
  withDatabase(async (db) => {
    const tx = db.transaction('settings', 'readwrite', { durability: 'strict' });
    const [one, spare] = await Promise.all([tx.store.get(KEEP), tx.store.get(SPARE)]);
    const next = make(soundOf(one, spare));
    await Promise.all([tx.store.put(next, KEEP), tx.store.put(next, SPARE), tx.done]);
    return next;
  });

/**
 * The way to what is kept. Of an encrypted store it resolves once it is unlocked: whoever asks before waits.
 * Throws StorageError when the store cannot be opened; the next call tries again.
 */
export function keeping(): Promise<Kept> {
  const mine = (kept ??= begin());
  mine.catch(() => {
    if (kept === mine) kept = undefined;
  });
  return mine;
}

async function begin(): Promise<Kept> {
  const now = await keepRecord();
  if (now.mode === 'nothing') {
    // What was to go may still be there: the page died in between.
    if (now.turning) await turnOnce(plainVault);
    return { rows: memoryRows(), vault: plainVault, epoch: now.epoch };
  }
  let vault = now.mode === 'sealed' ? await gate.opened : plainVault;
  // Read again: another tab may have changed it while the passphrase was typed.
  let then = record ?? now;
  if (then.turning) then = await turnOnce(vault);
  if (then.mode !== 'sealed') vault = plainVault;
  const rows = diskRows(then.epoch);
  await migrateOld(await database(), rows, vault);
  return { rows, vault, epoch: then.epoch };
}

/** Several tabs may find a turn that was begun: one finishes it. */
async function turnOnce(vault: Vault): Promise<KeepRecord> {
  const finish = async (): Promise<KeepRecord> => {
    const now = await onDisk();
    if (now.mode === 'sealed' && !vault.sealed) throw changedElsewhere();
    record = now;
    return now.turning ? turn(now, vault) : now;
  };
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request('lamplight/turn', finish) : finish();
}

/** Goes on with another way of keeping, from the next call on. Throws like `changeRecord`. */
export async function keepIn(make: (now: KeepRecord) => KeepRecord, vault?: Vault): Promise<void> {
  await changeRecord(make);
  kept = undefined;
  gate = new Gate();
  if (vault?.sealed) gate.open(vault);
}

/** Forgets what was read of the store: it is gone. */
export function forgetKeeping(): void {
  record = undefined;
  kept = undefined;
  gate = new Gate();
}

/** The keys of an encrypted store that is open, for another tab of this page. They cannot be read out of the browser. */
export const openKeys = (): VaultKeys | undefined => gate.vault?.keys;

/** Reads anew how things are kept, and opens an encrypted store with the keys of the tab that changed it. */
export async function keepWith(keys: VaultKeys | undefined): Promise<boolean> {
  forgetKeeping();
  if ((await keepRecord()).mode !== 'sealed') return true;
  if (keys) gate.open(vaultOf(keys));
  return keys !== undefined;
}

/** Is the store encrypted, and has nobody given the passphrase in this tab? */
export async function isLocked(): Promise<boolean> {
  return (await keepRecord()).mode === 'sealed' && gate.vault === undefined;
}

/**
 * Opens an encrypted store, or checks who is there when it is open already. False when the passphrase is wrong.
 * Throws StorageError.
 */
export async function unlock(passphrase: string): Promise<boolean> {
  const { mode, key } = await freshRecord();
  if (mode !== 'sealed' || !key) throw new StorageError('unknown', 'not encrypted');
  const dataKey = await unwrapKey(key, passphrase);
  if (!dataKey) return false;
  gate.open(gate.vault ?? (await sealedVault(dataKey)));
  dataKey.fill(0);
  return true;
}
