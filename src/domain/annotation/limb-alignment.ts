/** Frontal alignment of a lower limb from its landmarks, after Paley, Principles of Deformity Correction (2002). */
import type { Point2 } from './annotation';
import { angleBetween, cross, dot, middle, minus, norm, plus, times, unit } from './plane-geometry';

/** Landmarks in lengths (mm or pixels at a right angle); those that were not placed are absent. */
export interface LimbLandmarks {
  readonly hip?: Point2;
  readonly knee?: Point2;
  readonly ankle?: Point2;
  /** Joint lines, each from lateral to medial. */
  readonly femoral?: readonly [Point2, Point2];
  readonly tibial?: readonly [Point2, Point2];
  readonly ankleLine?: readonly [Point2, Point2];
}

/** Angles in degrees, lengths in those of the landmarks. Absent: its landmarks are, or contradict each other. */
export interface LimbAlignment {
  /** Between the mechanical axes of femur and tibia, on the medial side: below 180 varus, above 180 valgus. */
  readonly hipKneeAnkle?: number;
  /** Femoral mechanical axis to the line of the condyles, lateral side, proximal. */
  readonly lateralDistalFemoral?: number;
  /** Tibial mechanical axis to the line of the plateau, medial side, distal. */
  readonly medialProximalTibial?: number;
  /** Tibial mechanical axis to the line of the ankle, lateral side, proximal. */
  readonly lateralDistalTibial?: number;
  /** Between the lines of condyles and plateau: positive where they meet medially (varus), negative laterally. */
  readonly jointLineConvergence?: number;
  /** From the knee centre to the line hip-ankle: positive where that passes medially (varus), negative laterally. */
  readonly mechanicalAxisDeviation?: number;
  readonly femurLength?: number;
  readonly tibiaLength?: number;
  /** Hip centre to ankle centre, straight. */
  readonly limbLength?: number;
}

const along = (line: readonly [Point2, Point2]): Point2 => minus(line[1], line[0]);
const reversed = (v: Point2): Point2 => times(v, -1);
const between = (a?: Point2, b?: Point2): number | undefined => a && b && norm(minus(b, a));

/**
 * The direction from lateral to medial that the joint lines agree on. Undefined without lines, and where they run
 * against each other: then a lateral and a medial end were mistaken, and no angle has a side.
 */
function medialOf({ femoral, tibial, ankleLine }: LimbLandmarks): Point2 | undefined {
  const ways = [femoral, tibial, ankleLine].flatMap((line) => {
    const way = line && unit(along(line));
    return way ? [way] : [];
  });
  if (ways.length === 0 || ways.some((a) => ways.some((b) => dot(a, b) <= 0))) return undefined;
  return unit(ways.reduce(plus));
}

/** Angle from `from` to `to`, degrees 0 to 360, swept over the side that `via` points to. */
function sweptAngle(from: Point2, to: Point2, via: Point2): number | undefined {
  const inner = angleBetween(from, to);
  if (inner === undefined) return undefined;
  const side = cross(from, via);
  if (side === 0) return undefined;
  return cross(from, to) * side >= 0 ? inner : 360 - inner;
}

/**
 * All that the landmarks given allow. It holds that 180 - HKA = mLDFA - MPTA + JLCA, as all meet at one knee centre.
 */
export function limbAlignment(landmarks: LimbLandmarks): LimbAlignment {
  const { hip, knee, ankle, femoral, tibial, ankleLine } = landmarks;
  const lengths = {
    femurLength: between(hip, knee),
    tibiaLength: between(knee, ankle),
    limbLength: between(hip, ankle),
  };
  const medial = medialOf(landmarks);
  if (!medial) return lengths;
  const femurUp = hip && knee && minus(hip, knee);
  const tibiaDown = knee && ankle && minus(ankle, knee);
  const distal = hip && (ankle ?? knee) && minus((ankle ?? knee)!, hip);
  return {
    ...lengths,
    hipKneeAnkle: femurUp && tibiaDown && sweptAngle(femurUp, tibiaDown, medial),
    lateralDistalFemoral: femurUp && femoral && angleBetween(femurUp, reversed(along(femoral))),
    medialProximalTibial: tibiaDown && tibial && angleBetween(tibiaDown, along(tibial)),
    lateralDistalTibial:
      tibiaDown && ankleLine && angleBetween(reversed(tibiaDown), reversed(along(ankleLine))),
    jointLineConvergence: distal && femoral && tibial && convergence(along(femoral), along(tibial), distal),
    mechanicalAxisDeviation: hip && knee && ankle && deviation(hip, knee, ankle, medial),
  };
}

/** Positive where the femoral line, seen from the tibial one, falls towards the foot on the medial side. */
function convergence(femoral: Point2, tibial: Point2, distal: Point2): number | undefined {
  const size = angleBetween(tibial, femoral);
  if (size === undefined || size === 0) return size;
  return cross(tibial, femoral) * cross(tibial, distal) > 0 ? size : -size;
}

function deviation(hip: Point2, knee: Point2, ankle: Point2, medial: Point2): number | undefined {
  const axis = unit(minus(ankle, hip));
  if (!axis) return undefined;
  const toKnee = minus(knee, middle(hip, ankle));
  const off = minus(toKnee, times(axis, dot(toKnee, axis)));
  // The knee lies lateral of the axis where the axis passes medial of the knee.
  return dot(off, medial) > 0 ? -norm(off) : norm(off);
}
