import type { Types } from '@cornerstonejs/core';
import { add, cross, dot, normalise, scale, sub, type Vec3 } from '../domain/geometry';
import { toCanvas, toLps, type CanvasPoint, type ViewPlane } from './plane';
import type { Placement } from './view';

/** What both kinds of cornerstone viewport have in common. */
export interface CameraHolder {
  readonly element: HTMLDivElement;
  getCamera(): Types.ICamera;
  setCamera(camera: Types.ICamera): void;
}

const point = (p: readonly number[]): Vec3 => [p[0], p[1], p[2]];
const copy = (p: Vec3): Types.Point3 => [p[0], p[1], p[2]];

/**
 * Plane that a viewport draws, from its camera: parallel projection, `parallelScale` mm from the middle of the
 * viewport to its top edge.
 */
export function cameraPlane(viewport: CameraHolder): ViewPlane | undefined {
  const { focalPoint, viewPlaneNormal, viewUp, parallelScale } = viewport.getCamera();
  const { clientWidth: width, clientHeight: height } = viewport.element;
  if (!focalPoint || !viewPlaneNormal || !viewUp || !parallelScale || width === 0 || height === 0)
    return undefined;
  const normal = normalise(point(viewPlaneNormal));
  const up = normalise(point(viewUp));
  const mm = (2 * parallelScale) / height;
  const right = scale(cross(up, normal), mm);
  const down = scale(up, -mm);
  const middle = point(focalPoint);
  return {
    origin: sub(sub(middle, scale(right, width / 2)), scale(down, height / 2)),
    right,
    down,
    normal,
    width,
    height,
  };
}

/** Moves the camera by a vector in LPS mm. */
export function shiftCamera(viewport: CameraHolder, by: Vec3): void {
  const { focalPoint, position } = viewport.getCamera();
  if (!focalPoint || !position) return;
  viewport.setCamera({
    focalPoint: copy(add(point(focalPoint), by)),
    position: copy(add(point(position), by)),
  });
}

export function panCamera(viewport: CameraHolder, dx: number, dy: number): void {
  const plane = cameraPlane(viewport);
  if (plane) shiftCamera(viewport, add(scale(plane.right, -dx), scale(plane.down, -dy)));
}

/** Largest and smallest half height of a viewport, mm: beyond them an image is a dot or a single pixel. */
const MOST_MM = 5000;
const LEAST_MM = 0.5;

export function zoomCamera(viewport: CameraHolder, factor: number, about?: CanvasPoint): void {
  const before = cameraPlane(viewport);
  const { parallelScale } = viewport.getCamera();
  if (!before || !parallelScale) return;
  const wanted = Math.min(MOST_MM, Math.max(LEAST_MM, parallelScale / factor));
  viewport.setCamera({ parallelScale: wanted });
  if (!about) return;
  const after = cameraPlane(viewport);
  if (!after) return;
  const [x, y] = toCanvas(after, toLps(before, about));
  panCamera(viewport, about[0] - x, about[1] - y);
}

/** Moves the camera along its normal so that its plane passes through a point. */
export function slideCamera(viewport: CameraHolder, to: Vec3): void {
  const plane = cameraPlane(viewport);
  if (!plane) return;
  const off =
    (to[0] - plane.origin[0]) * plane.normal[0] +
    (to[1] - plane.origin[1]) * plane.normal[1] +
    (to[2] - plane.origin[2]) * plane.normal[2];
  if (Math.abs(off) > 1e-6) shiftCamera(viewport, scale(plane.normal, off));
}

/** Middle and reach of what a viewport shows. */
export function cameraPlacement(viewport: CameraHolder, fitted: boolean): Placement | undefined {
  const { focalPoint, parallelScale } = viewport.getCamera();
  if (!focalPoint || !parallelScale) return undefined;
  return { middle: point(focalPoint), halfHeight: parallelScale, fitted };
}

/** Shows what another viewport of the same images showed, on the plane that this one is on. */
export function placeCamera(viewport: CameraHolder, { middle, halfHeight }: Placement): void {
  const plane = cameraPlane(viewport);
  if (!plane) return;
  viewport.setCamera({ parallelScale: halfHeight });
  const now = viewport.getCamera().focalPoint;
  if (!now) return;
  const way = sub(middle, point(now));
  // Along the normal the slice decides.
  shiftCamera(viewport, sub(way, scale(plane.normal, dot(way, plane.normal))));
}
