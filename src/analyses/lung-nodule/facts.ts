/** What is said of a nodule beyond what every outline has, and how it follows an edit. */
import { codes } from '../../domain/codes';
import type { FindingMeasurements, Measurement } from '../../domain/finding';
import type { Calibration } from '../../domain/measurement';
import type { NoduleFacts, VolumeRangeRow } from '../../domain/nodule';
import type { Volume, VoxelMask } from '../../domain/volume';
import { correctedVolume } from './partial-volume';
import { solidPart } from './solid';

type Lengths = Pick<FindingMeasurements, 'longAxis' | 'shortAxis' | 'meanDiameter' | 'volume'>;

/** What an analysis knows of a nodule that its outline does not say; an edit of the outline keeps it. */
export type NoduleKnown = Pick<NoduleFacts, 'zone' | 'scores' | 'volumeRangeRows'>;

/** Slices from the first to the last with a voxel. */
function slicesOf({ data, size }: VoxelMask): number {
  const plane = size[0] * size[1];
  const first = data.indexOf(1);
  return first < 0 ? 0 : Math.floor(data.lastIndexOf(1) / plane) - Math.floor(first / plane) + 1;
}

const ELLIPSOID_METHOD = 'pi/6 x long axis x short axis x height (slices from the first to the last)';

/** pi/6 a b c in mm3: the axes as they are drawn, and the height of the mask. */
function ellipsoid(axes: Lengths, mask: VoxelMask, stepMm: number, calibration: Calibration): Measurement {
  const height = slicesOf(mask) * stepMm;
  return {
    concept: codes.volume,
    value: (Math.PI / 6) * axes.longAxis.value * axes.shortAxis.value * height,
    unit: 'mm3',
    method: ELLIPSOID_METHOD,
    calibration: `${calibration.inPlane}; ${calibration.betweenSlices}`,
  };
}

/** The factors at a mean diameter: linear between rows, those of the end rows beyond them. */
export function factorsAt(rows: readonly VolumeRangeRow[], diameterMm: number): readonly [number, number] {
  const sorted = [...rows].sort((a, b) => a[0] - b[0]);
  const above = sorted.findIndex(([mm]) => mm >= diameterMm);
  if (above < 0) return [sorted[sorted.length - 1][1], sorted[sorted.length - 1][2]];
  const [mm1, low1, high1] = sorted[above];
  const [mm0, low0, high0] = sorted[Math.max(0, above - 1)];
  const t = mm1 > mm0 ? (diameterMm - mm0) / (mm1 - mm0) : 0;
  return [low0 + t * (low1 - low0), high0 + t * (high1 - high0)];
}

const RANGE_METHOD =
  "2.5th and 97.5th percentile of readers' volumes over this model's, for nodules of this mean diameter";

/** Where another reader's volume would plausibly lie; undefined without the model's rows. */
export function volumeRange(
  rows: readonly VolumeRangeRow[] | undefined,
  { volume, meanDiameter }: Lengths,
): NoduleFacts['volumeRange'] {
  if (!rows || rows.length === 0) return undefined;
  const end = (factor: number): Measurement => ({
    ...volume,
    value: volume.value * factor,
    method: RANGE_METHOD,
  });
  const [low, high] = factorsAt(rows, meanDiameter.value);
  return [end(low), end(high)];
}

/**
 * All facts of an outline that was just measured.
 * @throws MeasurementError when the mask is empty or reaches outside the volume
 */
export function noduleFacts(
  volume: Volume,
  mask: VoxelMask,
  measurements: Lengths,
  calibration: Calibration,
  known: NoduleKnown = {},
): NoduleFacts {
  const { zone, scores, volumeRangeRows } = known;
  return {
    zone,
    scores,
    ellipsoidVolume: ellipsoid(measurements, mask, volume.grid.spacing[2], calibration),
    correctedVolume: correctedVolume(volume, mask, calibration),
    volumeRange: volumeRange(volumeRangeRows, measurements),
    volumeRangeRows,
    solidPart: solidPart(volume, mask, calibration),
  };
}

/** The facts after the reader moved the axes: the outline is the same, so the height and the solid part are too. */
export function factsOfAxes(nodule: NoduleFacts, before: Lengths, after: Lengths): NoduleFacts {
  const { ellipsoidVolume } = nodule;
  const product = (m: Lengths): number => m.longAxis.value * m.shortAxis.value;
  const scale = product(before) > 0 ? product(after) / product(before) : 0;
  return {
    ...nodule,
    ellipsoidVolume: ellipsoidVolume && { ...ellipsoidVolume, value: ellipsoidVolume.value * scale },
    volumeRange: volumeRange(nodule.volumeRangeRows, after),
  };
}
