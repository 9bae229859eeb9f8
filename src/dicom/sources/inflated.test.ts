import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { FrameCache } from '../frames/cache';
import { FrameLoader } from '../frames/load';
import { createPool } from '../frames/pool';
import { Registry } from '../series/registry';
import { ctSlice, part10 } from '../testing/part10';
import { BlobCache, Inflated, inflatedBlobs } from './inflated';
import { openInto } from './open';

const blob = (bytes: number) => new Blob([new Uint8Array(bytes)]);

describe('inflated bytes', () => {
  it('are held up to the limit, the latest used last to go, and made again after', async () => {
    const cache = new BlobCache(100);
    let made = 0;
    const [a, b, c] = [40, 50, 60].map(
      (size) => new Inflated(cache, () => Promise.resolve((made++, blob(size)))),
    );
    await a.read();
    await b.read();
    await a.read();
    expect([made, cache.bytes]).toEqual([2, 90]);
    await c.read();
    expect([made, cache.bytes]).toEqual([3, 100]);
    await a.read();
    expect(made).toBe(3);
    expect((await b.read()).size).toBe(50);
    expect([made, cache.bytes]).toEqual([4, 90]);
    a.drop();
    expect(cache.bytes).toBe(50);
  });

  it('are made once for all who wait, and the newest stays whatever its size', async () => {
    const cache = new BlobCache(100);
    let made = 0;
    const big = new Inflated(cache, () => Promise.resolve((made++, blob(500))));
    await Promise.all([big.read(), big.read()]);
    await big.read();
    expect([made, cache.bytes]).toEqual([1, 500]);
  });

  it('of a ZIP come back for a frame after they were let go, and go when the study is closed', async () => {
    const writer = new ZipWriter(new BlobWriter());
    await writer.add('a', new Uint8ArrayReader(part10(ctSlice(0))), { level: 9 });
    const registry = new Registry();
    const before = inflatedBlobs.bytes;
    const { studies } = await openInto(registry, [{ path: 'z.zip', blob: await writer.close() }]);
    const open = registry.get('1.2.3.5000')!;
    expect(inflatedBlobs.bytes).toBeGreaterThan(before);
    open.bytes.drop();
    expect(inflatedBlobs.bytes).toBe(before);
    const loader = new FrameLoader(registry, new FrameCache(1000), createPool);
    const { pixels } = await loader.load(studies[0].series[0].instances[0], 1);
    expect(Array.from(pixels)).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(inflatedBlobs.bytes).toBeGreaterThan(before);
    registry.remove('1.2.3');
    expect(inflatedBlobs.bytes).toBe(before);
  });
});
