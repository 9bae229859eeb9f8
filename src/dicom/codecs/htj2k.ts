/** High-throughput JPEG 2000 by OpenJPH. */
import { codec, type CodecOutput, type Factory, runDecoder, type WasmDecoder } from './wasm';

interface OpenJphModule {
  readonly HTJ2KDecoder: new () => WasmDecoder;
}

const withOpenJph = codec<OpenJphModule>(
  async () =>
    (await import('@cornerstonejs/codec-openjph/wasmjs')).default as unknown as Factory<OpenJphModule>,
  async () => (await import('@cornerstonejs/codec-openjph/wasm?url')).default,
);

/** @throws Error when the codestream is damaged. */
export function decodeHtj2k(encoded: Uint8Array): Promise<CodecOutput> {
  return withOpenJph((m) => runDecoder(new m.HTJ2KDecoder(), encoded));
}
