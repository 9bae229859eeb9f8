/** What every maker of findings needs: an identity, a point inside, the measured shape. */
import type { Finding } from '../domain/finding';
import { ijkToLps, type Vec3 } from '../domain/geometry';
import { measureOnImage } from '../domain/image-measurement';
import { measureMask } from '../domain/measurement';
import type { Volume, VoxelMask } from '../domain/volume';
import type { FindingContext } from './contract';

/** A UID under 2.25 from a random UUID (PS3.5, B.2). */
export function newTrackingUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`).toString()}`;
}

/** The voxel of the mask nearest to its centre of mass, as IJK of the volume: always inside the lesion. */
export function innerVoxel(mask: VoxelMask): [number, number, number] {
  const [nx, ny, nz] = mask.size;
  const sum = [0, 0, 0];
  let n = 0;
  const each = (visit: (a: number, b: number, c: number) => void): void => {
    for (let c = 0; c < nz; c++)
      for (let b = 0; b < ny; b++)
        for (let a = 0; a < nx; a++) if (mask.data[a + nx * (b + ny * c)] === 1) visit(a, b, c);
  };
  each((a, b, c) => {
    sum[0] += a;
    sum[1] += b;
    sum[2] += c;
    n++;
  });
  const mean = sum.map((s) => s / n);
  let best: [number, number, number] = [0, 0, 0];
  let least = Infinity;
  each((a, b, c) => {
    const d = (a - mean[0]) ** 2 + (b - mean[1]) ** 2 + (c - mean[2]) ** 2;
    if (d < least) {
      least = d;
      best = [a, b, c];
    }
  });
  return best.map((v, c) => v + mask.start[c]) as [number, number, number];
}

/** What follows from an outline alone, whatever it shows. */
export type MeasuredShape = Pick<
  Finding,
  'studyUid' | 'seriesUid' | 'frameOfReferenceUid' | 'point' | 'keyImage' | 'mask' | 'axes' | 'measurements'
>;

/** Only CT has a unit for its values; the others' statistics are numbers without one. */
function inModality(
  measurements: Finding['measurements'],
  modality: string | undefined,
): Finding['measurements'] {
  if (modality === undefined || modality === 'CT') return measurements;
  const { meanHu, sdHu, minHu, maxHu } = measurements;
  const plain = (m: typeof meanHu) => ({ ...m, unit: '1' });
  return {
    ...measurements,
    meanHu: plain(meanHu),
    sdHu: plain(sdHu),
    minHu: plain(minHu),
    maxHu: plain(maxHu),
  };
}

/**
 * Measures an outline and finds its key image, the slice on which it is largest.
 * @param known axes on a single image that have been found already
 * @throws MeasurementError when the mask is empty or reaches outside the volume
 */
export function measureShape(
  volume: Volume,
  mask: VoxelMask,
  context: FindingContext,
  known?: Finding['axes'],
): MeasuredShape {
  const { single } = volume;
  const { axes, measurements } = single
    ? measureOnImage(volume, single, mask, known)
    : measureMask(volume, mask, context.calibration);
  const point: Vec3 = ijkToLps(volume.grid, innerVoxel(mask));
  return {
    studyUid: context.studyUid,
    seriesUid: volume.seriesUid,
    frameOfReferenceUid: volume.frameOfReferenceUid,
    point,
    keyImage: {
      sopInstanceUid: volume.sopInstanceUids[axes.slice] ?? '',
      frame: volume.frameNumbers[axes.slice] ?? 1,
      slice: axes.slice,
    },
    mask,
    axes,
    measurements: single ? measurements : inModality(measurements, context.modality),
  };
}
