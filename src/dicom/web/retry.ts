/** When a request is tried again, and after how long. */
import type { ServerReason } from './contract';

/** Tries after the first, at most. */
export const TRIES = 4;
/** First pause and longest pause, ms. */
const FIRST_MS = 400;
const LONGEST_MS = 15_000;
/** A server may ask for a longer pause than ours, up to this, ms. */
const OBEYED_MS = 60_000;

/** Faults that pass. A plain 500 seldom does: it is tried again once. */
const PASSING: readonly ServerReason[] = [
  'unreachable',
  'certificate',
  'timeout',
  'cut',
  'busy',
  'serverError',
  'wrongLength',
];

export function mayRetry(reason: ServerReason, tried: number): boolean {
  if (!PASSING.includes(reason)) return false;
  return tried < (reason === 'serverError' || reason === 'wrongLength' ? 2 : TRIES);
}

/**
 * Pause before the next try, ms: doubled each time, scattered so that many requests do not come back at once.
 * @param tried tries so far, 1 or more
 * @param asked what the server asked for, ms
 */
export function pause(tried: number, asked?: number, random: () => number = Math.random): number {
  if (asked !== undefined) return Math.min(OBEYED_MS, Math.max(0, asked));
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (tried - 1));
  return full / 2 + (full / 2) * random();
}

/** Retry-After as ms from now: seconds, or a date; undefined when it is neither. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Resolves after so many ms. @throws the signal's reason */
export function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
