/**
 * Watches what a page and its workers allocate: every array of numbers, every read of a Blob, every growth of a
 * WebAssembly memory. An allocation above the limit throws, as it would on a small machine, and is told; so is a
 * rejection that nobody handles. Tests only.
 */

/** Largest single allocation that is allowed, bytes. */
export const ALLOCATION_LIMIT = 500 * 1024 * 1024;

export type GuardNews =
  | { readonly kind: 'allocated'; readonly bytes: number }
  | { readonly kind: 'unhandled'; readonly text: string };

/**
 * Watches arrays of numbers, reads of Blobs and growth of WebAssembly memories in this realm. One function without
 * outer names: its source is what a worker runs first.
 * @param limit bytes; more at once throws.
 * @param onLarger told of every allocation that is larger than all before it, from 1 MiB on.
 */
export function watchAllocations(limit: number, onLarger: (bytes: number) => void): void {
  let largest = 1024 * 1024;
  const check = (bytes: number): void => {
    if (!(bytes > largest)) return;
    largest = bytes;
    onLarger(bytes);
    if (bytes > limit) throw new RangeError(`guard: ${bytes} bytes at once`);
  };
  const scope = globalThis as unknown as Record<string, new (...args: unknown[]) => object>;
  const names = 'ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array';
  for (const name of `${names} Float32Array Float64Array Uint8ClampedArray`.split(' ')) {
    const plain = scope[name] as (new (...args: unknown[]) => object) & { BYTES_PER_ELEMENT?: number };
    const watched: typeof plain = new Proxy(plain, {
      construct(target, args: unknown[], made: typeof plain) {
        if (typeof args[0] === 'number') check(args[0] * (target.BYTES_PER_ELEMENT ?? 1));
        return Reflect.construct(target, args, made === watched ? target : made) as object;
      },
    });
    (plain.prototype as { constructor: unknown }).constructor = watched;
    scope[name] = watched;
  }
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function (this: Blob) {
    check(this.size);
    return arrayBuffer.call(this);
  };
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    check(this.buffer.byteLength + pages * 65536);
    return grow.call(this, pages);
  };
}

/**
 * The whole guard of a page or worker; no outer names either.
 * @param base address that relative ones count from: a worker that came as a blob has none of its own.
 */
export function installGuard(watch: typeof watchAllocations, limit: number, base: string): void {
  const news = new BroadcastChannel('lamplight-guard');
  watch(limit, (bytes) => news.postMessage({ kind: 'allocated', bytes }));
  const plainFetch = globalThis.fetch.bind(globalThis);
  globalThis.fetch = (what, options) =>
    plainFetch(typeof what === 'string' ? new URL(what, base).href : what, options);
  globalThis.addEventListener('unhandledrejection', (event) => {
    const { reason } = event as PromiseRejectionEvent;
    news.postMessage({ kind: 'unhandled', text: String(reason) });
  });
}

/** Installs the guard here and in every worker that is started from now on. */
export function guardPage(): void {
  installGuard(watchAllocations, ALLOCATION_LIMIT, location.href);
  const PlainWorker = Worker;
  const given = `${watchAllocations.toString()}, ${ALLOCATION_LIMIT}, ${JSON.stringify(location.href)}`;
  const code = `(${installGuard.toString()})(${given})`;
  const guard = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  globalThis.Worker = class extends PlainWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      // Imports run in order: the guard stands before the worker's first line.
      const own = new URL(url, location.href).href;
      const both = `import ${JSON.stringify(guard)}; import ${JSON.stringify(own)};`;
      super(URL.createObjectURL(new Blob([both], { type: 'text/javascript' })), options);
    }
  };
}
