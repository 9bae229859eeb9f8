import { describe, expect, it } from 'vitest';
import { lengthMm, lengthsAt } from './calibration';
import type { Instance } from './study';

const image = (more: Partial<Instance>): Instance =>
  ({ rows: 100, columns: 100, spacingSource: 'none', ...more }) as Instance;
const region = { minX: 10, minY: 10, maxX: 49, maxY: 49, tissue: true, mmX: 0.2, mmY: 0.3 };

describe('where lengths come from', () => {
  it('says so of every kind of spacing', () => {
    const pixelSpacing = [0.2, 0.1] as const;
    const of = (more: Partial<Instance>) => lengthsAt(image({ pixelSpacing, ...more }));
    expect(of({ spacingSource: 'PixelSpacing' })).toEqual({ source: 'pixel', mm: [0.1, 0.2] });
    expect(of({ spacingSource: 'ImagerPixelSpacing' }).source).toBe('detector');
    expect(of({ spacingSource: 'NominalScannedPixelSpacing' }).source).toBe('scanned');
    for (const [type, source] of [
      ['GEOMETRY', 'geometry'],
      ['FIDUCIAL', 'fiducial'],
      ['unstated', 'calibrated'],
    ] as const)
      expect(of({ spacingSource: 'PixelSpacing', calibration: { type, description: '' } }).source).toBe(
        source,
      );
    expect(lengthsAt(image({}))).toEqual({ source: 'none' });
  });

  it('ultrasound: mm inside a tissue region only, whatever PixelSpacing says', () => {
    const doppler = { ...region, minX: 60, maxX: 90, tissue: false };
    const us = image({
      ultrasoundRegions: [region, doppler],
      pixelSpacing: [1, 1],
      spacingSource: 'PixelSpacing',
    });
    expect(lengthMm(us, [10, 10], [20, 10])).toBeCloseTo(2);
    expect(lengthMm(us, [10, 10], [10, 20])).toBeCloseTo(3);
    expect(lengthMm(us, [10, 10], [70, 10])).toBeUndefined();
    expect(lengthMm(us, [61, 10], [70, 10])).toBeUndefined();
    expect(lengthsAt(us)).toMatchObject({ source: 'ultrasound' });
    expect(lengthsAt(image({ ultrasoundRegions: [] })).mm).toBeUndefined();
  });
});
