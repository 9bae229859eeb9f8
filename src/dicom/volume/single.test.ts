import { describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../contract';
import type { Instance, Series } from '../../domain/study';
import { buildSingle, isSingle } from './single';

const image = (more: Partial<Instance> = {}): Instance =>
  ({
    sopInstanceUid: '1.2',
    rows: 1,
    columns: 3,
    frames: 1,
    samplesPerPixel: 1,
    bitsStored: 12,
    pixelRepresentation: 0,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    spacingSource: 'none',
    ...more,
  }) as Instance;
const series = (instance: Instance): Series =>
  ({ seriesUid: '1', frameOfReferenceUid: '', instances: [instance] }) as unknown as Series;
const build = (
  instance: Instance,
  pixels: DecodedFrame['pixels'],
  photometricInterpretation = 'MONOCHROME2',
) =>
  buildSingle(
    async () =>
      ({
        pixels,
        rows: 1,
        columns: 3,
        samplesPerPixel: instance.samplesPerPixel,
        photometricInterpretation,
      }) as DecodedFrame,
    series(instance),
    {},
  );

describe('one image as a volume', () => {
  it('is drawn at the origin, 1 mm a pixel, where the file has no place; its scale says that there is none', async () => {
    const { grid, single, data } = await build(image(), Uint16Array.of(1, 2, 3));
    expect(grid).toMatchObject({ dims: [3, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0] });
    expect(single?.scale.spacingSource).toBe('none');
    expect([...data]).toEqual([1, 2, 3]);
  });

  it('turns MONOCHROME1 over within its bits and says so', async () => {
    const { data, single } = await build(image(), Uint16Array.of(0, 95, 4095), 'MONOCHROME1');
    expect([...data]).toEqual([4095, 4000, 0]);
    expect(single?.notes.join()).toContain('turned over');
  });

  it('counts values that 16 bits signed do not hold', async () => {
    const { data, single } = await build(image({ bitsStored: 16 }), Uint16Array.of(0, 40_000, 65_535));
    expect([...data]).toEqual([0, 32_767, 32_767]);
    expect(single?.notes).toEqual(['2 pixel values beyond 16 bits were cut']);
  });

  it('colour is its luminance, with the three channels beside it', async () => {
    const pixels = Uint8Array.of(255, 0, 0, 0, 255, 0, 10, 20, 30);
    const { data, single } = await build(image({ samplesPerPixel: 3 }), pixels, 'RGB');
    expect([...data]).toEqual([76, 150, 18]);
    expect(single?.rgb?.map((c) => [...c])).toEqual([
      [255, 0, 10],
      [0, 255, 20],
      [0, 0, 30],
    ]);
  });

  it('a film is none', () => {
    expect(isSingle(series(image()))).toBe(true);
    expect(isSingle(series(image({ frames: 5 })))).toBe(false);
  });
});
