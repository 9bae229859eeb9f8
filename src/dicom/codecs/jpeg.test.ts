import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWasmFromDisk, sharedDicom } from '../testing/shared';
import { decodeJpegDct } from './jpeg';

const folder = sharedDicom('conformance');
const path = join(folder ?? '', 'ts4_50_MONOCHROME2_8-8u_CT_CTImage-dcm-JPEGProcess1TransferSynt.dcm');

describe.skipIf(!folder || !existsSync(path))('8-bit JPEG', () => {
  it('is refused in words when its stream ends early, and never filled with grey; the next decodes', async () => {
    readWasmFromDisk();
    const file = readFileSync(path);
    const stream = new Uint8Array(file.subarray(file.indexOf(Buffer.of(0xff, 0xd8, 0xff))));
    for (const share of [0.1, 0.5, 0.9])
      await expect(decodeJpegDct(stream.slice(0, share * stream.length))).rejects.toThrow('ends early');
    const { width, bytes } = await decodeJpegDct(stream);
    expect(new Set(bytes.subarray(bytes.length - 100 * width)).size).toBeGreaterThan(10);
  });
});
