/**
 * Reports that were signed elsewhere: of studies that a server lists with SR, the server is asked which hold a verified
 * one, forty studies in a request and one request at a time, after the listing. A study without SR costs nothing.
 */
import type { KnownWork } from '../../domain/worklist/row';
import { serverPort } from './port';

/** Studies in one request: their UIDs stay below 3000 letters of address. */
const TOGETHER = 40;
/** Requests for one listing of a server, at most; and studies of a server that must be asked about one by one. */
const REQUESTS = 150;
const SINGLE = 40;

/** The server that holds a study's verified report, by study. */
const held = new Map<string, string>();

interface Asking {
  /** Studies not asked about yet, in the order in which they were listed. */
  readonly waiting: Set<string>;
  running: boolean;
  left: number;
  /** The server does not understand a list of studies. */
  single: boolean;
}
const askings = new Map<string, Asking>();

let told: (studyUids: readonly string[]) => void = () => undefined;

/** Calls back with the studies that turned out to be signed, or are not known to be any more. */
export const onSigned = (changed: typeof told): void => {
  told = changed;
};

/** What is known here of the work, with what a server holds: who has a draft sees that a colleague has signed. */
export function withSigned(studyUid: string, work: KnownWork | undefined): KnownWork | undefined {
  const signedOn = held.get(studyUid);
  return signedOn === undefined ? work : { ...work, status: 'signed', signedOn };
}

/** A listing begins: its studies may be asked about anew. */
export function beginSigned(serverId: string): void {
  const before = askings.get(serverId);
  askings.set(serverId, {
    waiting: new Set(),
    running: false,
    left: REQUESTS,
    single: before?.single ?? false,
  });
  // What is being asked now goes on for nobody.
  before?.waiting.clear();
}

/** A server is gone. */
export function forgetSigned(serverId: string): void {
  askings.get(serverId)?.waiting.clear();
  askings.delete(serverId);
  const gone = [...held].filter(([, id]) => id === serverId).map(([studyUid]) => studyUid);
  for (const studyUid of gone) held.delete(studyUid);
  if (gone.length > 0) told(gone);
}

interface ListedStudy {
  readonly studyUid: string;
  readonly modalities: readonly string[];
}

/** Looks after the reports of a page of studies, when it is their turn. Never rejects. */
export function lookForSigned(serverId: string, studies: readonly ListedStudy[]): void {
  if (!askings.has(serverId)) beginSigned(serverId);
  const asking = askings.get(serverId)!;
  for (const { studyUid, modalities } of studies)
    if (modalities.includes('SR') && !held.has(studyUid)) asking.waiting.add(studyUid);
  if (asking.running || asking.waiting.size === 0) return;
  asking.running = true;
  void run(serverId, asking).finally(() => {
    asking.running = false;
  });
}

/** Faults after which asking otherwise leads nowhere. */
const hopeless: readonly unknown[] = ['auth', 'unreachable', 'timeout', 'cors', 'policy', 'busy', 'cut'];

async function run(serverId: string, asking: Asking): Promise<void> {
  while (asking.waiting.size > 0 && asking.left > 0) {
    const batch = [...asking.waiting].slice(0, asking.single ? 1 : TOGETHER);
    for (const studyUid of batch) asking.waiting.delete(studyUid);
    asking.left--;
    try {
      const { signed, documents } = await serverPort().signed(serverId, batch);
      // Each of them was listed with SR: no document at all means that the list was not understood.
      if (documents === 0 && batch.length > 1) askSingly(asking, batch);
      keep(serverId, signed);
    } catch (error) {
      const reason = error instanceof Error && 'reason' in error ? error.reason : undefined;
      if (batch.length > 1 && !hopeless.includes(reason)) askSingly(asking, batch);
      else {
        console.warn(`worklist: signed reports of ${serverId}:`, error);
        return;
      }
    }
  }
}

function askSingly(asking: Asking, batch: readonly string[]): void {
  asking.single = true;
  asking.left = Math.min(asking.left, SINGLE);
  const others = [...asking.waiting];
  asking.waiting.clear();
  for (const studyUid of [...batch, ...others]) asking.waiting.add(studyUid);
}

function keep(serverId: string, signed: readonly string[]): void {
  if (!askings.has(serverId) || signed.length === 0) return;
  for (const studyUid of signed) held.set(studyUid, serverId);
  told(signed);
}
