import type { Orientation } from '../view';

/** An image as it is turned for display: its size, and where its pixels go. */
export interface Turned {
  readonly width: number;
  readonly height: number;
  /** From the image (top left corner of its first pixel 0, 0) to the picture, as canvas and CSS write it. */
  readonly matrix: readonly [number, number, number, number, number, number];
}

/** Mirrors left and right, then turns clockwise. Sizes and places in image pixels. */
export function turned(
  columns: number,
  rows: number,
  { flip, rotation }: Pick<Orientation, 'flip' | 'rotation'>,
): Turned {
  const [side, from] = flip ? [-1, columns] : [1, 0];
  switch (rotation) {
    case 0:
      return { width: columns, height: rows, matrix: [side, 0, 0, 1, from, 0] };
    case 90:
      return { width: rows, height: columns, matrix: [0, side, -1, 0, rows, from] };
    case 180:
      return { width: columns, height: rows, matrix: [-side, 0, 0, -1, columns - from, rows] };
    case 270:
      return { width: rows, height: columns, matrix: [0, -side, 1, 0, 0, columns - from] };
  }
}

/** The point of the image (corner coordinates) that lies at a point of the picture. */
export function imageAt({ matrix: [a, b, c, d, e, f] }: Turned, x: number, y: number): [number, number] {
  const area = a * d - b * c;
  const [u, v] = [x - e, y - f];
  return [(u * d - v * c) / area, (v * a - u * b) / area];
}
