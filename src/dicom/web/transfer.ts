/** How the transfer from each server goes: requests, bytes, speed, trouble. Told at most a few times a second. */
import type { ServerReason, Transfer } from './contract';

/** Speed is that of the last so many ms. */
const WINDOW_MS = 3000;
/** Told at most this often, ms. */
const TELL_MS = 250;

interface Tally {
  open: number;
  waiting: number;
  bytes: number;
  recent: { at: number; bytes: number }[];
  trouble?: ServerReason;
}

const tallies = new Map<string, Tally>();
const listeners = new Set<(transfers: readonly Transfer[]) => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tallyOf(serverId: string): Tally {
  let found = tallies.get(serverId);
  if (!found) tallies.set(serverId, (found = { open: 0, waiting: 0, bytes: 0, recent: [] }));
  return found;
}

/** The present state of every server that was asked. */
export function transfers(now = performance.now()): Transfer[] {
  return [...tallies].map(([serverId, { open, waiting, bytes, recent, trouble }]) => {
    const fresh = recent.filter(({ at }) => now - at < WINDOW_MS);
    const sum = fresh.reduce((all, one) => all + one.bytes, 0);
    const span = Math.max(500, fresh.length > 0 ? now - fresh[0].at : 0);
    return { serverId, open, waiting, bytes, speed: (sum * 1000) / span, ...(trouble && { trouble }) };
  });
}

/** Calls back with every change, a few times a second. @returns ends it */
export function onTransfer(listener: (transfers: readonly Transfer[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  if (timer !== undefined || listeners.size === 0) return;
  timer = setTimeout(() => {
    timer = undefined;
    const now = transfers();
    for (const listener of listeners) listener(now);
    // The speed falls while nothing comes, which somebody has to say.
    if (now.some((one) => one.speed > 0 || one.open > 0)) tell();
  }, TELL_MS);
  (timer as { unref?: () => void }).unref?.();
}

export function countRequests(serverId: string, open: number, waiting: number): void {
  const tally = tallyOf(serverId);
  tally.open = open;
  tally.waiting = waiting;
  tell();
}

export function countBytes(serverId: string, bytes: number): void {
  const tally = tallyOf(serverId);
  const now = performance.now();
  tally.bytes += bytes;
  tally.recent = tally.recent.filter(({ at }) => now - at < WINDOW_MS);
  tally.recent.push({ at: now, bytes });
  tell();
}

/** Says why requests are tried again; undefined when one got through. */
export function setTrouble(serverId: string, trouble: ServerReason | undefined): void {
  const tally = tallyOf(serverId);
  if (tally.trouble === trouble) return;
  tally.trouble = trouble;
  tell();
}
