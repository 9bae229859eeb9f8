/** A file behind an address: of the page's own origin, or of a server that lets this page in (CORS and the page's policy). */
import type { SourceFile } from '../contract';
import { DicomError, messageOf, throwIfAborted } from '../errors';

/** Bytes that came are handed to the browser, which can keep them on disk, in pieces of this size. */
const piece = 16 * 1024 * 1024;

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Bytes so far, and how many there are; 0 when the server does not say. */
  readonly onBytes?: (done: number, total: number) => void;
}

/**
 * Fetches one DICOM file or ZIP.
 * @param address absolute, or relative to the page.
 * @throws DicomError urlFailed, or the signal's reason when aborted.
 */
export async function fetchSource(address: string, options: FetchOptions = {}): Promise<SourceFile> {
  const { signal, onBytes } = options;
  const fail = (detail: string): DicomError => new DicomError('urlFailed', detail);
  const base = typeof location === 'undefined' ? undefined : location.href;
  if (!URL.canParse(address, base)) throw fail(address);
  const url = new URL(address, base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail(`${url.protocol} ${address}`);
  let response: Response;
  try {
    // Cookies go to the page's own origin only; another server is asked as a stranger.
    response = await fetch(url, { signal, credentials: 'same-origin', referrerPolicy: 'no-referrer' });
  } catch (error) {
    throwIfAborted(signal);
    throw fail(`${url.origin}: ${messageOf(error)}`);
  }
  if (!response.ok || !response.body) throw fail(`${url.href}: HTTP ${response.status}`);
  const path = decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.host;
  // A compressed transfer is longer when it is unpacked than the server says.
  const packed = response.headers.has('Content-Encoding');
  const total = packed ? 0 : Number(response.headers.get('Content-Length') ?? 0);
  try {
    const blob = await gather(response.body, (done) => onBytes?.(done, total));
    if (total > 0 && blob.size < total) throw fail(`${url.href}: ${blob.size} of ${total} bytes`);
    return { blob, path };
  } catch (error) {
    throwIfAborted(signal);
    throw error instanceof DicomError ? error : fail(`${url.href}: ${messageOf(error)}`);
  }
}

async function gather(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (done: number) => void,
): Promise<Blob> {
  const whole: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let done = 0;
  const reader = body.getReader();
  for (;;) {
    const next = await reader.read();
    if (next.done) return new Blob([...whole, ...parts]);
    parts.push(next.value);
    held += next.value.length;
    done += next.value.length;
    onBytes(done);
    if (held < piece) continue;
    whole.push(new Blob(parts));
    parts = [];
    held = 0;
  }
}
