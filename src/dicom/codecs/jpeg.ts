/** JPEG of 8-bit DCT (baseline, extended, progressive) by libjpeg-turbo. */
import { codec, type CodecOutput, type Factory, runDecoder, type WasmDecoder } from './wasm';

interface TurboModule {
  readonly JPEGDecoder: new () => WasmDecoder;
}

const withTurbo = codec<TurboModule>(
  async () =>
    (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'))
      .default as unknown as Factory<TurboModule>,
  async () => (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url')).default,
);

/** Grey, or RGB as libjpeg-turbo judges the colour transform. @throws Error when the stream is damaged. */
export function decodeJpegDct(encoded: Uint8Array): Promise<CodecOutput> {
  return withTurbo((m) => {
    try {
      return runDecoder(new m.JPEGDecoder(), encoded);
    } catch (error) {
      // libjpeg-turbo throws the address of a C++ exception, which tells nobody anything.
      if (typeof error !== 'number') throw error;
      throw new Error('damaged, or ends early', { cause: error });
    }
  });
}
