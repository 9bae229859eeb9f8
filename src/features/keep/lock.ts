import {
  deleteEverything,
  followKeeping,
  isLocked,
  keepRecord,
  kinds,
  openKeys,
  setIdleMinutes as keepMinutes,
  unlock as openStore,
  type VaultKeys,
} from '../../storage';
import { noteNextVisit } from '../audit';
import { moment, since, type Moment } from './moment';
import { useKeep } from './store';

/** What the app lends: how to write what is not written yet, and how to forget it for good. */
interface Lent {
  readonly save: () => Promise<void>;
  /** All that is open, once more, as the way of keeping was changed. */
  readonly saveAgain: () => Promise<void>;
  readonly forget: () => void;
  readonly studyOpen: () => boolean;
}

let lent: Lent = {
  save: () => Promise.resolve(),
  saveAgain: () => Promise.resolve(),
  forget: () => undefined,
  studyOpen: () => false,
};

/** `hand`: somebody works in this tab; `turn`: save now, the way of keeping is about to change. */
type Word = 'hand' | 'lock' | 'turn' | 'wiped';
/** The way of keeping was changed; the keys of an encrypted store go along. */
interface Turned {
  readonly keys?: VaultKeys;
}
let channel: BroadcastChannel | undefined;
const tellTabs = (word: Word): void => channel?.postMessage(word);

/** What is open here is written in the new way, and the other tabs go on in it, too. */
export async function turned(): Promise<void> {
  try {
    channel?.postMessage({ keys: openKeys() } satisfies Turned);
  } catch {
    // A browser that hands no keys to other tabs: they must be loaded anew.
    channel?.postMessage({} satisfies Turned);
  }
  await readKeeping();
  await lent.saveAgain();
}

async function follow({ keys }: Turned): Promise<void> {
  // With nothing open there is nothing to lose, and what is listed may be gone.
  if (!lent.studyOpen()) return location.reload();
  try {
    if (!(await followKeeping(keys))) throw new Error('encrypted, without a key');
    await readKeeping();
    useKeep.setState({ followed: useKeep.getState().mode });
    await lent.saveAgain();
  } catch (error) {
    console.warn('keep:', error);
    useKeep.setState({ stale: true });
  }
}

/** Saves what other tabs have open before the way of keeping changes under them, ms. */
const OTHERS = 400;
export async function allSave(): Promise<void> {
  tellTabs('turn');
  await lent.save();
  if (channel) await new Promise((resolve) => setTimeout(resolve, OTHERS));
}

/** Reads how work is kept: what the page shows depends on it. Never rejects. */
export async function readKeeping(): Promise<void> {
  try {
    const { mode, idleMinutes } = await keepRecord();
    useKeep.setState({ mode, idleMinutes, lock: (await isLocked()) ? 'boot' : useKeep.getState().lock });
  } catch (error) {
    // The store cannot be opened: there is nothing to lock, and saving says so.
    console.warn('keep:', error);
    useKeep.setState({ mode: 'open' });
  }
}

/** Hides everything behind the passphrase; what is not written is written first. False when there is no passphrase. */
export async function lockNow(byOther = false): Promise<boolean> {
  const { mode, lock } = useKeep.getState();
  if (mode !== 'sealed' || lock !== 'none') return false;
  useKeep.setState({ lock: 'screen' });
  if (!byOther) tellTabs('lock');
  await lent.save();
  // With nothing open there is nothing to come back to: a new page holds no name and no key.
  if (!lent.studyOpen()) location.reload();
  return true;
}

/** False when the passphrase is wrong. Throws StorageError. */
export async function unlock(passphrase: string): Promise<boolean> {
  if (!(await openStore(passphrase))) return false;
  hand();
  useKeep.setState({ lock: 'none' });
  return true;
}

export async function setIdleMinutes(idleMinutes: number): Promise<void> {
  await keepMinutes(idleMinutes);
  useKeep.setState({ idleMinutes });
}

/** Deletes everything that Lamplight keeps on this computer and begins anew. */
export async function wipe(): Promise<void> {
  lent.forget();
  tellTabs('wiped');
  try {
    await deleteEverything();
    // The log is gone, too: a new one begins with this. Nothing of a patient is in it.
    noteNextVisit({ kind: 'kept.wiped', facts: { kinds } });
  } finally {
    location.reload();
  }
}

let lastHand = moment();
let lastTold: Moment | undefined;
/** Somebody is there. Other tabs hear it now and then, so that reading in one does not lock another, ms. */
const TELL = 5000;
function hand(): void {
  lastHand = moment();
  if (lastTold && since(lastTold) < TELL) return;
  lastTold = lastHand;
  tellTabs('hand');
}

/** How often it is looked whether somebody is there, ms. */
const LOOK = 2000;
const hands = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

function heard(word: Word | Turned): void {
  if (word === 'hand') lastHand = moment();
  else if (word === 'lock') void lockNow(true);
  else if (word === 'turn') void lent.save();
  else if (typeof word === 'object') void follow(word);
  else if (word === 'wiped') {
    lent.forget();
    location.reload();
  }
}

/** Locks by itself and listens to the other tabs. Returns how to stop. Call once. */
export function startKeep(loan: Lent): () => void {
  lent = loan;
  channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lamplight-keep');
  channel?.addEventListener('message', ({ data }: MessageEvent<Word | Turned>) => heard(data));
  for (const name of hands) addEventListener(name, hand, { capture: true, passive: true });
  const look = setInterval(() => {
    const { idleMinutes } = useKeep.getState();
    if (idleMinutes > 0 && since(lastHand) > idleMinutes * 60_000) void lockNow();
  }, LOOK);
  return () => {
    clearInterval(look);
    for (const name of hands) removeEventListener(name, hand, { capture: true });
    channel?.close();
    channel = undefined;
  };
}
