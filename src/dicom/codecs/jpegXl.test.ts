import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWasmFromDisk } from '../testing/shared';
import { decodeJpegXl } from './jpegXl';

interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  setLossless(lossless: boolean): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}
interface EncoderModule {
  readonly JpegXLEncoder: new () => Encoder;
}

const dist = join(import.meta.dirname, '../../../node_modules/@cornerstonejs/codec-libjxl/dist');

describe('JPEG XL', () => {
  let encoder: EncoderModule;
  beforeAll(async () => {
    readWasmFromDisk();
    const { default: make } = (await import(/* @vite-ignore */ join(dist, 'jpegxlwasm_encode.js'))) as {
      default: (options: object) => Promise<EncoderModule>;
    };
    encoder = await make({ wasmBinary: await readFile(join(dist, 'jpegxlwasm_encode.wasm')) });
  });

  it.each([
    [8, 1],
    [10, 1],
    [12, 1],
    [15, 1],
    [16, 1],
    [8, 3],
    [16, 3],
  ])(
    'lossless of %i bits and %i components comes back bit for bit',
    async (bitsPerSample, componentCount) => {
      const width = 37;
      const height = 21;
      const count = width * height * componentCount;
      const values = Array.from({ length: count }, (_, n) => (n * 40503) % 2 ** bitsPerSample);
      values[1] = 2 ** bitsPerSample - 1;
      const words = bitsPerSample > 8 ? Uint16Array.from(values) : Uint8Array.from(values);
      const one = new encoder.JpegXLEncoder();
      one
        .getDecodedBuffer({ width, height, bitsPerSample, componentCount, isSigned: false })
        .set(new Uint8Array(words.buffer));
      one.setLossless(true);
      one.encode();
      const encoded = one.getEncodedBuffer().slice();
      one.delete();
      const out = await decodeJpegXl(encoded);
      expect([out.width, out.height, out.components, out.bitsPerSample]).toEqual([
        width,
        height,
        componentCount,
        bitsPerSample,
      ]);
      expect(out.bytes).toEqual(new Uint8Array(words.buffer));
    },
  );

  it('throws on a cut stream', async () => {
    await expect(decodeJpegXl(Uint8Array.of(0xff, 0x0a, 1, 2))).rejects.toBeDefined();
  });
});
