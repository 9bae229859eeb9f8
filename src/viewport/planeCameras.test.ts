import { describe, expect, it } from 'vitest';
import { cross, dot, type Vec3 } from '../domain/geometry';
import { lineOn } from './overlay/crossing';
import { orientedCamera } from './orientation';
import type { PlaneName, ViewPlane } from './plane';
import { isStraight, straightCameras, turnAbout, type PlaneCamera } from './planeCameras';

/** A plane of 200 x 200 CSS px, 1 mm a pixel, with the origin of the patient in its middle. */
function seen({ towards, up }: PlaneCamera): ViewPlane {
  const right = cross(up, towards);
  const down: Vec3 = [-up[0], -up[1], -up[2]];
  const origin = [0, 1, 2].map((n) => -100 * right[n] - 100 * down[n]) as unknown as Vec3;
  return { origin, right, down, normal: towards, width: 200, height: 200 };
}

/** Direction of the line of one plane on another, degrees clockwise from the right, 0 to 180. */
function lineAngle(on: PlaneCamera, of: PlaneCamera): number {
  const line = lineOn(seen(on), seen(of))!;
  const angle = (Math.atan2(line.to[1] - line.from[1], line.to[0] - line.from[0]) * 180) / Math.PI;
  return (angle + 360) % 180;
}

describe('a plane that the reader turns and mirrors', () => {
  /** Where a direction of the patient points on the screen: right, down. */
  const onScreen = (camera: PlaneCamera, direction: Vec3): readonly [number, number] => {
    const { right, down } = seen(camera);
    return [Math.round(dot(direction, right)) + 0, Math.round(dot(direction, down)) + 0];
  };
  const anterior: Vec3 = [0, -1, 0];
  const left: Vec3 = [1, 0, 0];
  const { axial } = straightCameras;

  it('shows the front above and the left at the right until then', () => {
    expect(onScreen(axial, anterior)).toEqual([0, -1]);
    expect(onScreen(axial, left)).toEqual([1, 0]);
  });
  it('turns clockwise', () => {
    const quarter = orientedCamera(axial, { rotation: 90, flip: false, invert: false });
    expect(onScreen(quarter, anterior)).toEqual([1, 0]);
    expect(onScreen(quarter, left)).toEqual([0, 1]);
  });
  it('mirrors left and right after the turn', () => {
    const mirrored = orientedCamera(axial, { rotation: 0, flip: true, invert: false });
    expect(onScreen(mirrored, anterior)).toEqual([0, -1]);
    expect(onScreen(mirrored, left)).toEqual([-1, 0]);
    const both = orientedCamera(axial, { rotation: 90, flip: true, invert: false });
    expect(onScreen(both, anterior)).toEqual([-1, 0]);
    expect(onScreen(both, left)).toEqual([0, 1]);
  });
});

describe('the planes of the crosshair', () => {
  it.each(['axial', 'coronal', 'sagittal'] as PlaneName[])(
    'follow the hand clockwise on the %s screen, and stay at right angles',
    (name) => {
      const others = (['axial', 'coronal', 'sagittal'] as PlaneName[]).filter((other) => other !== name);
      const turned = turnAbout(straightCameras, name, Math.PI / 6);
      expect(turned[name]).toBe(straightCameras[name]);
      for (const other of others) {
        const before = lineAngle(straightCameras[name], straightCameras[other]);
        const after = lineAngle(turned[name], turned[other]);
        expect((after - before + 360) % 180).toBeCloseTo(30, 6);
        expect(dot(turned[other].towards, turned[name].towards)).toBeCloseTo(0, 9);
        expect(dot(turned[other].towards, turned[other].up)).toBeCloseTo(0, 9);
      }
      expect(dot(turned[others[0]].towards, turned[others[1]].towards)).toBeCloseTo(0, 9);
      expect(isStraight(turned)).toBe(false);
      expect(isStraight(turnAbout(turned, name, -Math.PI / 6))).toBe(true);
    },
  );

  it('stay at right angles after many small turns about different planes', () => {
    let cameras = straightCameras;
    for (let n = 0; n < 2000; n++)
      cameras = turnAbout(cameras, (['axial', 'coronal', 'sagittal'] as const)[n % 3], 0.01);
    const { axial, coronal, sagittal } = cameras;
    expect(dot(axial.towards, coronal.towards)).toBeCloseTo(0, 9);
    expect(dot(axial.towards, sagittal.towards)).toBeCloseTo(0, 9);
    expect(dot(coronal.towards, sagittal.towards)).toBeCloseTo(0, 9);
    for (const { towards, up } of [axial, coronal, sagittal]) expect(dot(towards, up)).toBeCloseTo(0, 9);
  });
});

describe('the line of one plane on another', () => {
  it('goes from edge to edge and knows how far a point is', () => {
    const line = lineOn(seen(straightCameras.axial), seen(straightCameras.sagittal))!;
    expect([line.from, line.to].toSorted((a, b) => a[1] - b[1])).toEqual([
      [100, 0],
      [100, 200],
    ]);
    expect(line.distance([130, 40])).toBeCloseTo(30, 9);
  });

  it('is not there for parallel planes, or when it lies beside the viewport', () => {
    const axial = seen(straightCameras.axial);
    expect(lineOn(axial, axial)).toBeUndefined();
    const sagittal = seen(straightCameras.sagittal);
    expect(
      lineOn(axial, { ...sagittal, origin: [500, sagittal.origin[1], sagittal.origin[2]] }),
    ).toBeUndefined();
  });
});
