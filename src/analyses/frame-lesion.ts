/** Lesions on one frame of ultrasound: measured by the region that they lie in, tied to the frame that they were seen on. */
import type { Axes, Finding, FindingMeasurements, Measurement } from '../domain/finding';
import { codes } from '../domain/codes';
import { ijkToLps, type Vec3 } from '../domain/geometry';
import { measureOnImage } from '../domain/image-measurement';
import type { Point2 } from '../domain/outline-axes';
import { measureUltrasoundLesion, type LesionRefusal } from '../domain/ultrasound-lesion';
import type { Volume, VoxelMask } from '../domain/volume';
import { innerVoxel, type MeasuredShape } from './describe';

export class FrameLesionError extends Error {
  override readonly name = 'FrameLesionError';
  readonly refusal: LesionRefusal;
  constructor(refusal: LesionRefusal) {
    super(`not measured: ${refusal}`);
    this.refusal = refusal;
  }
}

export type FrameShape = MeasuredShape & Required<Pick<Finding, 'onFrame' | 'ultrasound'>>;

const mean = (a: Measurement, b: Measurement): Measurement => ({
  ...a,
  concept: codes.diameter,
  value: (a.value + b.value) / 2,
  method: 'mean of long and short axis',
});

/**
 * Measures an outline on one frame.
 * @param frame that frame alone, as `loadVolume` gives it with `single`; the mask lies on its grid
 * @param at the number of the frame in the order of the series, from 0
 * @throws FrameLesionError when the outline cannot be measured, and why
 * @throws MeasurementError when the mask is empty or reaches outside the frame
 */
export function describeOnFrame(frame: Volume, at: number, mask: VoxelMask, studyUid: string): FrameShape {
  if (!frame.single) throw new RangeError('not one frame');
  const made = measureUltrasoundLesion(frame.single.scale, { mask });
  if (!made.ok) throw new FrameLesionError(made.refusal);
  const { measures: m, axes: drawn } = made.lesion;
  const { measurements: pixels } = measureOnImage(frame, frame.single, mask);
  const { grid } = frame;
  const lps = ([x, y]: Point2): Vec3 => ijkToLps(grid, [x, y, 0]);
  const [sopInstanceUid] = frame.sopInstanceUids;
  const axes: Axes = {
    long: [lps(drawn.long[0]), lps(drawn.long[1])],
    short: [lps(drawn.short[0]), lps(drawn.short[1])],
    sopInstanceUid,
    slice: 0,
  };
  const measurements: FindingMeasurements = {
    ...pixels,
    longAxis: m.longAxis,
    shortAxis: m.shortAxis,
    meanDiameter: mean(m.longAxis, m.shortAxis),
    volume: m.area,
  };
  const { width, depth, depthToWidth, angle } = m;
  return {
    studyUid,
    seriesUid: frame.seriesUid,
    frameOfReferenceUid: frame.frameOfReferenceUid,
    point: ijkToLps(grid, innerVoxel(mask)),
    keyImage: { sopInstanceUid, frame: frame.frameNumbers[0] ?? 1, slice: at },
    mask,
    axes,
    measurements,
    onFrame: { grid },
    ultrasound: { width, depth, depthToWidth, angle },
  };
}
