/** How work is kept on this computer: in the open, encrypted, or not at all; and the way to what is kept. */
import { database, diskRows, KEEP, withDatabase } from './database';
import { StorageError } from './failure';
import { memoryRows } from './memory-rows';
import { migrateOld } from './migrate';
import { unwrapKey, type KeyRecord } from './passphrase';
import type { Rows } from './rows';
import { plainVault, sealedVault, type Vault } from './vault';

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
  readonly turning?: 'sealed' | 'open';
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
  const [one, spare] = await withDatabase((db) =>
    Promise.all([db.get('settings', KEEP), db.get('settings', SPARE)]),
  );
  record ??= isRecord(one) ? one : isRecord(spare) ? spare : first;
  // The epoch is checked in the first copy.
  if (record === spare) await writeRecord(record);
  return record;
}

/** Writes it, on the disk when it resolves. Throws StorageError. */
export async function writeRecord(next: KeepRecord): Promise<void> {
  await withDatabase(async (db) => {
    const tx = db.transaction('settings', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.put(next, KEEP), tx.store.put(next, SPARE), tx.done]);
  });
  record = next;
}

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
  if (now.mode === 'nothing') return { rows: memoryRows(), vault: plainVault };
  let vault = now.mode === 'sealed' ? await gate.opened : plainVault;
  // Read again: another tab may have changed it while the passphrase was typed.
  let then = record ?? now;
  if (then.turning) then = await turn(then, vault);
  if (then.mode !== 'sealed') vault = plainVault;
  const rows = diskRows(then.epoch);
  await migrateOld(await database(), rows, vault);
  return { rows, vault };
}

/** Goes on with another way of keeping, from the next call on. */
export async function keepIn(next: KeepRecord, vault?: Vault): Promise<void> {
  await writeRecord(next);
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

/** Is the store encrypted, and has nobody given the passphrase in this tab? */
export async function isLocked(): Promise<boolean> {
  return (await keepRecord()).mode === 'sealed' && gate.vault === undefined;
}

/**
 * Opens an encrypted store, or checks who is there when it is open already. False when the passphrase is wrong.
 * Throws StorageError.
 */
export async function unlock(passphrase: string): Promise<boolean> {
  const { mode, key } = await keepRecord();
  if (mode !== 'sealed' || !key) throw new StorageError('unknown', 'not encrypted');
  const dataKey = await unwrapKey(key, passphrase);
  if (!dataKey) return false;
  gate.open(gate.vault ?? (await sealedVault(dataKey)));
  dataKey.fill(0);
  return true;
}
