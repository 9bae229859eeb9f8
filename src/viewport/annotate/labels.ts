/** Where the words of an annotation go: beside it, off other words, and not over what it outlines. */
import type { CanvasPoint } from '../plane';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelWish {
  readonly width: number;
  readonly height: number;
  /** Where the shape would have its words. */
  readonly anchor: CanvasPoint;
  /** What it outlines, which words would hide; absent for plain lines. */
  readonly body?: Box;
}

/** What is in the way, in CSS px. */
export interface Obstacles {
  readonly labels: readonly Box[];
  readonly lines: readonly (readonly CanvasPoint[])[];
}

/** Between a shape and its words, CSS px. */
const GAP = 10;
/** Words keep off the edge of the pane, and at the right also off the scroll track, CSS px. */
const EDGE = 4;
const TRACK = 14;

/** How many rows above and below are tried where many words want one place. */
const ROWS = 5;

/** What it costs to hide something; a way of one pixel costs 1. */
const COST = { word: 20, body: 4, line: 60 };

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Does a piece of line pass through a box? (Liang and Barsky 1984) */
export function passes([x0, y0]: CanvasPoint, [x1, y1]: CanvasPoint, box: Box): boolean {
  let from = 0;
  let to = 1;
  const edges = [
    [x0 - x1, x0 - box.left],
    [x1 - x0, box.right - x0],
    [y0 - y1, y0 - box.top],
    [y1 - y0, box.bottom - y0],
  ] as const;
  for (const [p, q] of edges) {
    if (p === 0) {
      if (q < 0) return false;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
    if (from > to) return false;
  }
  return true;
}

/** Places around the anchor and, where something is outlined, around that; the usual one first. */
function candidates({ width, height, anchor, body }: LabelWish): readonly CanvasPoint[] {
  const around = (box: Box): CanvasPoint[] => {
    const middleX = (box.left + box.right - width) / 2;
    const middleY = (box.top + box.bottom - height) / 2;
    const [right, left] = [box.right + GAP, box.left - GAP - width];
    const [above, below] = [box.top - GAP - height, box.bottom + GAP];
    return [
      [right, middleY],
      [right, box.top - height / 2],
      [right, box.bottom - height / 2],
      [left, middleY],
      [middleX, below],
      [middleX, above],
      [right, above],
      [right, below],
      [left, above],
      [left, below],
    ];
  };
  const [x, y] = anchor;
  const point = around({ left: x, right: x, top: y, bottom: y });
  const rows = Array.from({ length: ROWS }, (_row, n) => (n + 1) * (height + 2)).flatMap(
    (by): CanvasPoint[] =>
      [x + GAP, x - GAP - width].flatMap((left): CanvasPoint[] => [
        [left, y - height / 2 + by],
        [left, y - height / 2 - by],
      ]),
  );
  return [...point, ...(body ? around(body) : []), ...rows];
}

/** The best place for words in a pane of this size (CSS px): its left and top. */
export function placeLabel(
  wish: LabelWish,
  pane: { readonly width: number; readonly height: number },
  { labels, lines }: Obstacles,
): CanvasPoint {
  const { width, height, body } = wish;
  const inside = ([left, top]: CanvasPoint): CanvasPoint => [
    Math.max(EDGE, Math.min(left, pane.width - width - TRACK)),
    Math.max(EDGE, Math.min(top, pane.height - height - EDGE)),
  ];
  const all = candidates(wish);
  let best = inside(all[0]);
  let least = Infinity;
  for (const candidate of all) {
    const [left, top] = inside(candidate);
    const box: Box = { left, top, right: left + width, bottom: top + height };
    let cost = Math.hypot(left - all[0][0], top - all[0][1]);
    for (const other of labels) cost += COST.word * overlap(box, other);
    if (body) cost += COST.body * overlap(box, body);
    for (const line of lines)
      for (let n = 1; n < line.length; n++) if (passes(line[n - 1], line[n], box)) cost += COST.line;
    if (cost < least) {
      least = cost;
      best = [left, top];
    }
  }
  return best;
}

/** Words farther than this from what they are about are joined to it by a thin line, CSS px. */
const NEAR = 28;

/** The line from a shape to its words where they had to go far; undefined while they are beside it. */
export function leaderTo(
  { width, height, anchor, body }: LabelWish,
  [left, top]: CanvasPoint,
): readonly [CanvasPoint, CanvasPoint] | undefined {
  const own: Box = body ?? { left: anchor[0], right: anchor[0], top: anchor[1], bottom: anchor[1] };
  const nearest = (least: number, most: number, at: number): number => Math.max(least, Math.min(most, at));
  const from: CanvasPoint = [
    nearest(own.left, own.right, left + width / 2),
    nearest(own.top, own.bottom, top + height / 2),
  ];
  const to: CanvasPoint = [nearest(left, left + width, from[0]), nearest(top, top + height, from[1])];
  return Math.hypot(to[0] - from[0], to[1] - from[1]) > NEAR ? [from, to] : undefined;
}
