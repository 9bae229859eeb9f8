/**
 * Listing the servers: page after page up to a limit, each server by itself, so that one that is slow or down holds up
 * nobody. What came is shown at once. Where not everything fitted, narrower questions go to the server.
 */
import { daysOf, type WorklistFilter } from '../../domain/worklist/filter';
import { dayOf } from '../../domain/worklist/filter';
import type { Listed } from '../../domain/worklist/row';
import type { RemoteStudy, StudyQuery } from '../../dicom/web/contract';
import { addRows, endSource, listHere } from './list';
import { serverPort } from './port';
import { beginSigned, forgetSigned, lookForSigned } from './signed';
import { get, set, useWorklist, type ServerListing } from './store';

/** Studies asked for at a time, and of one server in all. */
export const PAGE = 1000;
export const MOST = 100_000;
/** How often a list that is looked at asks for new studies, ms. */
const POLL = 60_000;
/** A question to a server waits until the reader has stopped typing, ms. */
const TYPING = 600;

const listedOf = ({ serverId, studyUid, ...study }: RemoteStudy): Listed => ({
  studyUid,
  source: serverId,
  patientName: study.patientName,
  patientId: study.patientId,
  birthDate: study.birthDate,
  sex: study.sex,
  date: study.date,
  time: study.time,
  description: study.description,
  modalities: study.modalities,
  accession: study.accession,
  imageCount: study.imageCount,
});

const running = new Map<string, AbortController>();

const patch = (serverId: string, listing: Partial<ServerListing>): void =>
  set(({ listings }) => {
    const before = listings[serverId] ?? { state: 'loading', loaded: 0, complete: false, from: '', to: '' };
    return { listings: { ...listings, [serverId]: { ...before, ...listing } } };
  });

function failureOf(error: unknown): Pick<ServerListing, 'reason' | 'detail'> {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : undefined;
  return { reason, detail: error instanceof Error ? error.message : String(error) };
}

type Scope = Pick<ServerListing, 'from' | 'to'>;

/** Is everything of `narrow` in `wide`? */
const covers = (wide: Scope, narrow: Scope): boolean =>
  (wide.from === '' || (narrow.from !== '' && narrow.from >= wide.from)) &&
  (wide.to === '' || (narrow.to !== '' && narrow.to <= wide.to));

async function listServer(serverId: string, scope: Scope): Promise<void> {
  running.get(serverId)?.abort();
  const abort = new AbortController();
  running.set(serverId, abort);
  const { signal } = abort;
  patch(serverId, {
    ...scope,
    state: 'loading',
    loaded: 0,
    complete: false,
    reason: undefined,
    detail: undefined,
  });
  beginSigned(serverId);
  const seen = new Set<string>();
  const query = { ...(scope.from && { from: scope.from }), ...(scope.to && { to: scope.to }) };
  try {
    let offset = 0;
    for (let more = true; more && offset < MOST;) {
      const page = await serverPort().search(serverId, { ...query, limit: PAGE, offset }, signal);
      signal.throwIfAborted();
      const before = seen.size;
      for (const { studyUid } of page.studies) seen.add(studyUid);
      addRows(page.studies.map(listedOf));
      lookForSigned(serverId, page.studies);
      offset += page.studies.length;
      // A server that does not know paging gives the same page again and again.
      more = page.more && page.studies.length > 0 && seen.size > before;
      const complete = !more && !page.more;
      patch(serverId, { loaded: seen.size, complete });
    }
    // A server of just so many studies is listed whole.
    if (!get().listings[serverId]?.complete && seen.size >= MOST) {
      const { studies } = await serverPort().search(serverId, { ...query, limit: 1, offset: MOST }, signal);
      patch(serverId, { complete: studies.length === 0 });
    }
    if (get().listings[serverId]?.complete && scope.from === '' && scope.to === '') endSource(serverId, seen);
    patch(serverId, { state: 'done' });
  } catch (error) {
    if (!signal.aborted) patch(serverId, { state: 'failed', ...failureOf(error) });
  } finally {
    if (running.get(serverId) === abort) running.delete(serverId);
  }
}

const scopeOf = (filter: WorklistFilter): Scope => daysOf(filter, new Date());

/** Lists every server again, and this computer. */
export function refresh(): void {
  void listHere();
  const scope = scopeOf(get().filter);
  for (const { id } of get().servers) void listServer(id, scope);
}

/** Lists one server again. */
export const retry = (serverId: string): void => void listServer(serverId, scopeOf(get().filter));

/** Lets the reader sign in to a server that asked who they are, and lists it. */
export async function signIn(serverId: string): Promise<void> {
  if (await serverPort().signIn(serverId)) retry(serverId);
}

/** Stops the listing; what came stays. */
export function stopListing(): void {
  for (const [serverId, abort] of running) {
    abort.abort();
    patch(serverId, { state: 'stopped' });
  }
}

/** Asks a server beside its listing and adds what it says; a failure is that of the listing. */
async function ask(serverId: string, query: Omit<StudyQuery, 'limit' | 'offset'>): Promise<void> {
  try {
    const { studies } = await serverPort().search(
      serverId,
      { ...query, limit: PAGE, offset: 0 },
      AbortSignal.timeout(POLL),
    );
    addRows(studies.map(listedOf));
    lookForSigned(serverId, studies);
    const { state } = get().listings[serverId] ?? {};
    if (state === 'failed') patch(serverId, { state: 'stopped', reason: undefined, detail: undefined });
  } catch (error) {
    if (get().listings[serverId]?.state !== 'loading')
      patch(serverId, { state: 'failed', ...failureOf(error) });
  }
}

/** Servers whose studies the list does not hold all of. */
const partial = (): readonly string[] =>
  get()
    .servers.map(({ id }) => id)
    .filter((id) => {
      const listing = get().listings[id];
      return listing !== undefined && listing.state !== 'loading' && !listing.complete;
    });

let typing: ReturnType<typeof setTimeout> | undefined;

function followFilter(filter: WorklistFilter, before: WorklistFilter): void {
  const scope = scopeOf(filter);
  for (const { id } of get().servers) {
    const listing = get().listings[id];
    if (!listing) continue;
    // What is on its way, or all there, holds the days that are asked for.
    const enough = covers(listing, scope) && (listing.complete || listing.state === 'loading');
    if (!enough && (filter.date !== before.date || filter.from !== before.from || filter.to !== before.to))
      void listServer(id, scope);
  }
  const text = filter.text.trim();
  if (text === '' || filter.text === before.text) return;
  clearTimeout(typing);
  typing = setTimeout(() => {
    for (const id of partial()) void ask(id, { text });
  }, TYPING);
}

let begun = false;

/** Lists everything when it is first needed: who opens one study by a link asks no server for its list. */
export function needList(): void {
  if (begun) return;
  begun = true;
  refresh();
}

/** Is anybody looking at the list? Components say so while they stand. */
let watchers = 0;
export function watchList(): () => void {
  watchers++;
  needList();
  return () => void watchers--;
}

function poll(): void {
  if (watchers === 0 || document.visibilityState !== 'visible' || !navigator.onLine) return;
  const from = dayOf(new Date(Date.now() - 86_400_000));
  for (const { id } of get().servers) if (get().listings[id]?.state !== 'loading') void ask(id, { from });
}

function takeServers(): void {
  const servers = serverPort().servers();
  if (!servers) return;
  const before = get().servers;
  set({ servers: servers.map(({ id, name }) => ({ id, name })) });
  for (const { id } of before)
    if (!servers.some((one) => one.id === id)) {
      running.get(id)?.abort();
      endSource(id, new Set());
      forgetSigned(id);
      set(({ listings }) => {
        const { [id]: gone, ...left } = listings;
        return gone ? { listings: left } : {};
      });
    }
  if (!begun) return;
  const scope = scopeOf(get().filter);
  for (const { id } of servers) if (!get().listings[id]) void listServer(id, scope);
}

/** Follows the servers, the filter and the line; returns how to stop. */
export function followListing(): () => void {
  const stops = [
    serverPort().subscribe(takeServers),
    useWorklist.subscribe(({ filter }, before) => {
      if (filter !== before.filter && begun) followFilter(filter, before.filter);
    }),
  ];
  const timer = setInterval(poll, POLL);
  const line = (): void => {
    set({ online: navigator.onLine });
    if (navigator.onLine && begun)
      for (const [id, { state }] of Object.entries(get().listings)) if (state === 'failed') retry(id);
  };
  line();
  addEventListener('online', line);
  addEventListener('offline', line);
  takeServers();
  return () => {
    for (const stop of stops) stop();
    clearInterval(timer);
    clearTimeout(typing);
    removeEventListener('online', line);
    removeEventListener('offline', line);
    for (const abort of running.values()) abort.abort();
    begun = false;
  };
}
