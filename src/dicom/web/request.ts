/** One request to a server: signed, in its turn, tried again where that may help, and failed with a reason. */
import type { FramePriority } from '../contract';
import { messageOf, throwIfAborted } from '../errors';
import { addressOf, shown } from './address';
import { askAgain, generationOf, presentOf, renewed, signedHeaders } from './auth';
import { whyFailed } from './blocked';
import { failed, startOf, typeOf, type Answer } from './body';
import type { ServerConfig, ServerReason } from './contract';
import { ServerError } from './error';
import { RequestQueue, type Ticket } from './queue';
import { mayRetry, pause, rest, retryAfter } from './retry';
import { onHold } from './series-transfer';
import { countRequests, setTrouble } from './transfer';

export interface Ask {
  /** Below the server's root, its parts encoded; or an absolute address on the server. */
  readonly path: string | URL;
  readonly query?: URLSearchParams;
  readonly accept: string;
  readonly priority?: FramePriority;
  readonly signal?: AbortSignal;
  readonly onTicket?: (ticket: Ticket) => void;
  /** While this says so it waits, unless its priority is `visible`. */
  readonly held?: () => boolean;
  /** A POST of this body; such a request is not tried again by itself. */
  readonly body?: Blob;
  readonly contentType?: string;
  /** False: one try, and nobody is asked to sign in. */
  readonly persistent?: boolean;
  /** False: nobody is asked to sign in; a token that has run out is renewed all the same. */
  readonly signIn?: boolean;
  /** Statuses beside 2xx whose answers are read. */
  readonly also?: readonly number[];
}

const queues = new Map<string, RequestQueue>();
onHold(() => {
  for (const queue of queues.values()) queue.pump();
});

function queueOf({ id }: ServerConfig): RequestQueue {
  let queue = queues.get(id);
  if (!queue) {
    const made: RequestQueue = new RequestQueue(() => countRequests(id, made.open, made.waiting));
    queues.set(id, (queue = made));
  }
  return queue;
}

/** Sign-ins that are asked for on behalf of one request, at most. */
const SIGN_INS = 3;

/**
 * Asks a server and reads its answer. A reading that fails of a cut line is tried again with the request.
 * @throws ServerError, what `read` throws, or the signal's reason
 */
export async function ask<T>(
  given: ServerConfig,
  what: Ask,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { signal, persistent = true } = what;
  let signIns = 0;
  for (let tried = 1; ; tried++) {
    throwIfAborted(signal);
    const generation = generationOf(given);
    const held: Held = {};
    try {
      const done = await queueOf(given).run(
        what.priority ?? 'visible',
        () => once(given, what, read, held),
        signal,
        what.onTicket,
        what.held,
      );
      setTrouble(given.id, undefined);
      return done;
    } catch (error) {
      throwIfAborted(signal);
      if (!(error instanceof ServerError) || !persistent) throw error;
      if (error.reason === 'auth' && signIns++ < SIGN_INS) {
        const why = held.unsigned ? 'missing' : 'refused';
        const again =
          what.signIn === false ? renewed(given, why, generation) : askAgain(given, why, generation, signal);
        if (await orAborted(again, signal)) continue;
        throw error;
      }
      // What a server did with a body that it may have had is not known: the caller asks it.
      const unknown = what.body !== undefined && error.reason !== 'busy';
      if (unknown || !mayRetry(error.reason, tried)) {
        // Nothing is tried again any more: whoever asked says what went wrong.
        setTrouble(given.id, undefined);
        throw error;
      }
      setTrouble(given.id, error.reason);
      await rest(pause(tried, held.retryAfter), signal);
    }
  }
}

/** What is remembered of a try beside its error. */
interface Held {
  retryAfter?: number;
  /** It was not sent: there was nothing to sign in with. */
  unsigned?: boolean;
}

function orAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function once<T>(
  given: ServerConfig,
  what: Ask,
  read: (answer: Answer) => Promise<T>,
  held: Held,
): Promise<T> {
  const server = presentOf(given);
  const url = typeof what.path === 'string' ? addressOf(server, what.path, what.query) : what.path;
  const headers = await signedHeaders(server);
  if (!headers) {
    held.unsigned = true;
    throw new ServerError('auth', server.auth.kind, { server: server.name, url: shown(url) });
  }
  headers.set('Accept', what.accept);
  if (what.contentType) headers.set('Content-Type', what.contentType);
  const abort = new AbortController();
  const stop = () => abort.abort(what.signal?.reason);
  what.signal?.addEventListener('abort', stop, { once: true });
  try {
    const response = await reach(server, url, what, headers, abort);
    const answer: Answer = { server, response, url: shown(url), abort };
    held.retryAfter = retryAfter(response.headers.get('Retry-After'), Date.now());
    await judge(answer, url, what);
    return await read(answer);
  } finally {
    what.signal?.removeEventListener('abort', stop);
    // Whatever was not read is not wanted.
    abort.abort();
  }
}

/** The head of the answer. @throws ServerError when there is none */
async function reach(
  server: ServerConfig,
  url: URL,
  what: Ask,
  headers: Headers,
  abort: AbortController,
): Promise<Response> {
  let silent = false;
  // A body takes its time to be sent before the server can answer.
  const patience = what.body ? Math.max(server.patience, what.body.size / 20_000) : server.patience;
  const timer = setTimeout(() => {
    silent = true;
    abort.abort();
  }, patience * 1000);
  try {
    return await fetch(url, {
      method: what.body ? 'POST' : 'GET',
      headers,
      body: what.body,
      signal: abort.signal,
      // Cookies go to the page's own origin only: another server knows us by its headers.
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
  } catch (error) {
    throwIfAborted(what.signal);
    if (silent)
      throw new ServerError('timeout', `no answer for ${Math.round(patience)} s`, {
        server: server.name,
        url: shown(url),
      });
    throw await whyFailed(server, url, messageOf(error));
  } finally {
    clearTimeout(timer);
  }
}

const reasons: Readonly<Record<number, ServerReason>> = {
  401: 'auth',
  403: 'forbidden',
  404: 'notFound',
  410: 'notFound',
  408: 'timeout',
  429: 'busy',
  503: 'busy',
  502: 'busy',
  504: 'timeout',
  406: 'unsupported',
  415: 'unsupported',
  405: 'unsupported',
  501: 'unsupported',
};

/** @throws ServerError when the answer's head says that it is not what was asked for */
async function judge(answer: Answer, url: URL, what: Ask): Promise<void> {
  const { response } = answer;
  if (response.redirected && new URL(response.url).origin !== url.origin)
    throw failed(answer, 'redirected', new URL(response.url).origin);
  const web = typeOf(response.headers) === 'text/html';
  if (response.ok || what.also?.includes(response.status)) {
    if (!web) return;
    // A page of a browser's kind: a sign-in page, or the start page of something that is no DICOMweb root.
    const title = /<title[^>]*>([^<]*)/i.exec(await startOf(answer, 2000))?.[1]?.trim();
    throw failed(
      answer,
      'webPage',
      [title && `"${title}"`, shown(new URL(response.url))].filter(Boolean).join(' '),
    );
  }
  const reason = reasons[response.status] ?? (response.status >= 500 ? 'serverError' : 'refused');
  const said = web ? '' : wordsOf(await startOf(answer));
  throw failed(answer, reason, [`HTTP ${response.status}`, said].filter(Boolean).join(': '));
}

/** What a server says in its error: the sentence of Orthanc's JSON, or plain text as it is. */
function wordsOf(text: string): string {
  const sentence = /"(?:Details|errorMessage|message|Message)"\s*:\s*"([^"]{1,200})"/.exec(text)?.[1];
  return sentence ?? (text.startsWith('{') || text.startsWith('<') ? '' : text.slice(0, 160));
}
