/** JPEG XL by libjxl: lossless, recompressed JPEG and lossy (XYB) alike; the output is RGB or grey. */
import { codec, type CodecOutput, type Factory, runDecoder, type WasmDecoder } from './wasm';

interface JxlModule {
  readonly JpegXLDecoder: new () => WasmDecoder;
}

const withJxl = codec<JxlModule>(
  async () =>
    (await import('@cornerstonejs/codec-libjxl/decodewasmjs')).default as unknown as Factory<JxlModule>,
  async () => (await import('@cornerstonejs/codec-libjxl/decodewasm?url')).default,
);

/** @throws Error when the codestream is damaged. */
export function decodeJpegXl(encoded: Uint8Array): Promise<CodecOutput> {
  return withJxl((m) => runDecoder(new m.JpegXLDecoder(), encoded));
}
