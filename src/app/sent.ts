import { create } from 'zustand';

interface Sent {
  /** Bytes of request bodies that this page handed to any server, its own included. */
  readonly bytes: number;
  /** Requests to an address that is not the page's own. */
  readonly foreign: number;
  /** Requests that the content security policy stopped. */
  readonly blocked: number;
}

/** What left the page, as measured since it was opened. The status bar shows it. */
export const useSent = create<Sent>(() => ({ bytes: 0, foreign: 0, blocked: 0 }));

const add = (change: Partial<Sent>): void =>
  useSent.setState((s) => ({
    bytes: s.bytes + (change.bytes ?? 0),
    foreign: s.foreign + (change.foreign ?? 0),
    blocked: s.blocked + (change.blocked ?? 0),
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

/** Does this address belong to a server that is not the page's own? blob: and data: never leave the page. */
function isForeign(address: string): boolean {
  const url = new URL(address, location.href);
  return /^(https?|wss?):$/.test(url.protocol) && url.host !== location.host;
}

/**
 * Starts to count. Requests are seen through the browser's own resource timing; their bodies through the few
 * functions that can send one. Workers cannot reach another server at all: they are under the page's policy
 * (`connect-src 'self'`), and they send no bodies. Call once, before anything else runs.
 */
export function watchSent(): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (isForeign(entry.name)) add({ foreign: 1 });
  }).observe({ type: 'resource', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective === 'connect-src') add({ blocked: 1 });
  });

  const fetchFirst = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const body = init?.body ?? (input instanceof Request && input.body ? input.body : undefined);
    const bytes = sizeOf(body);
    if (bytes > 0) add({ bytes });
    return fetchFirst(input, init);
  };
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (body?: Document | XMLHttpRequestBodyInit | null) {
    const bytes = sizeOf(body);
    if (bytes > 0) add({ bytes });
    send.call(this, body as XMLHttpRequestBodyInit);
  };
  const beacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, body) => {
    const bytes = sizeOf(body);
    if (bytes > 0) add({ bytes });
    return beacon(address, body);
  };
  const socketSend = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    add({ bytes: sizeOf(data) });
    socketSend.call(this, data);
  };
}
