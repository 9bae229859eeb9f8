import { create } from 'zustand';

/** What went to one place. */
export interface Place {
  readonly requests: number;
  /** Of the questions: address and the page's own headers. A searched name and a study's UID stand in the address. */
  readonly asked: number;
  /** Of request bodies: what was uploaded. */
  readonly bytes: number;
}

const nothing: Place = { requests: 0, asked: 0, bytes: 0 };

interface Sent {
  /**
   * Bytes that this page handed out: bodies of requests to any server, its own included, and the questions that any
   * place but the page's own files was asked. What the browser adds by itself (cookies, its name) is not known here.
   */
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

function add(address: string, more: Partial<Place>): void {
  const place = placeOf(address, location.href);
  const change = { ...nothing, ...more };
  useSent.setState((s) => {
    const before = place === undefined ? undefined : (s.places[place] ?? nothing);
    return {
      bytes: s.bytes + change.bytes + change.asked,
      foreign: s.foreign + (place !== undefined && isForeign(place) ? change.requests : 0),
      places:
        place === undefined || !before
          ? s.places
          : {
              ...s.places,
              [place]: {
                requests: before.requests + change.requests,
                asked: before.asked + change.asked,
                bytes: before.bytes + change.bytes,
              },
            },
    };
  });
}

/** Told of every request with a body: address, bytes, HTTP status (0 when it had no answer, or is not waited for). */
type Told = (to: string, bytes: number, status: number) => void;

const upload = (to: string, body: unknown): number => {
  const bytes = sizeOf(body);
  if (bytes > 0) add(to, { bytes });
  return bytes;
};

/**
 * Bytes of a question as the page writes it: method, path with its search words, headers. Zero for the page's own files.
 * @param page the page's own address
 */
export function questionSize(
  to: string,
  page: string,
  { method = 'GET', headers }: { readonly method?: string; readonly headers?: HeadersInit } = {},
): number {
  if (placeOf(to, page) === undefined) return 0;
  const { pathname, search } = new URL(to, page);
  // "GET /path HTTP/1.1", and a line "name: value" for each header, each with its line end.
  const line = sizeOf(`${method} ${pathname}${search} HTTP/1.1`) + 2;
  return [...new Headers(headers)].reduce((sum, [name, value]) => sum + sizeOf(name + value) + 4, line);
}

function ask(to: string, how?: Parameters<typeof questionSize>[2]): void {
  const asked = questionSize(to, location.href, how);
  if (asked > 0) add(to, { asked });
}

function watchFetch(told: Told): void {
  const fetchFirst = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const body = init?.body ?? (input instanceof Request && input.body ? input.body : undefined);
    const to = input instanceof Request ? input.url : String(input);
    const bytes = upload(to, body);
    const given = input instanceof Request ? input : undefined;
    ask(to, { method: init?.method ?? given?.method, headers: init?.headers ?? given?.headers });
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
    ask(to);
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
      if (placeOf(entry.name, location.href) !== undefined) add(entry.name, { requests: 1 });
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
