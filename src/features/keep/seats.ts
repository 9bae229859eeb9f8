import { create } from 'zustand';

/**
 * Who may change the work on a study when it is open in several tabs: one edits, the others read. A Web Lock says which;
 * it goes to the next one when its tab is closed or dies. Without Web Locks (plain http from another computer) every
 * tab edits, and the store refuses whoever saves over newer work.
 */
export type Seat = 'editing' | 'reading';

interface SeatState {
  /** By study; a study that is not here is nobody's yet. */
  readonly seats: Readonly<Record<string, Seat>>;
  /** Studies that another tab asks this one for. */
  readonly asked: readonly string[];
  /** Studies that this tab asked for, and what became of it. */
  readonly wanted: Readonly<Record<string, 'asked' | 'refused'>>;
}

export const useSeats = create<SeatState>(() => ({ seats: {}, asked: [], wanted: {} }));
export const seatOf = (studyUid: string): Seat | undefined => useSeats.getState().seats[studyUid];

type Message = {
  readonly kind: 'ask' | 'refuse' | 'saved';
  readonly studyUid: string;
};

interface Hands {
  /** This tab edits the study from now on: what another one saved must be read first. */
  readonly turned: (studyUid: string) => void;
  /** Another tab has saved the study that this one reads. */
  readonly saved: (studyUid: string) => void;
}

let hands: Hands | undefined;
let channel: BroadcastChannel | undefined;
/** What gives the lock of a study back, or gives up waiting for it. */
const held = new Map<string, () => void>();
const waiting = new Map<string, AbortController>();

const lockName = (studyUid: string): string => `lamplight/work/${studyUid}`;

const without = <T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([one]) => one !== key));

const seat = (studyUid: string, as: Seat): void =>
  useSeats.setState(({ seats, asked, wanted }) => ({
    seats: { ...seats, [studyUid]: as },
    asked: asked.filter((one) => one !== studyUid),
    wanted: without(wanted, studyUid),
  }));

const tell = (message: Message): void => channel?.postMessage(message);

function heard({ kind, studyUid }: Message): void {
  const mine = seatOf(studyUid);
  if (kind === 'ask' && mine === 'editing')
    useSeats.setState(({ asked }) => ({ asked: [...new Set([...asked, studyUid])] }));
  else if (kind === 'refuse' && useSeats.getState().wanted[studyUid])
    useSeats.setState(({ wanted }) => ({ wanted: { ...wanted, [studyUid]: 'refused' } }));
  else if (kind === 'saved' && mine === 'reading') hands?.saved(studyUid);
}

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && typeof (value as Message).studyUid === 'string';

/** Listens to the other tabs. Returns how to stop. Call once. */
export function startSeats(with_: Hands): () => void {
  hands = with_;
  channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lamplight-seats');
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => isMessage(data) && heard(data));
  return () => {
    channel?.close();
    channel = undefined;
    hands = undefined;
  };
}

/** Holds the lock until the seat is left. */
const holding = (studyUid: string): Promise<void> =>
  new Promise((resolve) => {
    held.set(studyUid, resolve);
  });

/** Takes a seat at a study: to edit where nobody does, else to read. */
export async function takeSeat(studyUid: string): Promise<Seat> {
  const mine = seatOf(studyUid);
  if (mine) return mine;
  const locks = globalThis.navigator?.locks;
  if (!locks) {
    seat(studyUid, 'editing');
    return 'editing';
  }
  const got = await new Promise<boolean>((resolve) => {
    void locks.request(lockName(studyUid), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? holding(studyUid) : undefined;
    });
  });
  seat(studyUid, got ? 'editing' : 'reading');
  if (!got) queue(studyUid);
  return got ? 'editing' : 'reading';
}

/** Waits behind the tab that edits. */
function queue(studyUid: string): void {
  const abort = new AbortController();
  waiting.set(studyUid, abort);
  navigator.locks
    .request(lockName(studyUid), { signal: abort.signal }, () => {
      waiting.delete(studyUid);
      if (seatOf(studyUid) !== 'reading') return undefined;
      seat(studyUid, 'editing');
      hands?.turned(studyUid);
      return holding(studyUid);
    })
    .catch((error: unknown) => {
      if (!abort.signal.aborted) console.warn('seats:', error);
    });
}

/** The study is closed in this tab; the next one may edit it. */
export function leaveSeat(studyUid: string): void {
  useSeats.setState(({ seats, asked, wanted }) => ({
    seats: without(seats, studyUid),
    asked: asked.filter((one) => one !== studyUid),
    wanted: without(wanted, studyUid),
  }));
  waiting.get(studyUid)?.abort();
  waiting.delete(studyUid);
  held.get(studyUid)?.();
  held.delete(studyUid);
}

/** Asks the tab that edits to hand over. */
export function askForSeat(studyUid: string): void {
  useSeats.setState(({ wanted }) => ({ wanted: { ...wanted, [studyUid]: 'asked' } }));
  tell({ kind: 'ask', studyUid });
}

/** Hands the study over to the tab that waits first, and reads from now on. What is changed must be saved before. */
export function handOver(studyUid: string): void {
  seat(studyUid, 'reading');
  held.get(studyUid)?.();
  held.delete(studyUid);
  queue(studyUid);
}

export function refuseSeat(studyUid: string): void {
  useSeats.setState(({ asked }) => ({ asked: asked.filter((one) => one !== studyUid) }));
  tell({ kind: 'refuse', studyUid });
}

/** Tells the reading tabs that there is newer work. */
export const tellSaved = (studyUid: string): void => tell({ kind: 'saved', studyUid });

/** Does something with a study that is not open here, unless another tab edits it: false then. */
export async function withSeat(studyUid: string, what: () => Promise<void>): Promise<boolean> {
  const locks = globalThis.navigator?.locks;
  if (!locks) {
    await what();
    return true;
  }
  return locks.request(lockName(studyUid), { ifAvailable: true }, async (lock) => {
    if (lock) await what();
    return lock !== null;
  });
}
