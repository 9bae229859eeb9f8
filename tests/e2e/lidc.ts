import { readFileSync } from 'node:fs';

/** One reader's outline of one nodule: pixel contours by slice. */
interface Outline {
  readonly slices: { readonly z: number; readonly points: readonly (readonly [number, number])[] }[];
}

/** A nodule that at least `minReaders` readers outlined. */
export interface ReferenceNodule {
  readonly readers: number;
  /** Median over readers of the outlined volume, in mm³. */
  readonly medianVolume: number;
  /** Pixel column and row, and z in mm, of the middle of the outlines. */
  readonly centre: readonly [number, number, number];
}

/**
 * Number of pixels strictly inside a closed contour. LIDC contours run on the first pixels outside the
 * nodule, so pixels on the contour itself do not count (Armato et al., Med Phys 2011;38:915-931).
 */
function pixelsInside(points: readonly (readonly [number, number])[]): number {
  const onContour = new Set(points.map(([x, y]) => `${x},${y}`));
  const ys = points.map((p) => p[1]);
  let count = 0;
  for (let y = Math.min(...ys); y <= Math.max(...ys); y++) {
    for (let x = Math.min(...points.map((p) => p[0])); x <= Math.max(...points.map((p) => p[0])); x++) {
      if (onContour.has(`${x},${y}`)) continue;
      let inside = false;
      for (let a = 0, b = points.length - 1; a < points.length; b = a++) {
        const [xa, ya] = points[a];
        const [xb, yb] = points[b];
        if (ya > y !== yb > y && x < ((xb - xa) * (y - ya)) / (yb - ya) + xa) inside = !inside;
      }
      if (inside) count++;
    }
  }
  return count;
}

function outlines(xml: string): Outline[] {
  const found: Outline[] = [];
  for (const nodule of xml.match(/<unblindedReadNodule>.*?<\/unblindedReadNodule>/gs) ?? []) {
    const slices = [...nodule.matchAll(/<roi>(.*?)<\/roi>/gs)].map(([, roi]) => ({
      z: Number(/<imageZposition>(.*?)</.exec(roi)?.[1]),
      points: [...roi.matchAll(/<xCoord>(\d+)<\/xCoord>\s*<yCoord>(\d+)<\/yCoord>/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      ),
    }));
    // A single point is the mark of a nodule under 3 mm, which is not outlined.
    if (slices.some((slice) => slice.points.length > 3)) found.push({ slices });
  }
  return found;
}

function middle(outline: Outline): readonly [number, number, number] {
  const points = outline.slices.flatMap((slice) => slice.points.map(([x, y]) => [x, y, slice.z] as const));
  const mean = (axis: 0 | 1 | 2) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}

/**
 * Nodules of an LIDC annotation file, grouped over readers by the place of their outlines.
 * @param pixelSpacing mm between pixel centres, in plane
 * @param sliceStep mm between slices
 */
export function readLidc(
  path: string,
  pixelSpacing: number,
  sliceStep: number,
  minReaders: number,
): ReferenceNodule[] {
  const groups: { outline: Outline; at: readonly [number, number, number] }[][] = [];
  for (const outline of outlines(readFileSync(path, 'utf8'))) {
    const at = middle(outline);
    const near = groups.find((group) =>
      group.some(
        (other) =>
          Math.hypot(
            (other.at[0] - at[0]) * pixelSpacing,
            (other.at[1] - at[1]) * pixelSpacing,
            other.at[2] - at[2],
          ) < 10,
      ),
    );
    if (near) near.push({ outline, at });
    else groups.push([{ outline, at }]);
  }
  return groups
    .filter((group) => group.length >= minReaders)
    .map((group) => {
      const volumes = group
        .map(
          ({ outline }) =>
            outline.slices.reduce((sum, slice) => sum + pixelsInside(slice.points), 0) *
            pixelSpacing ** 2 *
            sliceStep,
        )
        .sort((a, b) => a - b);
      const half = volumes.length / 2;
      const medianVolume =
        volumes.length % 2 ? volumes[Math.floor(half)] : (volumes[half - 1] + volumes[half]) / 2;
      const mean = (axis: 0 | 1 | 2) => group.reduce((sum, g) => sum + g.at[axis], 0) / group.length;
      return { readers: group.length, medianVolume, centre: [mean(0), mean(1), mean(2)] };
    });
}
