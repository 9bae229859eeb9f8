import { applyLinear, type Affine } from '../domain/affine';
import { cross, dot, normalise, scale, add, type Grid, type Vec3 } from '../domain/geometry';
import { planeCameras, type PlaneName } from './plane';

/** How a plane is looked at: unit LPS directions from the image to the viewer, and to the top of the screen. */
export interface PlaneCamera {
  readonly towards: Vec3;
  readonly up: Vec3;
}

/** The three planes that cut each other at right angles; turned away from the patient's they are oblique. */
export type PlaneCameras = Readonly<Record<PlaneName, PlaneCamera>>;

export const straightCameras: PlaneCameras = planeCameras;

/** A direction turned about a unit axis, right-handed, in radians. */
export function turned(v: Vec3, axis: Vec3, angle: number): Vec3 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const along = scale(axis, dot(axis, v) * (1 - c));
  return normalise(add(add(scale(v, c), scale(cross(axis, v), s)), along));
}

const others: Readonly<Record<PlaneName, readonly PlaneName[]>> = {
  axial: ['coronal', 'sagittal'],
  coronal: ['axial', 'sagittal'],
  sagittal: ['axial', 'coronal'],
};

/** The two other planes turned about the normal of one, clockwise as its viewer sees it, in radians. */
export function turnAbout(cameras: PlaneCameras, name: PlaneName, angle: number): PlaneCameras {
  const axis = cameras[name].towards;
  const next = { ...cameras };
  for (const other of others[name])
    next[other] = {
      towards: turned(cameras[other].towards, axis, -angle),
      up: turned(cameras[other].up, axis, -angle),
    };
  return next;
}

/** The planes as another space has them, into which directions are turned by `rows`. */
export function turnedInto(rows: Affine['rows'], cameras: PlaneCameras): PlaneCameras {
  const camera = ({ towards, up }: PlaneCamera): PlaneCamera => ({
    towards: applyLinear({ rows }, towards),
    up: applyLinear({ rows }, up),
  });
  return {
    axial: camera(cameras.axial),
    coronal: camera(cameras.coronal),
    sagittal: camera(cameras.sagittal),
  };
}

/** Do planes look the same way, to a quarter of a degree? */
export const isAlike = (a: PlaneCameras, b: PlaneCameras): boolean =>
  (Object.keys(planeCameras) as PlaneName[]).every((name) => dot(a[name].towards, b[name].towards) > 0.99999);

export const isStraight = (cameras: PlaneCameras): boolean => isAlike(cameras, planeCameras);

/** The planes along the axes of a grid instead of the patient's: for images that were taken obliquely. */
export function gridCameras(grid: Grid): PlaneCameras {
  const own = (wanted: Vec3): Vec3 => {
    const best = [...grid.axes].sort((a, b) => Math.abs(dot(b, wanted)) - Math.abs(dot(a, wanted)))[0];
    return dot(best, wanted) < 0 ? scale(best, -1) : best;
  };
  const camera = ({ towards, up }: PlaneCamera): PlaneCamera => ({ towards: own(towards), up: own(up) });
  return {
    axial: camera(planeCameras.axial),
    coronal: camera(planeCameras.coronal),
    sagittal: camera(planeCameras.sagittal),
  };
}
