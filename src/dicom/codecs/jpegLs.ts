/** JPEG-LS by CharLS. */
import { codec, type CodecOutput, type Factory, runDecoder, type WasmDecoder } from './wasm';

interface JpegLsDecoder extends WasmDecoder {
  /** 0 none (planar), 1 line, 2 sample. */
  getInterleaveMode(): number;
}

interface CharlsModule {
  readonly JpegLSDecoder: new () => JpegLsDecoder;
  getExceptionMessage?(pointer: number): string;
}

const withCharls = codec<CharlsModule>(
  async () =>
    (await import('@cornerstonejs/codec-charls/decodewasmjs')).default as unknown as Factory<CharlsModule>,
  async () => (await import('@cornerstonejs/codec-charls/decodewasm?url')).default,
);

/** @throws Error with CharLS' message. */
export function decodeJpegLs(encoded: Uint8Array): Promise<CodecOutput> {
  return withCharls((charls) => {
    try {
      // CharLS gives planes when the components were not interleaved, and only then.
      return runDecoder(new charls.JpegLSDecoder(), encoded, (d) => d.getInterleaveMode() === 0);
    } catch (error) {
      // C++ exceptions arrive as pointers.
      if (typeof error !== 'number') throw error;
      throw new Error(charls.getExceptionMessage?.(error) ?? `CharLS exception ${error}`, { cause: error });
    }
  });
}
