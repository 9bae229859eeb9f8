/**
 * The kernels on every file of the shared conformance data, in Node and without workers: quick to run beside a change.
 * `npm run conformance` does the same through openFiles and loadFrame in Chromium, and compares lossy files closer.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame, decodeStored } from './pixels/decode';
import { isVideoSyntax } from './pixels/syntax';
import { readCsv, readWasmFromDisk, sharedDicom } from './testing/shared';
import { frameBytes } from './testing/pixels';
import { readHeader } from './header/read';

const folder = sharedDicom('conformance');
const rows = folder ? readCsv(join(folder, 'manifest.csv')) : [];

/**
 * 32-bit words in a big endian file with VR OW: the reference swaps 16-bit words and gets noise; the writer (pydicom)
 * swapped 32-bit words, and so its doses are those of the little endian original.
 */
const wordOrder = /RTDOSE_mf15_rtdose-expb/;
const asOriginal = 'e30a4288ac22902293b3b0144d9cd7866d43a96e2e5cf3ec59c6f78595c3a125';

const containers: Readonly<Record<string, (values: ArrayLike<number>) => ArrayBufferView>> = {
  uint8: (v) => Uint8Array.from(v),
  uint16: (v) => Uint16Array.from(v),
  int16: (v) => Int16Array.from(v),
  uint32: (v) => Uint32Array.from(v),
  float32: (v) => Float32Array.from(v),
  float64: (v) => Float64Array.from(v),
};

async function load(path: string) {
  const given = new Blob([await readFile(join(folder ?? '', path))]);
  const outcome = await readHeader(given, path);
  if (outcome.status !== 'loaded') throw new Error(JSON.stringify(outcome));
  return { blob: outcome.blob ?? given, record: outcome.record };
}

describe.skipIf(!folder)('conformance files', { timeout: 60_000 }, () => {
  beforeAll(readWasmFromDisk);

  const exact = rows.filter((r) => r.match.startsWith('exact'));
  it.each(exact.map((r) => [r.path, r] as const))('%s decodes bit for bit', async (path, row) => {
    const { blob, record } = await load(path);
    const hash = createHash('sha256');
    for (let f = 0; f < record.instance.frames; f++) {
      const { bytes, bitOffset } = await frameBytes(blob, record, f);
      const { pixels } = await decodeStored(bytes, bitOffset, record.format);
      const words = containers[row.px_dtype](pixels);
      hash.update(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    }
    expect(hash.digest('hex')).toBe(wordOrder.test(path) ? asOriginal : row.px_sha256);
  });

  const near = rows.filter((r) => r.match === 'tolerance');
  it.each(near.map((r) => [r.path, r] as const))('%s decodes near the reference', async (path, row) => {
    const { blob, record } = await load(path);
    let sum = 0;
    let count = 0;
    // The first frame tells the codec; the run in Chromium decodes all.
    const frames = Math.min(2, record.instance.frames);
    for (let f = 0; f < frames; f++) {
      const { bytes, bitOffset } = await frameBytes(blob, record, f);
      const { pixels } = await decodeFrame(bytes, bitOffset, record.format);
      for (let i = 0; i < pixels.length; i++) sum += pixels[i];
      count += pixels.length;
    }
    const spread = Math.max(1, Number(row.px_max) - Number(row.px_min));
    const allowed = frames < record.instance.frames ? 0.02 : 0.002;
    expect(Math.abs(sum / count - Number(row.px_mean)) / spread).toBeLessThan(allowed);
  });

  const videos = rows.filter((r) => isVideoSyntax(r.ts_uid));
  it.each(videos.map((r) => [r.path] as const))('%s is one stream, and says its codec', async (path) => {
    const { blob, record } = await load(path);
    expect(record.instance.frames).toBe(1);
    const { bytes } = await frameBytes(blob, record, 0);
    await expect(decodeFrame(bytes, 0, record.format)).rejects.toMatchObject({
      reason: 'unsupportedTransferSyntax',
      detail: expect.stringMatching(/MPEG|HEVC/),
    });
  });

  it('HTJ2K decodes again and again in one heap', async () => {
    const row = rows.find((r) => r.ts_uid === '1.2.840.10008.1.2.4.201');
    if (!row) return;
    const { blob, record } = await load(row.path);
    const { bytes } = await frameBytes(blob, record, 0);
    const run = async (times: number) => {
      for (let n = 0; n < times; n++) await decodeFrame(bytes.slice(), 0, record.format);
      return process.memoryUsage().rss;
    };
    const before = await run(20);
    const after = await run(150);
    // What leaked was 0.7 MB a frame, 105 MB here.
    expect((after - before) / 2 ** 20).toBeLessThan(60);
  });
});
