/** JPEG: 8-bit DCT (baseline, extended, progressive) by libjpeg-turbo; lossless (process 14) by JPEGLosslessDecoderJS. */
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
  return withTurbo((m) => runDecoder(new m.JPEGDecoder(), encoded));
}

/** @throws Error when the stream is damaged. */
export async function decodeJpegLossless(encoded: Uint8Array): Promise<CodecOutput> {
  const { Decoder } = await import('@cornerstonejs/jpeg-lossless-decoder-js');
  const decoder = new Decoder();
  // The decoder reads from a whole buffer; the bytes at hand are a view.
  const whole = encoded.slice();
  const words = decoder.decode(whole.buffer, 0, whole.length) as unknown as Uint8Array | Uint16Array | null;
  if (!words) throw new Error('no pixels in the JPEG lossless stream');
  const { dimX, dimY, numComp, precision } = decoder.frame;
  return {
    width: dimX,
    height: dimY,
    components: numComp,
    bitsPerSample: words.BYTES_PER_ELEMENT === 1 ? Math.min(8, precision) : Math.max(9, precision),
    signed: false,
    planar: false,
    bytes: new Uint8Array(words.buffer, words.byteOffset, words.byteLength),
  };
}
