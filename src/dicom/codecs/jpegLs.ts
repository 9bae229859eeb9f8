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

/**
 * The stream with an end marker. CharLS reads on past the end of a damaged stream that has none, for minutes;
 * at a marker it stops.
 */
function ended(encoded: Uint8Array): Uint8Array {
  // A pad byte may stand behind the marker.
  for (let at = Math.max(0, encoded.length - 4); at + 1 < encoded.length; at++)
    if (encoded[at] === 0xff && encoded[at + 1] === 0xd9) return encoded;
  const out = new Uint8Array(encoded.length + 2);
  out.set(encoded);
  out.set([0xff, 0xd9], encoded.length);
  return out;
}

/** @throws Error with CharLS' message. */
export function decodeJpegLs(given: Uint8Array): Promise<CodecOutput> {
  const encoded = ended(given);
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
