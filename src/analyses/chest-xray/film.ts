/** What the outlines say of the film: the lines of the cardiothoracic ratio, the lungs' rows, what spoils it. */
import type { SuitabilityReason } from '../../domain/analysis';
import type { ChestFilm } from '../../domain/chest-film';
import type { CardiothoracicLines } from '../../domain/cardiothoracic';
import { HEART, LEFT, RIGHT, type ClassMap } from './organs';
import type { Extent, Limits } from './shape';

type Point = readonly [number, number];

/** Rows of the lungs' common height between which the gap between them is looked at: below the apices, above the heart. */
const GAP_FROM = 0.15;
const GAP_TO = 0.5;
/** Share of a side of the film that an organ may touch before it counts as cut. */
const TOUCH = 0.02;

/** First and last column of a class in a row; undefined where it has none. */
function span({ width, classes }: ClassMap, row: number, organ: number): Point | undefined {
  const line = classes.subarray(row * width, (row + 1) * width);
  const first = line.indexOf(organ);
  return first < 0 ? undefined : [first, line.lastIndexOf(organ)];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Middle of the gap between the lungs, a column: the median over its rows. */
export function midlineOf(map: ClassMap, right: Extent, left: Extent): number {
  const top = Math.min(right.top, left.top);
  const height = Math.max(right.bottom, left.bottom) - top;
  const middles: number[] = [];
  for (let row = Math.round(top + GAP_FROM * height); row < Math.round(top + GAP_TO * height); row++) {
    const [a, b] = [span(map, row, RIGHT), span(map, row, LEFT)];
    if (a && b && b[0] > a[1]) middles.push((a[1] + b[0]) / 2);
  }
  return middles.length > 0 ? median(middles) : (right.right + left.left - 1) / 2;
}

/** The place where a class first reaches a column, from above. */
function reach({ width, height, classes }: ClassMap, organ: number, column: number): number {
  let [from, to] = [-1, -1];
  for (let row = 0; row < height; row++)
    if (classes[row * width + column] === organ) {
      if (from < 0) from = row;
      to = row;
    }
  return (from + to) / 2;
}

/**
 * The widest heart and the widest lungs, as the ratio of the training set is taken; ends on the outer edges of the
 * border pixels.
 */
function linesOf(map: ClassMap, organs: Organs, midline: number): CardiothoracicLines {
  const { right, left, heart } = organs;
  const at = (organ: number, column: number, edge: number): Point => [
    column + edge,
    reach(map, organ, column),
  ];
  return {
    rightHeartBorder: at(HEART, heart.left, -0.5),
    leftHeartBorder: at(HEART, heart.right - 1, 0.5),
    rightInnerThorax: at(RIGHT, right.left, -0.5),
    leftInnerThorax: at(LEFT, left.right - 1, 0.5),
    midline: [midline, (Math.min(right.top, left.top) + Math.max(right.bottom, left.bottom) - 1) / 2],
  };
}

export interface Organs {
  readonly right: Extent;
  readonly left: Extent;
  readonly heart: Extent;
}

/**
 * Share of the film's height within which an outline counts as reaching the lower border: a network that sees a lung end
 * there draws it round, just short of the border. Of the 207 films of the training set one ends so near to a lung.
 */
const NEAR_BELOW = 0.03;

/** Has a column of the film an organ at the lower border? */
function isBelow({ width, height, classes }: ClassMap, i: number, is: (organ: number) => boolean): boolean {
  for (let j = height - Math.max(1, Math.round(NEAR_BELOW * height)); j < height; j++)
    if (is(classes[i + width * j])) return true;
  return false;
}

interface Cuts {
  readonly sides: boolean;
  readonly top: boolean;
  readonly bottom: boolean;
  /** The heart itself ends at the lower border: how wide it gets cannot be known. */
  readonly heart: boolean;
}

/** On which sides the film's border cuts lungs or heart. */
function cuts(map: ClassMap): Cuts {
  const { width, height, classes } = map;
  const count = (length: number, has: (n: number) => boolean): number => {
    let n = 0;
    for (let i = 0; i < length; i++) if (has(i)) n++;
    return n / length;
  };
  const any = (at: number): boolean => classes[at] >= RIGHT;
  return {
    sides:
      count(height, (j) => any(j * width)) > TOUCH ||
      count(height, (j) => any(j * width + width - 1)) > TOUCH,
    top: count(width, any) > TOUCH,
    bottom: count(width, (i) => isBelow(map, i, (organ) => organ >= RIGHT)) > TOUCH,
    heart: count(width, (i) => isBelow(map, i, (organ) => organ === HEART)) > TOUCH,
  };
}

/** Outer share of a lung's width, and lower share of its height, in which its costophrenic angle lies. */
const ANGLE = { across: 1 / 2, down: 1 / 3 };

/**
 * Does the film end in a lung's costophrenic angle: touches its outline the lower border in the lung's outer half, or
 * the border beside it in its lowest third? Also where that is too little to count as a cut lung. Whether an angle that
 * is all on the film is blunted cannot be told from these outlines: they are drawn sharper than they are (model card).
 */
function angleCut(map: ClassMap, organ: number, lung: Extent): boolean {
  const { width, classes } = map;
  const outer = (lung.right - lung.left) * ANGLE.across;
  const [from, to] = organ === RIGHT ? [lung.left, lung.left + outer] : [lung.right - outer, lung.right];
  for (let i = Math.floor(from); i < Math.min(width, Math.ceil(to)); i++)
    if (isBelow(map, i, (one) => one === organ)) return true;
  const side = organ === RIGHT ? 0 : width - 1;
  for (let j = Math.floor(lung.bottom - (lung.bottom - lung.top) * ANGLE.down); j < lung.bottom; j++)
    if (classes[j * width + side] === organ) return true;
  return false;
}

/** Which costophrenic angles the film does not show whole. */
function anglesCut(map: ClassMap, { right, left }: Organs): SuitabilityReason[] {
  const [a, b] = [angleCut(map, RIGHT, right), angleCut(map, LEFT, left)];
  if (a && b) return [{ key: 'filmAnglesCut' }];
  return a ? [{ key: 'filmAngleCutRight' }] : b ? [{ key: 'filmAngleCutLeft' }] : [];
}

/** Numbers that tell how the patient stood, for the limits of the model's manifest. */
export function standing(organs: Organs, midline: number): { turn: number; tilt: number; mirror: number } {
  const { right, left, heart } = organs;
  const width = left.right - right.left;
  return {
    // Both halves of the thorax are as wide when nobody is turned.
    turn: Math.log((midline - right.left + 0.5) / Math.max(1, left.right - 0.5 - midline)),
    // The apices are level when nobody leans; degrees, where pixels are square.
    tilt: (Math.atan2(left.top - right.top, left.x - right.x) * 180) / Math.PI,
    // The heart lies more to the patient's left.
    mirror: (heart.x - midline) / width,
  };
}

export interface Read {
  readonly film: Omit<ChestFilm, 'sopInstanceUid' | 'frame'>;
  readonly warnings: readonly SuitabilityReason[];
}

/** The film's facts and what the reader must know of it. `negative`: the pixels are dark where bone is. */
export function readFilm(map: ClassMap, organs: Organs, limits: Limits, negative: boolean): Read {
  const { right, left } = organs;
  const midline = midlineOf(map, right, left);
  const cut = cuts(map);
  const { turn, tilt, mirror } = standing(organs, midline);
  const beyond = (value: number, name: string): boolean => {
    const limit = limits[name];
    return limit !== undefined && !(value >= limit[0] && value <= limit[1]);
  };
  const warnings: SuitabilityReason[] = [];
  if (negative) warnings.push({ key: 'filmNegative' });
  if (cut.sides || cut.heart) warnings.push({ key: cut.sides ? 'filmCutAtSides' : 'filmCutHeart' });
  if (cut.top) warnings.push({ key: 'filmCutAbove' });
  const angles = anglesCut(map, organs);
  warnings.push(...(angles.length === 0 && cut.bottom ? [{ key: 'filmCutBelow' } as const] : angles));
  if (!cut.sides && beyond(turn, 'turn')) {
    // Shares of the inner width of the thorax, on either side of the middle of the gap between the lungs.
    const share = Math.round(100 / (1 + Math.exp(-turn)));
    warnings.push({ key: 'filmUneven', values: { right: share, left: 100 - share } });
  }
  if (beyond(tilt, 'tilt'))
    warnings.push({ key: 'filmTilted', values: { degrees: Math.round(Math.abs(tilt)) } });
  if (beyond(mirror, 'mirror')) warnings.push({ key: 'filmMirrored' });
  return {
    film: {
      ...(!cut.sides && !cut.heart && { lines: linesOf(map, organs, midline) }),
      ...(!cut.sides && !cut.top && !cut.bottom && { lungAreaRatio: right.count / left.count }),
      midline,
      lungs: { right: [right.top, right.bottom], left: [left.top, left.bottom] },
    },
    warnings,
  };
}
