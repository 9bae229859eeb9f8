import type { Orientation } from './view';

/** A change as the reader sees it: a quarter clockwise (1) or back, left and right exchanged, grey reversed. */
export interface Reorientation {
  readonly quarter?: 1 | -1;
  readonly mirror?: boolean;
  readonly invert?: boolean;
}

export const upright: Orientation = { flip: false, rotation: 0, invert: false };

/**
 * The orientation after a change. The image is mirrored before it is turned, so that mirroring what is seen also turns
 * it the other way: mirror after a turn by r is a turn by -r after a mirror.
 */
export function reoriented(now: Orientation = upright, change: Reorientation): Orientation {
  const turned = change.mirror ? -now.rotation : now.rotation;
  return {
    flip: change.mirror ? !now.flip : now.flip,
    rotation: ((turned + 720 + 90 * (change.quarter ?? 0)) % 360) as Orientation['rotation'],
    invert: change.invert ? !now.invert : now.invert,
  };
}
