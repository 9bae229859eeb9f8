import type {
  AnnotationPath,
  AnnotationShape,
  AnnotationValue,
  PlaceScale,
  Point2,
  ValueName,
} from './annotation';
import { limbAlignment, type LimbAlignment, type LimbLandmarks } from './limb-alignment';
import { rightmost, toLengths, withPoint } from './plane-geometry';
import { lengthValue } from './quantities';

/**
 * What is clicked, from the hip down; keys for prompts. The joint lines are tangents: the lowest points of the femoral
 * condyles, the tibial plateau's, and the tibial joint surface above the talus. The knee centre is the middle of the
 * intercondylar notch over the tibial spines, the ankle centre the middle of the talar dome. The ankle line, the last
 * two, may be left out.
 */
export const limbLandmarks = [
  'hipCentre',
  'kneeCentre',
  'lateralFemoralCondyle',
  'medialFemoralCondyle',
  'lateralTibialPlateau',
  'medialTibialPlateau',
  'ankleCentre',
  'lateralTibialPlafond',
  'medialTibialPlafond',
] as const;

const named = (points: readonly Point2[]): LimbLandmarks => {
  const pair = (n: number): readonly [Point2, Point2] | undefined =>
    points[n] && points[n + 1] ? [points[n], points[n + 1]] : undefined;
  return {
    hip: points[0],
    knee: points[1],
    femoral: pair(2),
    tibial: pair(4),
    ankle: points[6],
    ankleLine: pair(7),
  };
};

const angles = [
  'hipKneeAnkle',
  'lateralDistalFemoral',
  'medialProximalTibial',
  'lateralDistalTibial',
  'jointLineConvergence',
] as const satisfies readonly (keyof LimbAlignment & ValueName)[];
const lengths = [
  'mechanicalAxisDeviation',
  'femurLength',
  'tibiaLength',
  'limbLength',
] as const satisfies readonly (keyof LimbAlignment & ValueName)[];

function valuesOf(points: readonly Point2[], scale: PlaceScale): readonly AnnotationValue[] {
  const alignment = limbAlignment(named(points.map((p) => toLengths(p, scale))));
  return [
    ...angles.flatMap((name): AnnotationValue[] => {
      const value = alignment[name];
      return value === undefined ? [] : [{ name, value, unit: 'deg' }];
    }),
    ...lengths.flatMap((name) => {
      const value = alignment[name];
      return value === undefined ? [] : [lengthValue(name, value, scale)];
    }),
  ];
}

/**
 * Which way a value of the limb leans, in the precision in which it is shown (0.1): HKA below 180, the mechanical axis
 * medial of the knee and joint lines that meet medially are varus, on either leg. Undefined for other values.
 */
export function limbLean({ name, value }: AnnotationValue): 'varus' | 'valgus' | 'neutral' | undefined {
  const varus =
    name === 'hipKneeAnkle'
      ? 180 - value
      : name === 'jointLineConvergence' || name === 'mechanicalAxisDeviation'
        ? value
        : undefined;
  if (varus === undefined) return undefined;
  const shown = Math.round(varus * 10);
  return shown === 0 ? 'neutral' : shown > 0 ? 'varus' : 'valgus';
}

/**
 * Alignment of one lower limb on a standing frontal film, right or left alike: medial and lateral are what the reader
 * clicked (limbLandmarks), and the signs of limb-alignment.ts follow from that. While lateral and medial ends
 * contradict each other only lengths are given.
 */
export const limb: AnnotationShape = {
  kind: 'limb',
  draw: { by: 'clicks', count: limbLandmarks.length, enough: 7 },
  complete: (drawn) => drawn.slice(0, limbLandmarks.length),
  paths(points) {
    const { hip, knee, ankle, femoral, tibial, ankleLine } = named(points);
    const line = (ends: readonly (Point2 | undefined)[], dashed = false): AnnotationPath[] => {
      const there = ends.filter((p) => p !== undefined);
      if (there.length < ends.length) return [];
      return [dashed ? { path: 'line', points: there, dashed } : { path: 'line', points: there }];
    };
    return [
      ...line([hip, knee]),
      ...line([knee, ankle]),
      ...line([hip, ankle], true),
      ...[femoral, tibial, ankleLine].flatMap((pair) => (pair ? line(pair) : [])),
      ...[hip, knee, ankle].flatMap((at): AnnotationPath[] => (at ? [{ path: 'dot', at }] : [])),
    ];
  },
  handles: (points) => points,
  drag: withPoint,
  anchor: rightmost,
  measure: (points, { scale }) => ({ values: valuesOf(points, scale) }),
};
