/** One regular grid out of the planes of a series, or the reason why there is none. */
import { cross, dot, type Grid, norm, normalise, scale, sub, type Vec3 } from '../../domain/geometry';
import type { Instance } from '../../domain/study';
import { VolumeError } from '../errors';

/** One slice that may become part of a volume. */
export interface Plane {
  readonly sopInstanceUid: string;
  /** 1-based. */
  readonly frame: number;
  readonly rows: number;
  readonly columns: number;
  readonly position?: Vec3;
  readonly orientation?: Instance['imageOrientation'];
  /** [between rows, between columns], mm. */
  readonly spacing?: readonly [number, number];
}

/** A gap this much larger than the usual one has slices missing in it. */
const gapRatio = 1.5;
/** More gaps than this share of the steps are another spacing, not missing slices. */
const gapShare = 0.25;
/** Spacing may differ by this share of the usual one: positions are written with few digits. */
const unevenRatio = 0.1;
/** Slices may be shifted sideways by this share of their distance (about 1 degree) before they are a tilted stack. */
const tiltTangent = 0.0175;

const median = (v: readonly number[]): number => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)];

/**
 * The grid of planes that are sorted along their normal. k grows along row direction x column direction.
 * @throws VolumeError with the reason.
 */
export function gridOf(planes: readonly Plane[]): Grid {
  const first = planes[0];
  if (planes.length < 2)
    throw new VolumeError({ key: 'tooFewSlices', values: { count: planes.length } }, 'too few slices');
  const positions = planes.map((p) => p.position);
  const o = first.orientation;
  if (!o || positions.some((p) => p === undefined))
    throw new VolumeError(
      { key: 'noPositions' },
      'ImagePositionPatient or ImageOrientationPatient is missing',
    );
  const spacing = first.spacing;
  if (!spacing) throw new VolumeError({ key: 'noSpacing' }, 'PixelSpacing is missing');
  for (const p of planes)
    if (
      !p.spacing ||
      Math.abs(p.spacing[0] - spacing[0]) > 1e-3 ||
      Math.abs(p.spacing[1] - spacing[1]) > 1e-3
    )
      throw new VolumeError({ key: 'unevenSpacing' }, 'PixelSpacing differs from slice to slice');
  const at = positions as Vec3[];
  const i = normalise([o[0], o[1], o[2]]);
  const k = normalise(cross(i, [o[3], o[4], o[5]]));
  const j = cross(k, i);
  return {
    dims: [first.columns, first.rows, planes.length],
    spacing: [spacing[1], spacing[0], sliceSpacing(at, k)],
    origin: at[0],
    axes: [i, j, k],
  };
}

/** Median distance along the normal, mm. @throws VolumeError when the slices are no regular, upright stack. */
function sliceSpacing(at: readonly Vec3[], normal: Vec3): number {
  const steps = at.slice(1).map((p, n) => dot(sub(p, at[n]), normal));
  const usual = median(steps);
  const repeated = steps.filter((s) => s < 0.01).length;
  if (repeated > 0)
    throw new VolumeError(
      { key: 'unevenSpacing', values: { repeated } },
      `${repeated} slices repeat a position`,
    );
  const gaps = steps.filter((s) => s > gapRatio * usual);
  // Head scans change their step on the way up; that many gaps are no missing slices.
  if (gaps.length > 0 && gaps.length <= gapShare * steps.length) {
    const missing = gaps.reduce((n, s) => n + Math.max(1, Math.round(s / usual) - 1), 0);
    const largest = Math.max(...gaps);
    throw new VolumeError(
      {
        key: 'gaps',
        values: { count: missing, largest: Number(largest.toFixed(2)), usual: Number(usual.toFixed(2)) },
      },
      `${missing} slices missing in ${gaps.length} gaps, the largest ${largest.toFixed(2)} mm of ${usual.toFixed(2)} mm`,
    );
  }
  const worst = Math.max(...steps.map((s) => Math.abs(s - usual)));
  if (worst > Math.max(0.02, unevenRatio * usual))
    throw new VolumeError(
      { key: 'unevenSpacing', values: { usual: Number(usual.toFixed(2)), worst: Number(worst.toFixed(2)) } },
      `slice distances differ by ${worst.toFixed(3)} mm from ${usual.toFixed(3)} mm`,
    );
  const whole = sub(at[at.length - 1], at[0]);
  const height = dot(whole, normal);
  const shift = norm(sub(whole, scale(normal, height)));
  if (shift > tiltTangent * height) {
    const degrees = Number(((Math.atan2(shift, height) * 180) / Math.PI).toFixed(1));
    throw new VolumeError({ key: 'tilted', values: { degrees } }, `stack is sheared by ${degrees} degrees`);
  }
  // The mean is the truer step once the stack is known to be even: single positions are rounded.
  return height / (at.length - 1);
}
