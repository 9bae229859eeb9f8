/** How an earlier examination lies upon the current one, and how far that may be believed. Plain data, LPS mm. */
import { applyAffine, identityAffine, type Affine } from './affine';
import { add, sub, type Vec3 } from './geometry';

/** A place that was found again by what lies around it. */
export interface Landmark {
  /** In the current examination, LPS mm. */
  readonly at: Vec3;
  /** What has to be added to where the affine map takes it, mm in the prior's frame. */
  readonly shift: Vec3;
}

export type RegistrationFault =
  /** Too little of one examination lies in the field of the other. */
  | 'overlap'
  /** Places of the one are not found in the other more often than by chance: another patient or region. */
  | 'chance'
  /** The lungs' borders do not lie upon each other. */
  | 'border'
  /** Too few places with structure to judge by. */
  | 'fewLandmarks';

export interface RegistrationQuality {
  /** Share 0..1 of the current examination's structure whose place lies in the prior's field. */
  readonly inField: number;
  /** Dice coefficient 0..1 of the lungs, or else of the body, within the common field. */
  readonly overlap: number;
  /** Distance between the lungs' borders after registration, mm; undefined where there are no lungs. */
  readonly border?: { readonly median: number; readonly p90: number };
  /** Normalised correlation -1..1 (CT) or correlation ratio 0..1 (others): unmoved, and registered. */
  readonly before: number;
  readonly after: number;
  readonly landmarks: number;
  /** Share 0..1 of the landmarks that were found again better than chance and in line with their neighbours. */
  readonly agreement: number;
  /** Median and 90th percentile of how far the registered place of a landmark is off from its neighbours' word, mm. */
  readonly error: { readonly median: number; readonly p90: number };
}

export interface Registration {
  /** Series UIDs; the current one stays where it is. */
  readonly current: string;
  readonly prior: string;
  /** Current LPS mm to prior LPS mm. */
  readonly affine: Affine;
  /** Where the affine map is locally off; empty where nothing was found again. */
  readonly landmarks: readonly Landmark[];
  readonly quality: RegistrationQuality;
  /** 'refused': must not be used. 'poor': to be used with a warning only. */
  readonly verdict: 'good' | 'poor' | 'refused';
  readonly faults: readonly RegistrationFault[];
  /** Milliseconds that it took. */
  readonly ms: number;
}

/** Distance in mm at which a landmark counts e^-1/2 of one that lies at the point. */
const REACH_MM = 22;
/** Weight of the affine map itself, in landmarks that lie at the point. */
const STIFF = 0.15;

function shiftAt(landmarks: readonly Landmark[], p: Vec3): Vec3 {
  let weight = STIFF;
  let x = 0;
  let y = 0;
  let z = 0;
  for (const { at, shift } of landmarks) {
    const d = sub(at, p);
    const w = Math.exp(-(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) / (2 * REACH_MM * REACH_MM));
    weight += w;
    x += w * shift[0];
    y += w * shift[1];
    z += w * shift[2];
  }
  return [x / weight, y / weight, z / weight];
}

type Map = Pick<Registration, 'affine' | 'landmarks'>;

/** The place in the prior of a point of the current examination: the affine map, bent by the landmarks around it. */
export const toPrior = ({ affine, landmarks }: Map, p: Vec3): Vec3 =>
  add(applyAffine(affine, p), shiftAt(landmarks, p));

/**
 * The place in the current examination of a point of the prior: `toPrior` turned round, to 0.01 mm.
 * @param inverse `invertAffine(map.affine)`, when the caller keeps it
 */
export function toCurrent(map: Map, q: Vec3, inverse: Affine): Vec3 {
  let p = applyAffine(inverse, q);
  for (let n = 0; n < 20; n++) {
    const miss = sub(q, toPrior(map, p));
    const step = applyAffine({ rows: inverse.rows, shift: [0, 0, 0] }, miss);
    p = add(p, step);
    if (Math.abs(step[0]) + Math.abs(step[1]) + Math.abs(step[2]) < 0.01) break;
  }
  return p;
}

/** No registration: both examinations as they lie in one frame of reference. */
export const unmoved: Map = { affine: identityAffine, landmarks: [] };
