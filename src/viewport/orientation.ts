import { scale } from '../domain/geometry';
import { turned, type PlaneCamera } from './planeCameras';
import type { Orientation } from './view';

/** A change as the reader sees it: a quarter clockwise (1) or back, left and right exchanged, grey reversed. */
export interface Reorientation {
  readonly quarter?: 1 | -1;
  readonly mirror?: boolean;
  readonly invert?: boolean;
}

export const upright: Orientation = { flip: false, rotation: 0, invert: false };

/**
 * The orientation after a change. The image is turned before it is mirrored, so that a quarter clockwise as it is seen
 * mirrored is one the other way before.
 */
export function reoriented(now: Orientation = upright, change: Reorientation): Orientation {
  const flip = change.mirror ? !now.flip : now.flip;
  const quarter = (change.quarter ?? 0) * (flip ? -1 : 1);
  return {
    flip,
    rotation: ((now.rotation + 360 + 90 * quarter) % 360) as Orientation['rotation'],
    invert: change.invert ? !now.invert : now.invert,
  };
}

/**
 * The same plane as a reader has turned and mirrored it: clockwise on the screen, then left and right exchanged, which
 * is a look at it from behind.
 */
export function orientedCamera({ towards, up }: PlaneCamera, { rotation, flip }: Orientation): PlaneCamera {
  return {
    up: turned(up, towards, (rotation * Math.PI) / 180),
    towards: flip ? scale(towards, -1) : towards,
  };
}
