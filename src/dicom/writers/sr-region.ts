/** Where something lies, as content items: on an image in pixels (SCOORD), or in the patient in mm (SCOORD3D). */
import type { Place, Point2 } from '../../domain/annotation/annotation';
import type { Code, Finding } from '../../domain/finding';
import { frameInstance } from '../../domain/frames';
import { add, cross, dot, ijkToLps, scale, sub, type Grid, type Vec3 } from '../../domain/geometry';
import { keyholed, outlineLoops } from '../../domain/outline-loops';
import type { Instance, Study } from '../../domain/study';
import { image, scoord, scoord3d, type Relationship } from './content-items';
import { dcm } from './items';
import { onImage } from './marks';
import type { Dataset } from './part10';

/** Forms that both kinds of coordinates can say; a closed line repeats its first point. */
export type Graphic = 'POINT' | 'MULTIPOINT' | 'POLYLINE' | 'CIRCLE' | 'ELLIPSE' | 'CLOSED';

/** An image of the study by its UID. */
export type ImageFinder = (sopInstanceUid: string) => Instance | undefined;

export function imageFinder(study: Study): ImageFinder {
  const images = new Map(study.series.flatMap((s) => s.instances).map((one) => [one.sopInstanceUid, one]));
  return (uid) => images.get(uid);
}

const closedLine = <T>(points: readonly T[]): readonly T[] => [...points, points[0]];

/** Points on an image, (column, row) with pixel centres at whole numbers. */
export function regionOnImage(
  relation: Relationship,
  concept: Code | undefined,
  graphic: Graphic,
  points: readonly Point2[],
  on: { readonly instance: Instance; readonly frame: number },
): Dataset {
  const { instance, frame } = on;
  const source = image(
    'SELECTED FROM',
    undefined,
    instance.sopClassUid,
    instance.sopInstanceUid,
    undefined,
    instance.frames > 1 ? [frame] : undefined,
  );
  const line = graphic === 'CLOSED' ? closedLine(points) : points;
  // DICOM counts from the corner of the first pixel.
  const data = line.flatMap(([x, y]) => [x + 0.5, y + 0.5]);
  return scoord(relation, concept, graphic === 'CLOSED' ? 'POLYLINE' : graphic, data, [source]);
}

/** Points of the patient, LPS mm. A circle is given as its centre and a point on its edge, in the plane of `axes`. */
export function regionInPatient(
  relation: Relationship,
  concept: Code | undefined,
  graphic: Graphic,
  points: readonly Vec3[],
  frameOfReferenceUid: string,
  axes?: readonly [Vec3, Vec3],
): Dataset {
  if (graphic === 'CLOSED')
    return scoord3d(relation, concept, 'POLYGON', closedLine(points).flat(), frameOfReferenceUid);
  if (graphic === 'CIRCLE' && axes) {
    const [centre, edge] = points;
    const out = sub(edge, centre);
    const across = cross(cross(axes[0], axes[1]), out);
    const ends = [sub(centre, out), add(centre, out), sub(centre, across), add(centre, across)];
    return scoord3d(relation, concept, 'ELLIPSE', ends.flat(), frameOfReferenceUid);
  }
  return scoord3d(relation, concept, graphic, points.flat(), frameOfReferenceUid);
}

type PlanePlace = Extract<Place, { on: 'plane' }>;
export const lpsOf = (place: PlanePlace, [x, y]: Point2): Vec3 =>
  add(place.origin, add(scale(place.right, x), scale(place.down, y)));

/** mm that a point may lie off an image and still be said of its pixels. */
const IN_PLANE = 0.25;

/**
 * The points of the patient (LPS mm) as pixels of an image: undefined when they do not lie in its plane, as on a
 * volume that was resampled.
 */
export function pixelsOf(
  instance: Instance,
  frame: number,
  points: readonly Vec3[],
): readonly Point2[] | undefined {
  const seen = frameInstance(instance, frame);
  const { imagePosition: origin, imageOrientation: o } = seen;
  if (!origin || !o) return undefined;
  const normal = cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]);
  if (points.some((point) => Math.abs(dot(sub(point, origin), normal)) > IN_PLANE)) return undefined;
  const pixels = points.map((point) => onImage(seen, point));
  return pixels.every((pixel) => pixel !== undefined) ? (pixels as Point2[]) : undefined;
}

/** Largest outline of a mask on its slice k; (i, j) of the grid, voxel centres at whole numbers. */
function largestOutline({ mask, axes }: Finding): readonly Point2[] {
  const { start, size, data } = mask;
  const area = size[0] * size[1];
  const from = (axes.slice - start[2]) * area;
  const loops = keyholed(outlineLoops(data.subarray(from, from + area), size[0], size[1]));
  const [first] = loops;
  return (first ?? []).map(([x, y]): Point2 => [x + start[0], y + start[1]]);
}

/**
 * The image region of TID 1410: the finding's outline on the slice of its axes. In pixels of the image where the grid
 * is the image's own, else in the patient.
 * @throws RangeError when it lies on no image of the study and its images have no frame of reference.
 */
export function outlineRegion(finding: Finding, study: Study, grid: Grid | undefined): Dataset[] {
  const concept = dcm('111030', 'Image Region');
  const { axes, keyImage, frameOfReferenceUid } = finding;
  const points = largestOutline(finding);
  const instance = imageFinder(study)(axes.sopInstanceUid);
  const own = finding.onFrame?.grid ?? grid;
  const lps = own && points.map(([i, j]) => ijkToLps(own, [i, j, axes.slice]));
  // An image without a place in the patient is its own grid.
  const pixels =
    instance?.imagePosition && lps ? pixelsOf(instance, keyImage.frame, lps) : instance && points;
  if (instance && pixels && points.length > 0)
    return [regionOnImage('CONTAINS', concept, 'CLOSED', pixels, { instance, frame: keyImage.frame })];
  if (lps && points.length > 0 && frameOfReferenceUid)
    return [regionInPatient('CONTAINS', concept, 'CLOSED', lps, frameOfReferenceUid)];
  throw new RangeError(
    `SR: the outline of finding ${finding.number} lies on no image and in no frame of reference`,
  );
}
