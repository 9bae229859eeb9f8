/** JPEG 2000 by OpenJPEG. */
import { codec, type CodecOutput, type Factory, runDecoder, type WasmDecoder } from './wasm';

interface OpenJpegModule {
  readonly J2KDecoder: new () => WasmDecoder;
}

const withOpenJpeg = codec<OpenJpegModule>(
  async () =>
    (await import('@cornerstonejs/codec-openjpeg/decodewasmjs'))
      .default as unknown as Factory<OpenJpegModule>,
  async () => (await import('@cornerstonejs/codec-openjpeg/decodewasm?url')).default,
);

/** @throws Error when the codestream is damaged. */
export function decodeJpeg2000(encoded: Uint8Array): Promise<CodecOutput> {
  return withOpenJpeg((m) => runDecoder(new m.J2KDecoder(), encoded));
}
