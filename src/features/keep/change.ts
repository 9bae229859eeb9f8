import { changePassphrase, keepNothing, keepOpen, keepSealed } from '../../storage';
import { allSave, readKeeping, tellTabs } from './lock';

let again: () => Promise<void> = () => Promise.resolve();
/** What is open is written once more in the new way. */
export const saveAgainWith = (save: () => Promise<void>): void => {
  again = save;
};

async function turn(step: () => Promise<boolean>): Promise<boolean> {
  await allSave();
  const done = await step();
  if (!done) return false;
  tellTabs('turned');
  await readKeeping();
  await again();
  return true;
}

/** From now on encrypted; what is there is encrypted too. Throws StorageError. */
export const toSealed = (passphrase: string): Promise<boolean> =>
  turn(() => keepSealed(passphrase).then(() => true));
/** From now on in the open; false when the passphrase is wrong. Throws StorageError. */
export const toOpen = (passphrase?: string): Promise<boolean> => turn(() => keepOpen(passphrase));
/** From now on nothing is kept, and what is there goes. Throws StorageError. */
export const toNothing = (): Promise<boolean> => turn(() => keepNothing().then(() => true));
export { changePassphrase };
