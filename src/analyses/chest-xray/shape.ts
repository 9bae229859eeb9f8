/** What tells a chest film from anything else: shape of the masks, certainty. Reference: training/chest-xray/look.py. */
import { cleaned, HEART, LEFT, likeliest, ORGANS, RIGHT, type Answer, type ClassMap } from './organs';
import { SIDE } from './square';

export const FEATURES = [
  'unsure',
  'scattered',
  'agreement',
  'right',
  'left',
  'heart',
  'lungs ratio',
  'width',
  'height',
  'right filled',
  'left filled',
  'heart filled',
  'heart across',
  'heart down',
  'apart',
  'level',
  'heart width',
  'contrast',
] as const;
export type Features = Readonly<Record<(typeof FEATURES)[number], number>>;

/** An organ's pixels counted, its centre, and its first and last column and row, the ends excluded. */
export interface Extent {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Extents by class number, in one pass; undefined where the class has no pixel. */
export function extents({ width, height, classes }: ClassMap): readonly (Extent | undefined)[] {
  const sums = [0, ...ORGANS].map(() => ({
    count: 0,
    x: 0,
    y: 0,
    left: width,
    right: 0,
    top: height,
    bottom: 0,
  }));
  for (let j = 0, v = 0; j < height; j++)
    for (let i = 0; i < width; i++, v++) {
      const organ = classes[v];
      if (organ === 0) continue;
      const sum = sums[organ];
      sum.count++;
      sum.x += i;
      sum.y += j;
      if (i < sum.left) sum.left = i;
      if (i >= sum.right) sum.right = i + 1;
      if (j < sum.top) sum.top = j;
      sum.bottom = j + 1;
    }
  return sums.map((s) => (s.count > 0 ? { ...s, x: s.x / s.count, y: s.y / s.count } : undefined));
}

/**
 * Numbers of one film from its answer and that of its negative, SIDE x SIDE values each; undefined where an organ is
 * missing altogether.
 */
export function featuresOf(square: Float32Array, answer: Answer, negative: Answer): Features | undefined {
  const raw = likeliest(answer);
  const other = likeliest(negative);
  const map = cleaned({ width: SIDE, height: SIDE, classes: raw });
  const found = extents(map);
  const [right, left, heart] = [found[RIGHT], found[LEFT], found[HEART]];
  if (!right || !left || !heart) return undefined;
  let [organs, unsure, marked, others, both, bright, air] = [0, 0, 0, 0, 0, 0, 0];
  for (let v = 0; v < raw.length; v++) {
    const organ = map.classes[v];
    if (organ > 0) {
      organs++;
      const probabilities = answer.map((of) => of[v]);
      unsure += 1 - Math.max(1 - probabilities[0] - probabilities[1] - probabilities[2], ...probabilities);
    }
    if (organ === HEART) bright += square[v];
    else if (organ > 0) air += square[v];
    if (raw[v] > 0) marked++;
    if (other[v] > 0) others++;
    if (raw[v] > 0 && raw[v] === other[v]) both++;
  }
  const first = Math.min(right.left, left.left);
  const width = Math.max(right.right, left.right) - first;
  const top = Math.min(right.top, left.top);
  const height = Math.max(right.bottom, left.bottom) - top;
  const filled = (e: Extent): number => e.count / ((e.right - e.left) * (e.bottom - e.top));
  return {
    unsure: unsure / organs,
    scattered: (marked - organs) / organs,
    agreement: (2 * both) / Math.max(1, marked + others),
    right: Math.log(right.count / SIDE ** 2),
    left: Math.log(left.count / SIDE ** 2),
    heart: Math.log(heart.count / SIDE ** 2),
    'lungs ratio': Math.log(right.count / left.count),
    width: Math.log(width / SIDE),
    height: Math.log(height / SIDE),
    'right filled': filled(right),
    'left filled': filled(left),
    'heart filled': filled(heart),
    'heart across': (heart.x - (2 * first + width - 1) / 2) / width,
    'heart down': (heart.y - (2 * top + height - 1) / 2) / height,
    apart: (left.x - right.x) / width,
    level: (left.y - right.y) / height,
    'heart width': Math.log((heart.right - heart.left) / width),
    contrast: bright / heart.count - air / (right.count + left.count),
  };
}

/** Smallest and largest value of each feature on a chest film. */
export type Limits = Readonly<Record<string, readonly [number, number]>>;

/** The features that no chest film has, in the order of FEATURES. */
export const outside = (features: Features, limits: Limits): (typeof FEATURES)[number][] =>
  FEATURES.filter((name) => {
    const limit = limits[name];
    return limit !== undefined && !(features[name] >= limit[0] && features[name] <= limit[1]);
  });
