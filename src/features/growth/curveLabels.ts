/** Where the words of the growth curve stand, so that none covers another nor lies on the line. Units of the drawing. */

export interface CurvePoint {
  readonly x: number;
  /** Grows downwards. */
  readonly y: number;
}

export interface ValueLabel extends CurvePoint {
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface CurveFrame {
  readonly left: number;
  readonly right: number;
  /** Height of the axis. */
  readonly axis: number;
  /** Width of a date, and of a value with its unit. */
  readonly date: number;
  readonly value: number;
}

/**
 * Middles of the dates below the axis, in the order of time: each as near to its point as its neighbours let it.
 * Undefined for those that have no room; the first and the last always stand.
 * @param points at least two, from left to right
 */
export function datePlaces(
  points: readonly CurvePoint[],
  { left, right, date }: CurveFrame,
): readonly (number | undefined)[] {
  const last = points.length - 1;
  const room = Math.floor((right - left) / date);
  // With too many only the ends, for which dates stand between would be chance.
  const kept = points.map((_, n) => n === 0 || n === last || points.length <= room);
  const places: (number | undefined)[] = [];
  let least = left + date / 2;
  points.forEach(({ x }, n) => {
    if (!kept[n]) return void places.push(undefined);
    const after = kept.slice(n + 1).filter(Boolean).length;
    const most = right - date / 2 - after * date;
    const place = Math.min(most, Math.max(least, x));
    places.push(place);
    least = place + date;
  });
  return places;
}

/** Height of a line of words, and how far a value stands from its point. */
const LINE = 11;
const GAP = 6;

/** On the side of a point that the line leaves free. */
function besides(points: readonly CurvePoint[], n: number, { axis }: CurveFrame): ValueLabel {
  const { x, y } = points[n];
  const above = y - GAP;
  if (n === 0) return { x, y: above, anchor: 'start' };
  if (n === points.length - 1) return { x, y: above, anchor: 'end' };
  const [before, after] = [points[n - 1].y, points[n + 1].y];
  // A valley: the line goes up on both sides.
  const below = y + GAP + LINE - 3;
  if (before < y && after < y) return { x, y: below < axis ? below : above, anchor: 'middle' };
  if (after < y) return { x, y: above, anchor: 'end' };
  if (before < y) return { x, y: above, anchor: 'start' };
  return { x, y: above, anchor: 'middle' };
}

const startOf = ({ x, anchor }: ValueLabel, width: number): number =>
  anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;

/** Of each point, undefined where its value would cover that of another; the first and the last always stand. */
export function valuePlaces(
  points: readonly CurvePoint[],
  frame: CurveFrame,
): readonly (ValueLabel | undefined)[] {
  const all = points.map((_, n) => besides(points, n, frame));
  const clash = (a: ValueLabel, b: ValueLabel): boolean =>
    Math.abs(a.y - b.y) < LINE && Math.abs(startOf(a, frame.value) - startOf(b, frame.value)) < frame.value;
  const standing = new Set([0, all.length - 1]);
  all.forEach((one, n) => {
    if (![...standing].some((other) => other !== n && clash(one, all[other]))) standing.add(n);
  });
  return all.map((one, n) => (standing.has(n) ? one : undefined));
}
