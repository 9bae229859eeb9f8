import { changePassphrase, keepNothing, keepOpen, keepSealed } from '../../storage';
import { allSave, turned } from './lock';

async function turn(step: () => Promise<boolean>): Promise<boolean> {
  await allSave();
  let done = true;
  try {
    done = await step();
  } finally {
    // Also when it failed in the middle: the new way holds from its beginning, and is finished when the page opens.
    if (done) await turned();
  }
  return done;
}

/** From now on encrypted; what is there is encrypted too. Throws StorageError. */
export const toSealed = (passphrase: string): Promise<boolean> =>
  turn(() => keepSealed(passphrase).then(() => true));
/** From now on in the open; false when the passphrase is wrong. Throws StorageError. */
export const toOpen = (passphrase?: string): Promise<boolean> => turn(() => keepOpen(passphrase));
/** From now on nothing is kept, and what is there goes. Throws StorageError. */
export const toNothing = (): Promise<boolean> => turn(() => keepNothing().then(() => true));
export { changePassphrase };
