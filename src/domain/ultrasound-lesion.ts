/**
 * Numbers of a lesion outlined on one frame of ultrasound: axes, extent along and into the skin, shape, area. Skin is
 * taken to lie along the rows of the image, as linear probes show it.
 */
import { lengthsAt, type Lengths } from './calibration';
import { codes } from './codes';
import { largestFlatPart } from './components';
import { fillHoles2d } from './distance-field';
import { calibrationText, MM2, PIXELS } from './image-measurement';
import {
  contourSegments,
  longestPair,
  longestPerpendicular,
  type Point2,
  type Segment2,
} from './outline-axes';
import type { Code, Measurement } from './quantity';
import type { UltrasoundMeasures } from './ultrasound-measures';
import type { ImageScale, VoxelMask } from './volume';

export type { UltrasoundMeasures } from './ultrasound-measures';

/** The outline on the frame, in pixels from the top left, centres whole: a mask (its slices lie on one frame) or a ring. */
export type LesionOutline = { readonly mask: VoxelMask } | { readonly polygon: readonly Point2[] };

/**
 * Why a lesion is not measured.
 * - `empty`: no pixel, or a ring of fewer than three points or no area
 * - `severalFrames`: the mask has pixels on more than one frame
 * - `acrossRegions`: it reaches out of the ultrasound region that it begins in, or over two of them
 * - `scalesDiffer`: regions that hold it all say different lengths
 */
export type LesionRefusal = 'empty' | 'severalFrames' | 'acrossRegions' | 'scalesDiffer';

export interface UltrasoundLesion {
  readonly measures: UltrasoundMeasures;
  /** Depth is more than width, as it is measured and not as it is printed. */
  readonly tallerThanWide: boolean;
  /** End points in image pixels. */
  readonly axes: { readonly long: Segment2; readonly short: Segment2 };
  /** `none` where no calibration holds: lengths are then in pixels and pixels are taken to be square. */
  readonly lengths: Lengths;
}

export type LesionResult =
  | { readonly ok: true; readonly lesion: UltrasoundLesion }
  | { readonly ok: false; readonly refusal: LesionRefusal };

const ROUND_EDGE = 'outline of the mask';
const SQUARE = 'none; pixels taken to be square';

/** First and last column and row. */
type Extent = readonly [minX: number, minY: number, maxX: number, maxY: number];

/**
 * The scale that holds over an outline. Regions may lie on each other (colour flow over tissue): one that holds it all
 * decides, and all of those must agree. Outside of every region there is no scale, which is no reason to refuse.
 */
function scaleOver(scale: ImageScale, extent: Extent): Lengths | LesionRefusal {
  const [x0, y0, x1, y1] = extent;
  const { ultrasoundRegions: regions } = scale;
  if (!regions) return lengthsAt(scale);
  const tissue = regions.filter((r) => r.tissue);
  const around = tissue.filter((r) => r.minX <= x0 && r.minY <= y0 && r.maxX >= x1 && r.maxY >= y1);
  if (around.length > 0) {
    const [{ mmX, mmY }] = around;
    const agree = around.every((r) => r.mmX === mmX && r.mmY === mmY);
    return agree ? { source: 'ultrasound', mm: [mmX, mmY] } : 'scalesDiffer';
  }
  const touched = regions.some((r) => r.minX <= x1 && r.minY <= y1 && r.maxX >= x0 && r.maxY >= y0);
  // A region without lengths (a trace, a Doppler spectrum) that holds it all: pixels, and said.
  const held = regions.some((r) => r.minX <= x0 && r.minY <= y0 && r.maxX >= x1 && r.maxY >= y1);
  return touched && !held ? 'acrossRegions' : { source: 'none' };
}

/** The outline as line pieces in image pixels, its extent and its area in pixels. */
interface Shape {
  readonly extent: Extent;
  readonly pixels: number;
  /** Half a pixel beyond the outermost centres belongs to a mask and not to a ring. */
  readonly rim: 0 | 0.5;
  segments(mm: Point2): readonly Segment2[];
}

/** The largest part of the mask with its holes filled; every set pixel counts for the region it lies in. */
function ofMask(mask: VoxelMask): Shape | LesionRefusal {
  const [nx, ny, nz] = mask.size;
  const plane = nx * ny;
  const used = Array.from({ length: nz }, (...[, k]) => k).filter((k) =>
    mask.data.subarray(k * plane, (k + 1) * plane).includes(1),
  );
  if (used.length === 0) return 'empty';
  if (used.length > 1) return 'severalFrames';
  const data = mask.data.subarray(used[0] * plane, (used[0] + 1) * plane);
  const main = largestFlatPart(data, nx, ny);
  if (!main) return 'empty';
  const flat = main.mask;
  fillHoles2d(flat, nx, ny);
  const [i0, j0] = mask.start;
  return {
    extent: [i0 + main.min[0], j0 + main.min[1], i0 + main.max[0], j0 + main.max[1]],
    pixels: flat.reduce((sum, one) => sum + one, 0),
    rim: 0.5,
    segments: (mm) =>
      contourSegments(flat, nx, ny, mm).map(([a, b]) => [
        [a[0] + i0 * mm[0], a[1] + j0 * mm[1]],
        [b[0] + i0 * mm[0], b[1] + j0 * mm[1]],
      ]),
  };
}

function ofPolygon(ring: readonly Point2[]): Shape | LesionRefusal {
  const next = (n: number): Point2 => ring[(n + 1) % ring.length];
  const pixels = Math.abs(ring.reduce((sum, [x, y], n) => sum + x * next(n)[1] - y * next(n)[0], 0)) / 2;
  if (ring.length < 3 || !(pixels > 0)) return 'empty';
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([...[, y]]) => y)];
  return {
    extent: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    pixels,
    rim: 0,
    segments: (mm) =>
      ring.map(([x, y], n) => [
        [x * mm[0], y * mm[1]],
        [next(n)[0] * mm[0], next(n)[1] * mm[1]],
      ]),
  };
}

const lengthOf = ([a, b]: Segment2): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/**
 * Measures a lesion on one frame with the calibration of the region that it lies in (0018,6011); the two directions may
 * have different spacings. Values are not rounded. A mask runs half a pixel outside its outer centres, a ring through
 * its points.
 */
export function measureUltrasoundLesion(scale: ImageScale, outline: LesionOutline): LesionResult {
  const shape = 'mask' in outline ? ofMask(outline.mask) : ofPolygon(outline.polygon);
  if (typeof shape === 'string') return { ok: false, refusal: shape };
  const lengths = scaleOver(scale, shape.extent);
  if (typeof lengths === 'string') return { ok: false, refusal: lengths };
  const mm = lengths.mm ?? ([1, 1] as const);
  const segments = shape.segments(mm);
  const exact = shape.rim === 0;
  const long = longestPair(segments, mm, exact);
  const short = longestPerpendicular(segments, long, mm, exact);
  const [x0, y0, x1, y1] = shape.extent;
  const width = (x1 - x0 + 2 * shape.rim) * mm[0];
  const depth = (y1 - y0 + 2 * shape.rim) * mm[1];
  const unit = lengths.mm ? 'mm' : PIXELS;
  const calibration = calibrationText(lengths.source);
  const drawn = exact ? 'outline as drawn' : ROUND_EDGE;
  const length = (concept: Code, value: number, method: string): Measurement => ({
    concept,
    value,
    unit,
    method: `${method}, ${drawn}`,
    calibration,
  });
  const shapeOnly = (concept: Code, value: number, u: string, method: string): Measurement => ({
    concept,
    value,
    unit: u,
    method,
    calibration: lengths.mm ? calibration : SQUARE,
  });
  const dx = Math.abs(long[1][0] - long[0][0]);
  const dy = Math.abs(long[1][1] - long[0][1]);
  const inPixels = (line: Segment2): Segment2 => [
    [line[0][0] / mm[0], line[0][1] / mm[1]],
    [line[1][0] / mm[0], line[1][1] / mm[1]],
  ];
  return {
    ok: true,
    lesion: {
      measures: {
        longAxis: length(codes.longAxis, lengthOf(long), 'largest distance'),
        shortAxis: length(
          codes.shortAxis,
          lengthOf(short),
          'longest chord perpendicular to the largest distance',
        ),
        width: length(codes.width, width, 'extent along the rows of the image (parallel to the skin)'),
        depth: length(codes.depth, depth, 'extent along the columns of the image (away from the probe)'),
        depthToWidth: shapeOnly(codes.depthToWidth, depth / width, '1', 'depth divided by width'),
        angle: shapeOnly(
          codes.axisToSkin,
          (Math.atan2(dy, dx) * 180) / Math.PI,
          'deg',
          'long axis to the rows of the image',
        ),
        area: {
          concept: codes.area,
          value: shape.pixels * mm[0] * mm[1],
          unit: lengths.mm ? MM2 : PIXELS,
          method: exact ? 'area inside the outline as drawn' : 'sum of pixels on one image, holes filled',
          calibration,
        },
      },
      tallerThanWide: depth > width,
      axes: { long: inPixels(long), short: inPixels(short) },
      lengths,
    },
  };
}
