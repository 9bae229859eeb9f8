/** How the codecs get their WebAssembly: from the page's own origin, or from disk in tests. */

export type WasmReader = (url: string) => Promise<ArrayBuffer>;

async function fetchWasm(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return response.arrayBuffer();
}

let reader: WasmReader = fetchWasm;

/** Replaces the way wasm files are read; Node cannot fetch a bundler's URL. */
export function useWasmReader(replacement: WasmReader): void {
  reader = replacement;
}

export function readWasm(url: string): Promise<ArrayBuffer> {
  return reader(url);
}

/** What all the emscripten modules here have in common. */
export interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
}

export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  delete(): void;
}

export interface ModuleOptions {
  readonly wasmBinary: ArrayBuffer;
  readonly print: () => void;
  readonly printErr: () => void;
}

export type Factory<M> = (options: ModuleOptions) => Promise<M>;

/** Decoded samples as a codec gives them, copied out of its heap: interleaved little endian words. */
export interface CodecOutput {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bitsPerSample: number;
  readonly signed: boolean;
  readonly planar: boolean;
  readonly bytes: Uint8Array;
}

/**
 * A codec's heap grows with the largest frame, or with what a codec leaks, and never shrinks; above this many bytes
 * the instance is dropped after the frame and made anew for the next.
 */
const heapLimit = 192 * 1024 * 1024;

/** Bytes of a module's memory; 0 when it does not show it. */
const heapOf = (module: unknown): number =>
  (module as { readonly HEAPU8?: Uint8Array }).HEAPU8?.buffer.byteLength ?? 0;

/**
 * Keeps one instance of a codec, made on first use. A codec that threw may have a broken heap, so it is dropped
 * and made anew for the next frame.
 */
export function codec<M>(factory: () => Promise<Factory<M>>, url: () => Promise<string>) {
  let instance: Promise<M> | undefined;
  const make = async (): Promise<M> => {
    const [build, wasmUrl] = await Promise.all([factory(), url()]);
    const quiet = () => {};
    return build({ wasmBinary: await readWasm(wasmUrl), print: quiet, printErr: quiet });
  };
  return async <T>(use: (module: M) => T): Promise<T> => {
    instance ??= make();
    try {
      const module = await instance;
      const result = use(module);
      if (heapOf(module) > heapLimit) instance = undefined;
      return result;
    } catch (error) {
      instance = undefined;
      throw error;
    }
  };
}

/** Runs a decoder over one frame and frees it: what is not deleted stays in the wasm heap for ever. */
export function runDecoder<D extends WasmDecoder>(
  decoder: D,
  encoded: Uint8Array,
  isPlanar: (decoder: D) => boolean = () => false,
): CodecOutput {
  try {
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    const info = decoder.getFrameInfo();
    return {
      width: info.width,
      height: info.height,
      components: info.componentCount,
      bitsPerSample: info.bitsPerSample,
      signed: info.isSigned === true,
      planar: isPlanar(decoder),
      bytes: decoder.getDecodedBuffer().slice(),
    };
  } finally {
    decoder.delete();
  }
}
