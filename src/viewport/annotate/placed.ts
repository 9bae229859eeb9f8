/** Annotations and the drawn image: coordinates of a place to and from the canvas, and lengths on it. */
import type { Annotation, Place, PlaceScale, Point2 } from '../../domain/annotation/annotation';
import { lengthsAt } from '../../domain/calibration';
import { add, cross, dot, norm, normalise, scale, sub, type Vec3 } from '../../domain/geometry';
import type { Instance } from '../../domain/study';
import { imageIdOf, viewedImage, type ViewedImage } from '../images';
import type { HandledPane } from '../paneHost';
import { offPlane, toCanvas, toLps, type CanvasPoint, type ViewPlane } from '../plane';

/** A place as the pane shows it now. */
export interface Placed {
  readonly place: Place;
  toCanvas(point: Point2): CanvasPoint;
  toPlace(at: CanvasPoint): Point2;
  /** Lengths that hold at these points; px where none does at all of them. */
  scaleAt(points: readonly Point2[]): PlaceScale;
}

const pixels: PlaceScale = { x: 1, y: 1, unit: 'px', source: 'none' };

/** Lengths of an image between these points (column, row): mm only where one scale holds at all of them. */
export function imageScale(image: Instance, points: readonly Point2[]): PlaceScale {
  const [first, ...rest] = points.map((point) => lengthsAt(image, point));
  const { mm, source } = first ?? lengthsAt(image);
  if (!mm || rest.some((one) => one.mm?.[0] !== mm[0] || one.mm[1] !== mm[1])) return squarePixels(image);
  return { x: mm[0], y: mm[1], unit: 'mm', source };
}

/** Without mm, pixels; of images whose pixels are not square an angle still needs their aspect. */
function squarePixels({ pixelSpacing }: Instance): PlaceScale {
  if (!pixelSpacing || pixelSpacing[0] === pixelSpacing[1]) return pixels;
  return { ...pixels, y: pixelSpacing[0] / pixelSpacing[1] };
}

/** Lengths on a plane of the patient are the patient's. */
const planeLengths: PlaceScale = { x: 1, y: 1, unit: 'mm', source: 'pixel' };

/** The image that a stack shows, and where its pixels lie on the canvas. */
function onImage(image: ViewedImage, pane: HandledPane, plane: ViewPlane): Placed | undefined {
  const at = (column: number, row: number): CanvasPoint | undefined => {
    const lps = pane.view?.imagePoint?.(column, row);
    return lps && toCanvas(plane, lps);
  };
  const [o, i, j] = [at(0, 0), at(1, 0), at(0, 1)];
  if (!o || !i || !j) return undefined;
  const a: Point2 = [i[0] - o[0], i[1] - o[1]];
  const b: Point2 = [j[0] - o[0], j[1] - o[1]];
  const area = a[0] * b[1] - a[1] * b[0];
  if (Math.abs(area) < 1e-12) return undefined;
  return {
    place: { on: 'image', sopInstanceUid: image.instance.sopInstanceUid, frame: image.frame },
    toCanvas: ([x, y]) => [o[0] + x * a[0] + y * b[0], o[1] + x * a[1] + y * b[1]],
    toPlace: ([x, y]) => {
      const d: Point2 = [x - o[0], y - o[1]];
      return [(d[0] * b[1] - d[1] * b[0]) / area, (a[0] * d[1] - a[1] * d[0]) / area];
    },
    scaleAt: (points) => imageScale(image.instance, points),
  };
}

type PlanePlace = Extract<Place, { on: 'plane' }>;

const onPlane = (place: PlanePlace, plane: ViewPlane): Placed => ({
  place,
  toCanvas: (point) => toCanvas(plane, lpsOf(place, point)),
  toPlace: (at) => {
    const d = sub(toLps(plane, at), place.origin);
    return [dot(d, place.right), dot(d, place.down)];
  },
  scaleAt: () => planeLengths,
});

const lpsOf = (place: PlanePlace, [x, y]: Point2): Vec3 =>
  add(place.origin, add(scale(place.right, x), scale(place.down, y)));

/** The image that is on a stack now. */
export function shownImage(pane: HandledPane): ViewedImage | undefined {
  if (pane.name !== 'stack' || !pane.view) return undefined;
  return viewedImage(pane.host.imageIds[pane.view.index()]);
}

/** Where a new annotation would be made on this pane; undefined while nothing is drawn. */
export function placeHere(pane: HandledPane): Placed | undefined {
  const plane = pane.view?.plane();
  if (!plane || pane.name === 'volume') return undefined;
  if (pane.name === 'stack') {
    const image = shownImage(pane);
    return image && onImage(image, pane, plane);
  }
  return onPlane(
    {
      on: 'plane',
      frameOfReferenceUid: pane.host.series.frameOfReferenceUid,
      origin: plane.origin,
      right: normalise(plane.right),
      down: normalise(plane.down),
    },
    plane,
  );
}

/** An image as a plane of the patient; undefined when it has no place or no lengths there. */
export function planeOfImage(
  image: Instance,
): { place: Omit<PlanePlace, 'frameOfReferenceUid'>; mm: Point2 } | undefined {
  const { imagePosition, imageOrientation: o, pixelSpacing, spacingSource } = image;
  if (!imagePosition || !o || !pixelSpacing || spacingSource !== 'PixelSpacing') return undefined;
  return {
    place: { on: 'plane', origin: imagePosition, right: [o[0], o[1], o[2]], down: [o[3], o[4], o[5]] },
    mm: [pixelSpacing[1], pixelSpacing[0]],
  };
}

/** Farthest that an annotation's plane may lie from the drawn one, as a share of the distance of slices. */
const NEAR = 0.5;
/** Cosine between planes that count as the same, a quarter of a degree. */
const PARALLEL = 0.99999;

/** How an annotation lies on what the pane shows; undefined when it lies elsewhere. */
export function placeOf(
  annotation: Pick<Annotation, 'place' | 'seriesUid'>,
  pane: HandledPane,
  pitch: number,
): Placed | undefined {
  const plane = pane.view?.plane();
  if (!plane || pane.name === 'volume') return undefined;
  const { place } = annotation;
  const image = shownImage(pane);
  if (place.on === 'image') {
    if (image) {
      const same = image.instance.sopInstanceUid === place.sopInstanceUid && image.frame === place.frame;
      return same ? onImage(image, pane, plane) : undefined;
    }
    if (pane.name === 'stack' || annotation.seriesUid !== pane.host.series.seriesUid) return undefined;
    return imageOnPlane(place, pane, plane, pitch);
  }
  if (place.frameOfReferenceUid !== pane.host.series.frameOfReferenceUid) return undefined;
  if (pane.name === 'stack' && !image?.instance.imageOrientation) return undefined;
  return lies(place, plane, pitch) ? onPlane(place, plane) : undefined;
}

function lies(
  place: Pick<PlanePlace, 'origin' | 'right' | 'down'>,
  plane: ViewPlane,
  pitch: number,
): boolean {
  const normal = normalise(cross(place.right, place.down));
  return (
    Math.abs(dot(normal, plane.normal)) > PARALLEL &&
    Math.abs(offPlane(plane, place.origin)) <= Math.max(pitch * NEAR, 0.05) + 1e-3
  );
}

/** An annotation of an acquired image, on a plane through the volume of that image. */
function imageOnPlane(
  place: Extract<Place, { on: 'image' }>,
  pane: HandledPane,
  plane: ViewPlane,
  pitch: number,
): Placed | undefined {
  const instance = pane.host.series.instances.find((one) => one.sopInstanceUid === place.sopInstanceUid);
  const image = instance && viewedImage(imageIdOf(instance, place.frame))?.instance;
  const own = image && planeOfImage(image);
  if (!own || !image || !lies(own.place, plane, pitch)) return undefined;
  const [mmX, mmY] = own.mm;
  const asPlane: PlanePlace = { ...own.place, frameOfReferenceUid: '' };
  const there = onPlane(asPlane, plane);
  return {
    place,
    toCanvas: ([x, y]) => there.toCanvas([x * mmX, y * mmY]),
    toPlace: (at) => {
      const [x, y] = there.toPlace(at);
      return [x / mmX, y / mmY];
    },
    scaleAt: (points) => imageScale(image, points),
  };
}

/** mm from one slice that this pane can show to the next. */
export function pitchOf(pane: HandledPane): number {
  const { view } = pane;
  if (!view || view.count() < 2) return shownImage(pane)?.instance.sliceThickness ?? 1;
  const plane = view.plane();
  if (!plane) return 1;
  const index = view.index();
  const next = index + 1 < view.count() ? index + 1 : index - 1;
  const away = norm(sub(view.pointOn(next, plane.origin), view.pointOn(index, plane.origin)));
  return away || 1;
}
