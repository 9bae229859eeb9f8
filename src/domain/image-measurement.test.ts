import { describe, expect, it } from 'vitest';
import { lengthsOver, measureAxesOnImage, measureOnImage, PIXELS } from './image-measurement';
import type { ImageScale, Volume, VoxelMask } from './volume';

const side = 64;
/** A disc of `radius` mm in pixels of 0.5 (across) by 0.25 mm (down). */
const disc = (radius: number): VoxelMask => {
  const data = Uint8Array.from({ length: side * side }, (_, n) =>
    Math.hypot(((n % side) - 31) * 0.5, (Math.floor(n / side) - 31) * 0.25) <= radius ? 1 : 0,
  );
  return { start: [0, 0, 0], size: [side, side, 1], data };
};
const volumeOf = (scale: ImageScale): Volume => ({
  seriesUid: '1',
  frameOfReferenceUid: '1.1',
  grid: {
    dims: [side, side, 1],
    spacing: [scale.pixelSpacing?.[1] ?? 1, scale.pixelSpacing?.[0] ?? 1, 1],
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
  data: new Int16Array(side * side).fill(7),
  sopInstanceUids: ['1.2'],
  frameNumbers: [1],
  single: { scale, notes: [] },
});
const measure = (scale: ImageScale, mask: VoxelMask) => {
  const volume = volumeOf(scale);
  return { volume, ...measureOnImage(volume, volume.single!, mask) };
};
const detector: ImageScale = { pixelSpacing: [0.25, 0.5], spacingSource: 'ImagerPixelSpacing' };

describe('measuring on one image', () => {
  it('a disc has its area in mm2 and its diameter in mm, with the source of the scale, and no volume', () => {
    const { measurements: m } = measure(detector, disc(5));
    expect(m.volume).toMatchObject({ unit: 'mm2', concept: { meaning: 'Area' } });
    expect(m.volume.value / (Math.PI * 25)).toBeCloseTo(1, 1);
    expect(m.longAxis.value).toBeGreaterThan(9.6);
    expect(m.longAxis.value).toBeLessThan(10.5);
    expect(m.longAxis).toMatchObject({ unit: 'mm', method: 'largest distance on the outline' });
    expect(m.volume.calibration).toContain('ImagerPixelSpacing');
    expect(m.meanHu).toMatchObject({ value: 7, unit: '1' });
    expect(Object.values(m).some(({ unit }) => unit === 'mm3')).toBe(false);
  });

  it('without a scale everything is in pixels', () => {
    const mask = disc(5);
    const { measurements: m } = measure({ spacingSource: 'none' }, mask);
    expect(m.volume).toMatchObject({ unit: PIXELS, calibration: 'none' });
    expect(m.volume.value).toBe(mask.data.reduce((a, b) => a + b, 0));
    expect([m.longAxis.unit, m.shortAxis.unit, m.meanDiameter.unit]).toEqual([PIXELS, PIXELS, PIXELS]);
  });

  it('ultrasound: the scale of the region that holds the mask, drawn where the image is; none across its edge', () => {
    const region = { tissue: true, minX: 0, minY: 0, maxX: 63, maxY: 63, mmX: 0.5, mmY: 0.25 };
    const scale = { spacingSource: 'none', ultrasoundRegions: [region] } as unknown as ImageScale;
    const { volume, axes, measurements: m } = measure(scale, disc(5));
    expect(m.volume.calibration).toContain('0018,6011');
    expect(m.longAxis.value).toBeGreaterThan(9.6);
    // The image is drawn 1 mm a pixel: the ends of the axis are pixels, up to 40 rows apart.
    const again = measureAxesOnImage(volume.grid, axes, lengthsOver(volume.single!, disc(5)), 'reader');
    expect(again.longAxis.value).toBeCloseTo(m.longAxis.value, 0);
    const narrow = { ...scale, ultrasoundRegions: [{ ...region, maxX: 40 }] } as unknown as ImageScale;
    expect(measure(narrow, disc(5)).measurements.volume.unit).toBe(PIXELS);
  });
});
