import { add, dot, ijkToLps, norm, scale, sub, type Grid, type Vec3 } from '../domain/geometry';

/** The three planes of the patient. */
export type PlaneName = 'axial' | 'coronal' | 'sagittal';

/**
 * Camera of each plane as a radiologist stands: axial seen from the feet, coronal from the front, sagittal from
 * the patient's left. `towards` points from the image to the viewer, `up` to the top of the screen; unit LPS.
 */
export const planeCameras: Readonly<Record<PlaneName, { readonly towards: Vec3; readonly up: Vec3 }>> = {
  axial: { towards: [0, 0, -1], up: [0, -1, 0] },
  coronal: { towards: [0, -1, 0], up: [0, 0, 1] },
  sagittal: { towards: [1, 0, 0], up: [0, 0, 1] },
};

/** What a viewport draws: where its top left corner lies and how far one CSS pixel goes, in LPS mm. */
export interface ViewPlane {
  readonly origin: Vec3;
  /** LPS mm per CSS pixel to the right, and down. */
  readonly right: Vec3;
  readonly down: Vec3;
  /** Unit normal, towards the viewer. */
  readonly normal: Vec3;
  /** Size of the viewport in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export type CanvasPoint = readonly [number, number];

export function toCanvas(view: ViewPlane, lps: Vec3): CanvasPoint {
  const d = sub(lps, view.origin);
  return [dot(d, view.right) / dot(view.right, view.right), dot(d, view.down) / dot(view.down, view.down)];
}

export const toLps = (view: ViewPlane, [x, y]: CanvasPoint): Vec3 =>
  add(view.origin, add(scale(view.right, x), scale(view.down, y)));

/** mm along the normal from the plane to a point; positive towards the viewer. */
export const offPlane = (view: ViewPlane, lps: Vec3): number => dot(sub(lps, view.origin), view.normal);

export const mmPerPixel = (view: ViewPlane): number => norm(view.right);

/** Letters of a direction in the patient, strongest first, for example "L", "PL"; at most two. */
export function orientationLetters(direction: Vec3): string {
  const names: readonly (readonly [string, string])[] = [
    ['L', 'R'],
    ['P', 'A'],
    ['H', 'F'],
  ];
  return [0, 1, 2]
    .filter((axis) => Math.abs(direction[axis]) > 0.3 * norm(direction))
    .sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]))
    .slice(0, 2)
    .map((axis) => names[axis][direction[axis] > 0 ? 0 : 1])
    .join('');
}

/** The stack of slices that a plane can show of a grid. */
export interface SliceRun {
  readonly count: number;
  /** mm from one slice to the next. */
  readonly step: number;
  /** Unit LPS direction of growing slice number. */
  readonly direction: Vec3;
  /** LPS distance of slice 0 along `direction`, mm. */
  readonly first: number;
  /** The grid's own slices, nothing resampled between them. */
  readonly acquired: boolean;
}

/**
 * Slices of a grid along a normal: as many as the grid's voxels along the axis nearest to it, numbered the way
 * that axis grows, so that axial slice n of a volume is image n of its series.
 */
export function sliceRun(grid: Grid, normal: Vec3): SliceRun {
  let axis = 0;
  for (let a = 1; a < 3; a++)
    if (Math.abs(dot(grid.axes[a], normal)) > Math.abs(dot(grid.axes[axis], normal))) axis = a;
  const along = dot(grid.axes[axis], normal);
  const direction = along >= 0 ? normal : scale(normal, -1);
  let first = Infinity;
  let last = -Infinity;
  for (let corner = 0; corner < 8; corner++) {
    const ijk = [0, 1, 2].map((a) => ((corner >> a) & 1 ? grid.dims[a] - 1 : 0)) as unknown as Vec3;
    const d = dot(ijkToLps(grid, ijk), direction);
    first = Math.min(first, d);
    last = Math.max(last, d);
  }
  const acquired = axis === 2 && Math.abs(along) > 0.9999;
  // Along an axis the voxel's side; between axes the way through an ellipsoid with the voxel's sides.
  const step = 1 / Math.hypot(...grid.axes.map((own, a) => dot(own, direction) / grid.spacing[a]));
  return {
    count: Math.round((last - first) / step) + 1,
    step,
    direction,
    first,
    acquired,
  };
}

/** Number of the slice nearest to a point, 0-based, within the run. */
export function sliceAt(run: SliceRun, lps: Vec3): number {
  const n = Math.round((dot(lps, run.direction) - run.first) / run.step);
  return Math.min(run.count - 1, Math.max(0, n));
}

/** The point moved along the run on to slice n. */
export function onSlice(run: SliceRun, n: number, lps: Vec3): Vec3 {
  const wanted = run.first + Math.min(run.count - 1, Math.max(0, n)) * run.step;
  return add(lps, scale(run.direction, wanted - dot(lps, run.direction)));
}

/** A round length for a scale bar: 1, 2 or 5 times a power of ten mm, at most `maxPixels` long. */
export function scaleBar(
  mmPerPx: number,
  maxPixels: number,
): { readonly mm: number; readonly pixels: number } {
  const most = mmPerPx * maxPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const mm = [5, 2, 1].map((m) => m * power).find((length) => length <= most) ?? power;
  return { mm, pixels: mm / mmPerPx };
}
