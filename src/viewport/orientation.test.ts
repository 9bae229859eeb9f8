import { describe, expect, it } from 'vitest';
import { reoriented, upright } from './orientation';
import type { Orientation } from './view';

/** Where a point of the image, seen from its middle (x right, y down), comes to lie: turned clockwise, then mirrored. */
function seen({ flip, rotation }: Orientation, [x, y]: readonly [number, number]): readonly number[] {
  let at: readonly [number, number] = [x, y];
  for (let turned = 0; turned < rotation; turned += 90) at = [-at[1], at[0]];
  return [flip ? -at[0] : at[0], at[1]].map((n) => n + 0);
}

const point = [3, 1] as const;

describe('the orientation of an image', () => {
  it('turns clockwise by quarters, and back', () => {
    const right = reoriented(upright, { quarter: 1 });
    expect(seen(right, point)).toEqual([-1, 3]);
    expect(reoriented(right, { quarter: -1 })).toEqual(upright);
    expect(reoriented(upright, { quarter: -1 }).rotation).toBe(270);
  });

  it.each([0, 90, 180, 270] as const)('mirrors what is seen left to right when turned by %i', (rotation) => {
    const before: Orientation = { flip: false, rotation, invert: false };
    const [x, y] = seen(before, point);
    expect(seen(reoriented(before, { mirror: true }), point)).toEqual([-x + 0, y]);
    expect(reoriented(reoriented(before, { mirror: true }), { mirror: true })).toEqual(before);
  });

  it('turns a mirrored image the same way as any other', () => {
    const mirrored = reoriented(upright, { mirror: true });
    const [x, y] = seen(mirrored, point);
    expect(seen(reoriented(mirrored, { quarter: 1 }), point)).toEqual([-y, x]);
  });

  it('inverts grey and nothing else', () => {
    expect(reoriented(upright, { invert: true })).toEqual({ ...upright, invert: true });
  });
});
