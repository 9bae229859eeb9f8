import { putSetting, withDatabase } from './database';
import { keeping, keepRecord } from './keeping';
import { isRow, openJson, sealJson } from './sealing';
import { defaultSettings, type Settings } from './schema';

/** Kept settings over the defaults; never encrypted, as nothing of a patient is in them. Throws StorageError. */
export async function loadSettings(): Promise<Settings> {
  const kept = (await withDatabase((db) => db.get('settings', 'settings'))) as Partial<Settings> | undefined;
  return { ...defaultSettings, ...(typeof kept === 'object' && kept) };
}

/** Throws StorageError. */
export async function saveSettings(settings: Settings): Promise<void> {
  await withDatabase((db) => db.put('settings', settings, 'settings'));
}

export const CHOICE = 'choice:';
/** With passwords or studies in them: where nothing is to be kept they are not written. */
export const secretChoices: readonly string[] = ['servers', 'worklist:known'];

const inMemory = new Map<string, unknown>();

/**
 * What a feature keeps for itself under a name of its own; undefined when there is nothing, or when it cannot be read.
 * Of an encrypted store it waits until that is unlocked. Throws StorageError.
 */
export async function loadChoice(name: string): Promise<unknown> {
  if ((await keepRecord()).mode === 'nothing' && secretChoices.includes(name)) return inMemory.get(name);
  const key = `${CHOICE}${name}`;
  const value: unknown = await withDatabase((db) => db.get('settings', key));
  if (!isRow(value)) return value;
  const { vault } = await keeping();
  try {
    return await openJson(vault, 'choice', key, value);
  } catch (error) {
    console.warn(`storage: ${key}:`, error);
    return undefined;
  }
}

/** Plain data; encrypted where the store is. Throws StorageError. */
export async function saveChoice(name: string, value: unknown): Promise<void> {
  const { mode } = await keepRecord();
  if (mode === 'nothing' && secretChoices.includes(name)) {
    inMemory.set(name, value);
    return;
  }
  const key = `${CHOICE}${name}`;
  const { vault, epoch } = await keeping();
  const kept = vault.sealed ? await sealJson(vault, 'choice', key, value) : value;
  await putSetting(epoch, key, kept);
}
