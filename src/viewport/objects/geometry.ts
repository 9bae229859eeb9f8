/** From objects to lines on the screen. Points of an image are column, row with pixel centres at whole numbers. */
import type { PrGraphic } from '../../dicom/objects/contract';
import { dot, sub, type Vec3 } from '../../domain/geometry';
import { cutMask } from '../../domain/section';
import { offPlane, toCanvas, type CanvasPoint, type ViewPlane } from '../plane';
import type { MaskShape, SpaceContour } from './layer';

export interface Line {
  readonly points: readonly CanvasPoint[];
  readonly closed: boolean;
}

/** From a point of an image to the screen; undefined while no image is drawn. */
export type ImageToCanvas = (column: number, row: number) => CanvasPoint | undefined;

/** GSPS and SCOORD count from the corner of the first pixel, images from its centre. */
const HALF = 0.5;

type Cut = { readonly key: string; readonly outlines: readonly (readonly Vec3[])[] };
const cuts = new WeakMap<MaskShape['mask'], Map<string, Cut>>();

function cut(shape: MaskShape, pane: string, point: Vec3, normal: Vec3): Cut['outlines'] {
  let byPane = cuts.get(shape.mask);
  if (!byPane) cuts.set(shape.mask, (byPane = new Map()));
  const key = `${normal.map((c) => c.toFixed(4)).join()}@${dot(point, normal).toFixed(3)}`;
  const known = byPane.get(pane);
  if (known?.key === key) return known.outlines;
  const outlines = cutMask(shape.grid, shape.mask, { point, normal });
  byPane.set(pane, { key, outlines });
  return outlines;
}

/** Outlines of a mask on the plane that is drawn. */
export const maskLines = (shape: MaskShape, pane: string, plane: ViewPlane): Line[] =>
  cut(shape, pane, plane.origin, plane.normal).map((outline) => ({
    points: outline.map((p) => toCanvas(plane, p)),
    closed: true,
  }));

/** Outlines of a mask that lies on images, on image `k` of its list. */
export const flatMaskLines = (shape: MaskShape, k: number, toScreen: ImageToCanvas): Line[] =>
  cut(shape, 'image', [0, 0, k], [0, 0, 1]).map((outline) => ({
    points: outline.map(([i, j]) => toScreen(i, j)).filter((p): p is CanvasPoint => p !== undefined),
    closed: true,
  }));

/**
 * A contour on the plane that is drawn; undefined when it lies elsewhere or is not parallel to it.
 * @param within half the distance of slices, mm.
 */
export function contourLine(contour: SpaceContour, plane: ViewPlane, within: number): Line | undefined {
  const { points, geometry } = contour;
  const out: CanvasPoint[] = [];
  let near = Infinity;
  let far = -Infinity;
  for (let n = 0; n + 2 < points.length; n += 3) {
    const p: Vec3 = [points[n], points[n + 1], points[n + 2]];
    const off = offPlane(plane, p);
    near = Math.min(near, off);
    far = Math.max(far, off);
    if (near < -within || far > within) return undefined;
    out.push(toCanvas(plane, p));
  }
  return { points: out, closed: geometry.startsWith('CLOSED') };
}

/** Points of a circle or an ellipse between its centre and half axes, on the screen. */
export function round(
  centre: readonly [number, number],
  a: readonly [number, number],
  b: readonly [number, number],
): [number, number][] {
  const steps = 72;
  return Array.from({ length: steps }, (_, n) => {
    const t = (2 * Math.PI * n) / steps;
    return [
      centre[0] + a[0] * Math.cos(t) + b[0] * Math.sin(t),
      centre[1] + a[1] * Math.cos(t) + b[1] * Math.sin(t),
    ];
  });
}

/** A smooth curve through points: Catmull-Rom, as INTERPOLATED leaves the kind of spline to the display. */
function smooth(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  if (points.length < 3) return [...points];
  const first = points[0];
  const last = points[points.length - 1];
  const closed = first[0] === last[0] && first[1] === last[1];
  const at = (n: number): readonly [number, number] => {
    if (!closed) return points[Math.min(points.length - 1, Math.max(0, n))];
    const count = points.length - 1;
    return points[((n % count) + count) % count];
  };
  const out: (readonly [number, number])[] = [];
  for (let n = 0; n < points.length - 1; n++)
    for (let s = 0; s < 12; s++) {
      const t = s / 12;
      const value = (c: 0 | 1): number => {
        const [p0, p1, p2, p3] = [at(n - 1)[c], at(n)[c], at(n + 1)[c], at(n + 2)[c]];
        return (
          0.5 *
          (2 * p1 +
            (p2 - p0) * t +
            (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t +
            (3 * p1 - p0 - 3 * p2 + p3) * t * t * t)
        );
      };
      out.push([value(0), value(1)]);
    }
  out.push(last);
  return out;
}

/** A graphic's points before they are placed, and whether they close; a single point stays one. */
export function graphicPoints({ type, points }: PrGraphic): {
  readonly points: readonly (readonly [number, number])[];
  readonly closed: boolean;
} {
  switch (type) {
    case 'CIRCLE': {
      if (points.length < 2) return { points, closed: false };
      const [[cx, cy], [x, y]] = points;
      const radius = Math.hypot(x - cx, y - cy);
      return { points: round([cx, cy], [radius, 0], [0, radius]), closed: true };
    }
    case 'ELLIPSE': {
      if (points.length < 4) return { points, closed: false };
      const [p, q, r, s] = points;
      const centre: [number, number] = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
      const a: [number, number] = [(q[0] - p[0]) / 2, (q[1] - p[1]) / 2];
      const b: [number, number] = [(s[0] - r[0]) / 2, (s[1] - r[1]) / 2];
      return { points: round(centre, a, b), closed: true };
    }
    case 'INTERPOLATED':
      return { points: smooth(points), closed: false };
    case 'POLYGON':
      return { points, closed: true };
    default:
      return { points, closed: false };
  }
}

/** A rectangle on the screen. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** From a graphic's own units to the screen: pixels of the image, or shares of the displayed area. */
export function unitsToCanvas(
  units: 'PIXEL' | 'DISPLAY',
  toScreen: ImageToCanvas,
  area: Frame,
): ImageToCanvas {
  if (units === 'PIXEL') return (x, y) => toScreen(x - HALF, y - HALF);
  return (x, y) => [area.left + x * area.width, area.top + y * area.height];
}

/** mm between neighbouring slices of a view, or undefined when it has one only. */
export function slicePitch(
  view: { count(): number; index(): number; pointOn(index: number, near: Vec3): Vec3 },
  plane: ViewPlane,
): number | undefined {
  const count = view.count();
  if (count < 2) return undefined;
  const index = view.index();
  const other = index + 1 < count ? index + 1 : index - 1;
  const here = view.pointOn(index, plane.origin);
  const there = view.pointOn(other, plane.origin);
  const mm = Math.abs(dot(sub(there, here), plane.normal));
  return mm > 1e-4 ? mm : undefined;
}
