/** Which instance each slice of a grid came from. */
import { distance, ijkToLps, type Grid } from '../../domain/geometry';
import type { Instance, Series } from '../../domain/study';

export interface SliceSource {
  readonly instance: Instance;
  /** 1-based. */
  readonly frame: number;
}

/** What a Volume knows of its slices: SOP Instance UID and 1-based frame number of each. */
export interface SliceNames {
  readonly sopInstanceUids: readonly string[];
  readonly frameNumbers: readonly number[];
}

/** Positions written as DS lose digits; half a tenth of a slice is far from the neighbour. */
const TOLERANCE = 0.05;

function byName(series: Series, names: SliceNames, k: number): SliceSource {
  const instance = series.instances.find((i) => i.sopInstanceUid === names.sopInstanceUids[k]);
  if (!instance) throw new RangeError(`slice ${k}: its instance is not in series ${series.seriesUid}`);
  return { instance, frame: names.frameNumbers[k] };
}

function byPosition(series: Series, grid: Grid, k: number): SliceSource {
  const corner = ijkToLps(grid, [0, 0, k]);
  const instance = series.instances.find(
    (i) => i.imagePosition && distance(i.imagePosition, corner) <= TOLERANCE * grid.spacing[2],
  );
  if (!instance) throw new RangeError(`slice ${k}: no image of series ${series.seriesUid} lies there`);
  return { instance, frame: 1 };
}

/**
 * The source of slice k, by name when the volume's names are given, else by position.
 * @throws RangeError when there is none: a mask must not be tied to an image that it was not drawn on.
 */
export function sliceSource(series: Series, grid: Grid, k: number, names?: SliceNames): SliceSource {
  return names ? byName(series, names, k) : byPosition(series, grid, k);
}
