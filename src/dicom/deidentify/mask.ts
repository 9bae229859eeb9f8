/** What a reader blacks out in every frame of a series: rectangles and strokes of a brush, in the order of drawing. */

/** A rectangle on the image, in pixels of it: from `left`, `top` on, `width` by `height`. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Column and row in pixels, the corner of the first pixel being 0, 0. */
export type Point = readonly [x: number, y: number];

/** The way of a round brush; one that erases takes away what was drawn before it. */
export interface Stroke {
  readonly kind: 'stroke';
  readonly points: readonly Point[];
  /** Pixels. */
  readonly radius: number;
  readonly erase: boolean;
}

export type MaskShape = ({ readonly kind: 'rectangle' } & Rectangle) | Stroke;

/** The pixels of an image that are black: 1 each, row by row. What the page shows and what goes out are both this. */
export function maskBitmap(shapes: readonly MaskShape[], columns: number, rows: number): Uint8Array {
  const bitmap = new Uint8Array(columns * rows);
  for (const shape of shapes)
    if (shape.kind === 'rectangle') fillRectangle(bitmap, columns, rows, shape);
    else fillStroke(bitmap, columns, rows, shape);
  return bitmap;
}

function fillRectangle(
  bitmap: Uint8Array,
  columns: number,
  rows: number,
  { left, top, width, height }: Rectangle,
): void {
  const x0 = Math.max(0, Math.floor(left));
  const x1 = Math.min(columns, Math.ceil(left + width));
  const y1 = Math.min(rows, Math.ceil(top + height));
  if (x1 <= x0) return;
  for (let y = Math.max(0, Math.floor(top)); y < y1; y++) bitmap.fill(1, y * columns + x0, y * columns + x1);
}

/** Pixels whose middle lies within the radius of the way. */
function fillStroke(
  bitmap: Uint8Array,
  columns: number,
  rows: number,
  { points, radius, erase }: Stroke,
): void {
  const value = erase ? 0 : 1;
  const near = radius * radius;
  points.forEach(([bx, by], n) => {
    const [ax, ay] = points[Math.max(0, n - 1)];
    const dx = bx - ax;
    const dy = by - ay;
    const length = dx * dx + dy * dy;
    const x0 = Math.max(0, Math.floor(Math.min(ax, bx) - radius));
    const x1 = Math.min(columns, Math.ceil(Math.max(ax, bx) + radius));
    const y1 = Math.min(rows, Math.ceil(Math.max(ay, by) + radius));
    for (let y = Math.max(0, Math.floor(Math.min(ay, by) - radius)); y < y1; y++)
      for (let x = x0; x < x1; x++) {
        const px = x + 0.5 - ax;
        const py = y + 0.5 - ay;
        const t = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
        if ((px - t * dx) ** 2 + (py - t * dy) ** 2 <= near) bitmap[y * columns + x] = value;
      }
  });
}
