/**
 * The cardiothoracic ratio of a frontal chest film from its three lines: the midline, the heart's largest extents right
 * and left of it, and the largest inner width of the thorax (specification section 10, Danzer's method). The drawing of
 * the reader, the proposal of an analysis and the report take their numbers from here.
 */
import type { PlaceScale, Point2 } from './annotation/annotation';
import { cardiothoracicCategory } from './annotation/cardiothoracic-category';
import type { LengthSource } from './calibration';

/** What is clicked, in this order; keys for prompts. Right and left are the patient's. The midline may be left out. */
export const cardiothoracicLandmarks = [
  'rightHeartBorder',
  'leftHeartBorder',
  'rightInnerThorax',
  'leftInnerThorax',
  'midline',
] as const;

/**
 * Which coordinate runs across the patient: the one that the thorax is wider along, so that a film that was stored
 * lying on its side is measured the same.
 */
export const acrossAxis = ([a, b]: readonly Point2[], scale: PlaceScale): 0 | 1 =>
  Math.abs(b[0] - a[0]) * scale.x >= Math.abs(b[1] - a[1]) * scale.y ? 0 : 1;

/** Points (column, row) of the image, pixel centres at whole numbers. Right and left are the patient's. */
export interface CardiothoracicLines {
  readonly rightHeartBorder: Point2;
  readonly leftHeartBorder: Point2;
  readonly rightInnerThorax: Point2;
  readonly leftInnerThorax: Point2;
  /** Any point of the midline, which runs along the patient. Absent: the heart's whole width is taken. */
  readonly midline?: Point2;
}

/** A length straight across the patient, and where its unit comes from. */
export interface CardiothoracicWidth {
  readonly value: number;
  readonly unit: 'mm' | 'px';
  readonly source: LengthSource;
}

export type CardiothoracicGrade = 'normal' | 'mild' | 'moderate' | 'severe';
/**
 * Why there is no grade: only posteroanterior films have one. `noThorax`: the thorax has no width; `heartTooWide`: the
 * heart is drawn as wide as the thorax or wider, so that one of the lines is wrong.
 */
export type CardiothoracicWithheld =
  'anteroposterior' | 'unknownView' | 'otherView' | 'noThorax' | 'heartTooWide';

export interface Cardiothoracic {
  /** Plain number, unrounded; absent when the thorax has no width. */
  readonly ratio?: number;
  /** Parts of the heart right and left of the midline; negative where the border lies beyond it. */
  readonly rightHeart?: CardiothoracicWidth;
  readonly leftHeart?: CardiothoracicWidth;
  readonly heart: CardiothoracicWidth;
  readonly thorax: CardiothoracicWidth;
  /** Either the grade or why there is none. */
  readonly grade?: CardiothoracicGrade;
  readonly withheld?: CardiothoracicWithheld;
}

const grades: ReadonlySet<string> = new Set<CardiothoracicGrade>(['normal', 'mild', 'moderate', 'severe']);

/** Grade of a ratio, or why it has none. */
export function gradeOf(ratio: number, view: string | undefined): Pick<Cardiothoracic, 'grade' | 'withheld'> {
  const category = cardiothoracicCategory(ratio, view);
  if (ratio >= 1) return { withheld: 'heartTooWide' };
  return grades.has(category)
    ? { grade: category as CardiothoracicGrade }
    : { withheld: category as CardiothoracicWithheld };
}

/** The lines as the points of an annotation of kind `cardiothoracic`, in the order in which they are clicked. */
export const pointsOfLines = (lines: CardiothoracicLines): readonly Point2[] =>
  cardiothoracicLandmarks.flatMap((name) => (lines[name] ? [lines[name]] : []));

/** The other way round; undefined where fewer than the four borders are placed. */
export function linesOfPoints(points: readonly Point2[]): CardiothoracicLines | undefined {
  const [rightHeartBorder, leftHeartBorder, rightInnerThorax, leftInnerThorax, midline] = points;
  if (!leftInnerThorax) return undefined;
  return {
    rightHeartBorder,
    leftHeartBorder,
    rightInnerThorax,
    leftInnerThorax,
    ...(midline && { midline }),
  };
}

/**
 * @param scale lengths of the image; `px` where it says none
 * @param view View Position (0018,5101) as written; undefined or empty when the file does not say
 */
export function measureCardiothoracic(
  lines: CardiothoracicLines,
  scale: PlaceScale,
  view: string | undefined,
): Cardiothoracic {
  const { rightHeartBorder, leftHeartBorder, rightInnerThorax, leftInnerThorax, midline } = lines;
  const axis = acrossAxis([rightInnerThorax, leftInnerThorax], scale);
  const pitch = axis === 0 ? scale.x : scale.y;
  // Which way the patient's left lies: a film may be stored mirrored.
  const left = Math.sign(leftInnerThorax[axis] - rightInnerThorax[axis]) || 1;
  const width = (from: Point2, to: Point2): CardiothoracicWidth => ({
    value: (to[axis] - from[axis]) * left * pitch,
    unit: scale.unit,
    source: scale.source,
  });
  const heart = width(rightHeartBorder, leftHeartBorder);
  const thorax = width(rightInnerThorax, leftInnerThorax);
  const whole = { ...heart, value: Math.abs(heart.value) };
  const ratio = thorax.value > 0 ? whole.value / thorax.value : undefined;
  return {
    ...(ratio !== undefined && { ratio }),
    ...(midline && {
      rightHeart: width(rightHeartBorder, midline),
      leftHeart: width(midline, leftHeartBorder),
    }),
    heart: whole,
    thorax,
    ...(ratio === undefined ? { withheld: 'noThorax' as const } : gradeOf(ratio, view)),
  };
}
