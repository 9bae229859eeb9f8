import { describe, expect, it } from 'vitest';
import type { VolumeError } from '../errors';
import { FrameCache } from '../frames/cache';
import { FrameLoader } from '../frames/load';
import { createPool } from '../frames/pool';
import { Registry } from '../series/registry';
import { openInto } from '../sources/open';
import { ctSlice, type Fields, part10 } from '../testing/part10';
import { buildVolume, fill } from './build';

async function volumeOf(slices: readonly Fields[]) {
  const registry = new Registry();
  const loader = new FrameLoader(registry, new FrameCache(1e9), createPool);
  const files = slices.map((s, n) => ({ path: `${n}`, blob: new Blob([part10(s)]) }));
  const { studies } = await openInto(registry, files);
  const sources = {
    record: (uid: string) => registry.get(uid)?.record,
    load: loader.load.bind(loader),
  };
  return buildVolume(sources, studies[0].series[0], {});
}

const heights = [6, 0, 4, 2, 8];
const reasonOf = (slices: readonly Fields[]) =>
  volumeOf(slices).then(
    () => undefined,
    (e: VolumeError) => e.reason,
  );

describe('loadVolume', () => {
  it('sorts by position, applies the rescale and places the grid in LPS', async () => {
    const volume = await volumeOf(heights.map((z) => ctSlice(z)));
    expect(volume.grid).toEqual({
      dims: [4, 3, 5],
      spacing: [0.75, 0.5, 2],
      origin: [-10, -20, 0],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    });
    expect(Array.from(volume.data.subarray(12, 16))).toEqual([-1024, -1022, -1020, -1018]);
    expect(volume.sopInstanceUids[3]).toBe('1.2.3.5060');
    expect(volume.frameNumbers).toEqual([1, 1, 1, 1, 1]);
  });

  it('grows k along row x column: downwards when the columns run to the front', async () => {
    const flipped = heights.map((z) => ctSlice(z, { '00200037 DS': '1\\0\\0\\0\\-1\\0' }));
    const { grid } = await volumeOf(flipped);
    expect(grid.axes[2][2]).toBe(-1);
    expect(grid.origin[2]).toBe(8);
  });

  it('says which slices are missing', async () => {
    const reason = await reasonOf([0, 2, 4, 10, 12].map((z) => ctSlice(z)));
    expect(reason).toEqual({ key: 'gaps', values: { count: 2, largest: 6, usual: 2 } });
  });

  it('refuses missing geometry', async () => {
    expect((await reasonOf(heights.map((z) => ctSlice(z, { '00200032 DS': '' }))))?.key).toBe('noPositions');
    expect((await reasonOf(heights.map((z) => ctSlice(z, { '00280030 DS': '' }))))?.key).toBe('noSpacing');
    expect((await reasonOf([ctSlice(0)]))?.key).toBe('tooFewSlices');
  });

  it('interpolates uneven slices and straightens tilted ones, and says so', async () => {
    const uneven = await volumeOf([0, 2, 4, 6.5, 9].map((z) => ctSlice(z)));
    expect(uneven).toMatchObject({ resampled: 'uneven', grid: { dims: [4, 3, 6] } });
    expect(uneven.grid.spacing[2]).toBeCloseTo(1.8);
    expect(uneven.sopInstanceUids[5]).toBe('1.2.3.5090');
    const sheared = heights.map((z) => ctSlice(z, { '00200032 DS': `0\\${0.36397 * z}\\${z}` }));
    const straight = await volumeOf(sheared);
    expect(straight).toMatchObject({ resampled: 'tilt', grid: { dims: [4, 9, 5], spacing: [0.75, 0.5, 2] } });
  });

  it('uses one of the images at a repeated position', async () => {
    const extra = ctSlice(2, { '00080018 UI': '9.2', '00200013 IS': '99' });
    const volume = await volumeOf([...heights.map((z) => ctSlice(z)), extra]);
    expect(volume.grid.dims[2]).toBe(5);
    expect(volume.resampled).toBeUndefined();
  });

  it('leaves out a localizer of another direction', async () => {
    const scout = ctSlice(50, { '00200037 DS': '1\\0\\0\\0\\0\\-1' });
    const volume = await volumeOf([scout, ...heights.map((z) => ctSlice(z))]);
    expect(volume.grid.dims[2]).toBe(5);
  });

  it('rounds and clamps to Int16', () => {
    const out = new Int16Array(3);
    fill(out, Float32Array.of(1e6, -1e6, 1.26), 1, 0);
    expect(Array.from(out)).toEqual([32767, -32768, 1]);
    fill(out, Int16Array.of(3, 4, 5), 0.5, 0.25);
    expect(Array.from(out)).toEqual([2, 2, 3]);
  });
});
