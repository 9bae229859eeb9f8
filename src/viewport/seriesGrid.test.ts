import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../domain/geometry';
import type { Instance, Series } from '../domain/study';
import { seriesGrid } from './seriesGrid';

const image = (position: Vec3, more: Partial<Instance> = {}): Instance => ({
  sopInstanceUid: `1.2.${position.join('.')}`,
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  seriesUid: '1.2',
  studyUid: '1',
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  rows: 256,
  columns: 128,
  frames: 1,
  imagePosition: position,
  imageOrientation: [1, 0, 0, 0, 1, 0],
  pixelSpacing: [0.8, 0.7],
  spacingSource: 'PixelSpacing',
  imageType: [],
  photometricInterpretation: 'MONOCHROME2',
  samplesPerPixel: 1,
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  pixelRepresentation: 0,
  rescaleSlope: 1,
  rescaleIntercept: -1024,
  lossy: false,
  path: 'a.dcm',
  ...more,
});

const series = (instances: readonly Instance[]): Series => ({
  seriesUid: '1.2',
  studyUid: '1',
  modality: 'CT',
  description: '',
  bodyPart: '',
  manufacturer: '',
  modelName: '',
  kernel: '',
  protocol: '',
  contrastAgent: '',
  laterality: '',
  frameOfReferenceUid: '1.9',
  date: '',
  time: '',
  instances,
  synthetic: false,
});

const even = [0, 2.5, 5, 7.5].map((z) => image([-10, -20, z]));

describe('the grid of a series', () => {
  it('has columns, rows, slices with their spacing in mm', () => {
    const made = seriesGrid(series(even));
    expect(made).toMatchObject({ grid: { dims: [128, 256, 4], origin: [-10, -20, 0] } });
    expect('grid' in made && made.grid.spacing).toEqual([0.7, 0.8, 2.5]);
  });

  it('grows along the order of the images, also when that is against their normal', () => {
    const made = seriesGrid(series([...even].reverse()));
    expect('grid' in made && made.grid.axes[2][2]).toBe(-1);
    expect('grid' in made && made.grid.spacing[2]).toBe(2.5);
  });

  it('says why there is none', () => {
    const bare = even.map((one) => ({ ...one, imagePosition: undefined }));
    const gap = [0, 2.5, 5, 7.5, 17.5, 20, 22.5, 25].map((z) => image([0, 0, z]));
    const turned = [...even.slice(0, 3), image([-10, -20, 7.5], { imageOrientation: [0, 1, 0, 0, 0, 1] })];
    const colour = even.map((one) => ({ ...one, samplesPerPixel: 3 }));
    const detector = even.map((one) => ({ ...one, spacingSource: 'ImagerPixelSpacing' as const }));
    expect(seriesGrid(series(even.slice(0, 2)))).toEqual({ reason: 'few' });
    expect(seriesGrid(series(bare))).toEqual({ reason: 'noPositions' });
    expect(seriesGrid(series(detector))).toEqual({ reason: 'noSpacing' });
    expect(seriesGrid(series(gap))).toMatchObject({
      reason: 'gaps',
      facts: { gap: { mm: 10, missing: 3, after: 4 } },
    });
    expect(seriesGrid(series(turned))).toEqual({ reason: 'mixed' });
    expect(seriesGrid(series(colour))).toEqual({ reason: 'colour' });
  });

  it('straightens a tilted stack and says by how much', () => {
    const tilted = [0, 1, 2, 3].map((n) => image([0, n * 0.91, n * 2.5]));
    const made = seriesGrid(series(tilted));
    expect(made).toMatchObject({ exact: false, plan: { resampled: 'tilt' } });
    expect(made.facts?.tiltDegrees).toBeCloseTo(20, 1);
  });

  it('interpolates one missing slice, leaves repeated positions out, and says both', () => {
    const gap = [0, 2.5, 5, 7.5, 12.5, 15, 17.5].map((z) => image([0, 0, z]));
    expect(seriesGrid(series(gap))).toMatchObject({
      plan: { resampled: 'uneven' },
      facts: { gap: { mm: 5, missing: 1, after: 4 } },
    });
    const twice = seriesGrid(series([even[0], ...even]));
    expect(twice).toMatchObject({ exact: false, grid: { dims: [128, 256, 4] }, facts: { duplicates: 1 } });
  });

  it('takes each frame of an enhanced object where it lies', () => {
    const enhanced = image([0, 0, 0], {
      frames: 4,
      perFrame: [3, 2, 1, 0].map((n) => ({ position: [0, 0, n * 4] as const })),
    });
    const made = seriesGrid(series([enhanced]));
    expect('grid' in made && made.grid.spacing[2]).toBe(4);
    expect('grid' in made && made.grid.axes[2][2]).toBe(-1);
  });
});
