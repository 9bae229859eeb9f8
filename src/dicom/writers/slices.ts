/** Which image each slice of a grid came from, and where that image lies. */
import { distance, dot, ijkToLps, sub, type Grid, type Vec3 } from '../../domain/geometry';
import { frameInstance } from '../../domain/frames';
import type { Instance, Series } from '../../domain/study';

export interface SliceSource {
  readonly instance: Instance;
  /** 1-based. */
  readonly frame: number;
  /** LPS mm of the centre of the image's first pixel. */
  readonly position: Vec3;
}

/** What a Volume knows of its slices: SOP Instance UID and 1-based frame number of each. */
export interface SliceNames {
  readonly sopInstanceUids: readonly string[];
  readonly frameNumbers: readonly number[];
}

/** mm; positions are written with few digits, and another series is farther away. */
const CORNER_TOLERANCE = 0.1;
/** How far an image may lie from its slice of the grid, as a share of their distance; see `domain/stack.ts`. */
const PLANE_SHARE = 0.05;

/**
 * A single-frame image says itself where it lies, and its mask lies exactly there. The grid is the even stack that
 * fits the images best, so it may be a little beside the image where steps are uneven or the stack leans.
 */
function placed(instance: Instance, frame: number, grid: Grid, k: number): SliceSource {
  const own = frameInstance(instance, frame).imagePosition;
  return { instance, frame, position: own ?? ijkToLps(grid, [0, 0, k]) };
}

function byName(series: Series, grid: Grid, names: SliceNames): SliceSource[] {
  return names.sopInstanceUids.map((uid, k) => {
    const instance = series.instances.find((i) => i.sopInstanceUid === uid);
    if (!instance) throw new RangeError(`slice ${k}: its image is not in series ${series.seriesUid}`);
    return placed(instance, names.frameNumbers[k], grid, k);
  });
}

/** Images of the grid's size and direction, in the order of k. */
function byPosition(series: Series, grid: Grid): SliceSource[] {
  const [columns, rows, slices] = grid.dims;
  const z = (i: Instance): number => dot(sub(i.imagePosition!, grid.origin), grid.axes[2]);
  const images = series.instances
    .filter(({ imagePosition, imageOrientation: o, ...i }) => {
      if (!imagePosition || !o || i.frames !== 1 || i.columns !== columns || i.rows !== rows) return false;
      return dot([o[0], o[1], o[2]], grid.axes[0]) > 0.999 && dot([o[3], o[4], o[5]], grid.axes[1]) > 0.999;
    })
    .sort((a, b) => z(a) - z(b));
  const first = images[0]?.imagePosition;
  if (images.length !== slices || !first || distance(first, grid.origin) > CORNER_TOLERANCE)
    throw new RangeError(
      `the grid of ${slices} slices is not that of the images of series ${series.seriesUid}`,
    );
  return images.map((instance, k) => placed(instance, 1, grid, k));
}

/**
 * The source of every slice, by name when the volume's names are given, else by position.
 * @throws RangeError when the grid is not that of the series: a mask must not be tied to an image that it was not
 *   drawn on.
 */
export function sliceSources(series: Series, grid: Grid, names?: SliceNames): readonly SliceSource[] {
  const sources = names ? byName(series, grid, names) : byPosition(series, grid);
  if (sources.length !== grid.dims[2])
    throw new RangeError(`${sources.length} images for a grid of ${grid.dims[2]} slices`);
  const beside = sources.findIndex((source, k) => !onImage(source, grid, k));
  if (beside >= 0)
    throw new RangeError(
      `slice ${beside + 1} of the grid is no image of series ${series.seriesUid}: the volume was resampled ` +
        '(tilted gantry or uneven slices), and a segmentation of it cannot be tied to the images',
    );
  return sources;
}

/** Are the voxels of slice k the pixels of its image: the same size, in its plane? */
function onImage({ instance, position }: SliceSource, grid: Grid, k: number): boolean {
  if (instance.columns !== grid.dims[0] || instance.rows !== grid.dims[1]) return false;
  const off = dot(sub(position, ijkToLps(grid, [0, 0, k])), grid.axes[2]);
  return Math.abs(off) <= Math.max(CORNER_TOLERANCE, PLANE_SHARE * grid.spacing[2]);
}

/**
 * Can a segmentation on this grid be tied to the images of the series? Not when the volume was resampled, and not when
 * the images do not say where in the patient they lie: a place must not be made up.
 */
export function gridOnImages(series: Series, grid: Grid, names?: SliceNames): boolean {
  try {
    return sliceSources(series, grid, names).every(
      ({ instance, frame }) => frameInstance(instance, frame).imagePosition !== undefined,
    );
  } catch {
    return false;
  }
}
