import { create } from 'zustand';

/** What went to one place. */
export interface Place {
  readonly requests: number;
  /** Of request bodies: what was uploaded. */
  readonly bytes: number;
}

interface Sent {
  /** Bytes of request bodies that this page handed to any server, its own included. */
  readonly bytes: number;
  /** Requests to an address that is not the page's own. */
  readonly foreign: number;
  /** Requests that the content security policy stopped. */
  readonly blocked: number;
  /** Times that the browser was given speech which it does not recognise on this computer: its maker's server hears it. */
  readonly spoken: number;
  /** By place: another server's origin, or a folder of the own one that holds none of the page's files (a PACS behind it). */
  readonly places: Readonly<Record<string, Place>>;
}

/** What left the page, as measured since it was opened. The status bar shows it. */
export const useSent = create<Sent>(() => ({
  bytes: 0,
  foreign: 0,
  blocked: 0,
  spoken: 0,
  places: {},
}));

/** Size in bytes of what may be the body of a request. A stream tells no size and counts as one byte. */
function sizeOf(body: unknown): number {
  if (body === undefined || body === null) return 0;
  if (typeof body === 'string') return new TextEncoder().encode(body).byteLength;
  if (body instanceof Blob) return body.size;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  if (body instanceof URLSearchParams) return sizeOf(body.toString());
  if (body instanceof FormData)
    return [...body.values()].reduce((sum: number, value) => sum + sizeOf(value), 0);
  if (body instanceof Document) return sizeOf(body.documentElement.outerHTML);
  return 1;
}

/** The page's own files: a request for one tells the server nothing but that the page is used. */
const OWN = /^(?:(?:assets|models|icons)\/.*|[^/]*)$/;

/**
 * Where a request goes: another origin, or the first folder on the own one where the page has no files; undefined for
 * the page's own files, and for blob: and data:, which never leave it.
 */
export function placeOf(address: string, page: string): string | undefined {
  if (!URL.canParse(address, page)) return undefined;
  const url = new URL(address, page);
  const base = new URL('./', page);
  if (!/^(https?|wss?):$/.test(url.protocol)) return undefined;
  if (url.host !== base.host) return url.origin;
  const inside = url.pathname.startsWith(base.pathname);
  const path = inside ? url.pathname.slice(base.pathname.length) : url.pathname.slice(1);
  if (inside && OWN.test(path)) return undefined;
  return `${url.origin}${inside ? base.pathname : '/'}${path.split('/')[0]}`;
}

const isForeign = (place: string): boolean => new URL(place).host !== location.host;

function add(address: string, change: Place): void {
  const place = placeOf(address, location.href);
  useSent.setState((s) => {
    const before = place === undefined ? undefined : (s.places[place] ?? { requests: 0, bytes: 0 });
    return {
      bytes: s.bytes + change.bytes,
      foreign: s.foreign + (place !== undefined && isForeign(place) ? change.requests : 0),
      places:
        place === undefined || !before
          ? s.places
          : {
              ...s.places,
              [place]: { requests: before.requests + change.requests, bytes: before.bytes + change.bytes },
            },
    };
  });
}

/** Told of every request with a body: address, bytes, HTTP status (0 when it had no answer, or is not waited for). */
type Told = (to: string, bytes: number, status: number) => void;

const upload = (to: string, body: unknown): number => {
  const bytes = sizeOf(body);
  if (bytes > 0) add(to, { requests: 0, bytes });
  return bytes;
};

function watchFetch(told: Told): void {
  const fetchFirst = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const body = init?.body ?? (input instanceof Request && input.body ? input.body : undefined);
    const to = input instanceof Request ? input.url : String(input);
    const bytes = upload(to, body);
    const answer = fetchFirst(input, init);
    if (bytes > 0)
      answer.then(
        ({ status }) => told(to, bytes, status),
        () => told(to, bytes, 0),
      );
    return answer;
  };
}

function watchRequests(told: Told): void {
  const { open, send } = XMLHttpRequest.prototype;
  const addresses = new WeakMap<XMLHttpRequest, string>();
  XMLHttpRequest.prototype.open = function (
    this: XMLHttpRequest,
    ...args: Parameters<XMLHttpRequest['open']>
  ) {
    addresses.set(this, String(args[1]));
    open.apply(this, args);
  } as XMLHttpRequest['open'];
  XMLHttpRequest.prototype.send = function (body?: Document | XMLHttpRequestBodyInit | null) {
    const to = addresses.get(this) ?? location.href;
    const bytes = upload(to, body);
    if (bytes > 0) this.addEventListener('loadend', () => told(to, bytes, this.status));
    send.call(this, body as XMLHttpRequestBodyInit);
  };
}

/** Speech goes by no request of the page: the browser itself sends it, unless it recognises it here. */
function watchSpeech(): void {
  interface Recognition {
    processLocally?: boolean;
    start(...args: unknown[]): void;
  }
  const known = globalThis as unknown as Readonly<
    Record<string, { readonly prototype: Recognition } | undefined>
  >;
  const prototype = (known.SpeechRecognition ?? known.webkitSpeechRecognition)?.prototype;
  if (!prototype) return;
  const { start } = prototype;
  prototype.start = function (...args) {
    start.apply(this, args);
    if (this.processLocally !== true) useSent.setState((s) => ({ spoken: s.spoken + 1 }));
  };
}

/**
 * Starts to count. Requests are seen through the browser's own resource timing; their bodies through the few
 * functions that can send one. Workers ask for the page's own files only and send no bodies; a test records every
 * request of a session. Call once, before anything else runs.
 */
export function watchSent(told: Told = () => undefined): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (placeOf(entry.name, location.href) !== undefined) add(entry.name, { requests: 1, bytes: 0 });
  }).observe({ type: 'resource', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective === 'connect-src') useSent.setState((s) => ({ blocked: s.blocked + 1 }));
  });
  watchFetch(told);
  watchRequests(told);
  watchSpeech();
  const beacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, body) => {
    const bytes = upload(String(address), body);
    if (bytes > 0) told(String(address), bytes, 0);
    return beacon(address, body);
  };
  const socketSend = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const bytes = upload(this.url, data);
    if (bytes > 0) told(this.url, bytes, 0);
    socketSend.call(this, data);
  };
}
