/** Compound graphics of a presentation state (PS3.3 C.10.5.1.3) as lines and labels on the screen. */
import type { PrCompound } from '../../dicom/objects';
import type { CanvasPoint } from '../plane';
import { round, type ImageToCanvas, type Line } from './geometry';

export interface DrawnCompound {
  readonly lines: readonly Line[];
  readonly labels: readonly { readonly at: CanvasPoint; readonly text: string }[];
}

type Point = readonly [number, number];

/** CSS px: a tick, the head of an arrow, from a tick to its label. */
const TICK = 7;
const HEAD = 11;
const LABEL = 14;
/** Farther than any screen, CSS px. */
const FAR = 1e4;

/** Turned counterclockwise as it is seen, where rows count down. */
function turned([x, y]: Point, degrees: number, [cx, cy]: Point): Point {
  const t = (degrees * Math.PI) / 180;
  const [dx, dy] = [x - cx, y - cy];
  return [cx + dx * Math.cos(t) + dy * Math.sin(t), cy - dx * Math.sin(t) + dy * Math.cos(t)];
}

const middleOf = (points: readonly Point[]): Point => [
  points.reduce((sum, p) => sum + p[0], 0) / points.length,
  points.reduce((sum, p) => sum + p[1], 0) / points.length,
];

/** A point on the way from one to another; 0 at the first, 1 at the second, both beyond too. */
const between = (a: CanvasPoint, b: CanvasPoint, t: number): CanvasPoint => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];

const open = (...points: CanvasPoint[]): Line => ({ points, closed: false });

/** A straight line that leaves `gap` px open about `at` (a share of its length). */
function withGap(a: CanvasPoint, b: CanvasPoint, gap: number, at = 0.5): Line[] {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (gap <= 0 || length === 0) return [open(a, b)];
  const half = gap / 2 / length;
  const parts = [
    [0, at - half],
    [at + half, 1],
  ];
  return parts
    .filter(([from, to]) => to > from)
    .map(([from, to]) => open(between(a, b, Math.max(0, from)), between(a, b, Math.min(1, to))));
}

/** Corners of the box that two corners span, turned with the graphic. */
const box = ([[x1, y1], [x2, y2]]: readonly Point[]): Point[] => [
  [x1, y1],
  [x2, y1],
  [x2, y2],
  [x1, y2],
];

/** Ticks across a line, with their labels. */
function ticks(a: CanvasPoint, b: CanvasPoint, graphic: PrCompound): DrawnCompound {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  // Towards the top of the screen for a line that runs to the right.
  const up: Point = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
  const step = ([x, y]: CanvasPoint, by: number): CanvasPoint => [x + up[0] * by, y + up[1] * by];
  const top = graphic.tickAlign === 'BOTTOM' ? 0 : TICK;
  const bottom = graphic.tickAlign === 'TOP' ? 0 : -TICK;
  const own = graphic.ticks.length > 0 || graphic.type === 'AXIS' ? graphic.ticks : endTicks;
  const labelAt = graphic.labelAlign === 'TOP' ? LABEL : -LABEL;
  return {
    lines: own.map(({ at }) => {
      const p = between(a, b, at);
      return open(step(p, top), step(p, bottom));
    }),
    labels: graphic.labels
      ? own
          .filter(({ label }) => label)
          .map(({ at, label }) => ({ at: step(between(a, b, at), labelAt), text: label }))
      : [],
  };
}

/** A ruler without ticks of its own, and a range, are marked at their ends. */
const endTicks: PrCompound['ticks'] = [
  { at: 0, label: '' },
  { at: 1, label: '' },
];

/** The line of an arrow and its head; the second point is the tip. */
function arrow(a: CanvasPoint, b: CanvasPoint): Line[] {
  const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const barb = (by: number): CanvasPoint => [
    b[0] - HEAD * Math.cos(angle + by),
    b[1] - HEAD * Math.sin(angle + by),
  ];
  return [open(a, b), open(barb(0.45), b, barb(-0.45))];
}

/** @param place from the graphic's units to the screen. */
export function drawnCompound(graphic: PrCompound, place: ImageToCanvas): DrawnCompound {
  const { type, angle, points } = graphic;
  const pivot = graphic.pivot ?? middleOf(points);
  const turn = (p: Point): Point => (angle === 0 ? p : turned(p, angle, pivot));
  const onScreen = (all: readonly Point[]): CanvasPoint[] =>
    all
      .map(turn)
      .map(([x, y]) => place(x, y))
      .filter((p): p is CanvasPoint => p !== undefined);
  const px = (length: number): number => {
    const [a, b] = [place(0, 0), place(length, 0)];
    return a && b ? Math.hypot(b[0] - a[0], b[1] - a[1]) : 0;
  };
  const lines = (drawn: readonly Line[]): DrawnCompound => ({ lines: drawn, labels: [] });
  if (type === 'CROSSHAIR') return crosshair(graphic, onScreen(points.slice(0, 1)), turn, px);
  if (points.length < 2) return lines([]);
  if (type === 'RECTANGLE') return lines([{ points: onScreen(box(points)), closed: true }]);
  if (type === 'ELLIPSE') {
    const [[x1, y1], [x2, y2]] = points;
    const outline = round([(x1 + x2) / 2, (y1 + y2) / 2], [(x2 - x1) / 2, 0], [0, (y2 - y1) / 2]);
    return lines([{ points: onScreen(outline), closed: true }]);
  }
  const placed = onScreen(points);
  const [a, b] = placed;
  if (!a || !b) return lines([]);
  const gap = px(graphic.gap);
  const gapAt = graphic.pivot && place(...graphic.pivot);
  switch (type) {
    case 'MULTILINE':
      return lines(
        placed.flatMap((p, n) => (n % 2 === 0 && n + 1 < placed.length ? [open(p, placed[n + 1])] : [])),
      );
    case 'INFINITELINE': {
      const reach = FAR / (Math.hypot(b[0] - a[0], b[1] - a[1]) || 1);
      const [from, to] = [between(a, b, -reach), between(a, b, 1 + reach)];
      return lines(withGap(from, to, gap, gapAt ? shareOn(from, to, gapAt) : 0.5));
    }
    case 'CUTLINE':
      return lines(withGap(a, b, gap, gapAt ? shareOn(a, b, gapAt) : 0.5));
    case 'ARROW':
      return lines(arrow(a, b));
    default: {
      const marks = ticks(a, b, type === 'RANGELINE' ? { ...graphic, ticks: endTicks } : graphic);
      return { lines: [open(a, b), ...marks.lines], labels: marks.labels };
    }
  }
}

/** Where on a line the point next to another one lies, as a share of its length. */
function shareOn(a: CanvasPoint, b: CanvasPoint, p: CanvasPoint): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  return ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1);
}

/** Two lines across each other, as long as the diameter of visibility, open in the middle. */
function crosshair(
  graphic: PrCompound,
  [centre]: readonly CanvasPoint[],
  turn: (p: Point) => Point,
  px: (length: number) => number,
): DrawnCompound {
  if (!centre) return { lines: [], labels: [] };
  const half = graphic.diameter ? px(graphic.diameter) / 2 : FAR;
  // The arms turn with the graphic, whose pivot may lie elsewhere.
  const [o, e] = [turn([0, 0]), turn([1, 0])];
  const angle = Math.atan2(e[1] - o[1], e[0] - o[0]);
  const arm = (by: number): Line[] => {
    const [dx, dy] = [half * Math.cos(angle + by), half * Math.sin(angle + by)];
    return withGap([centre[0] - dx, centre[1] - dy], [centre[0] + dx, centre[1] + dy], px(graphic.gap));
  };
  return { lines: [...arm(0), ...arm(Math.PI / 2)], labels: [] };
}
