import { describe, expect, it } from 'vitest';
import type { Axes } from '../domain/finding';
import { distance, dot, sub } from '../domain/geometry';
import { dragAxis } from './axes';

const axes: Axes = {
  long: [
    [0, 0, 5],
    [10, 0, 5],
  ],
  short: [
    [5, -3, 5],
    [5, 3, 5],
  ],
  sopInstanceUid: '1.2.3',
  slice: 4,
};
const normal = [0, 0, 1] as const;

describe('dragging an axis', () => {
  it('a long end turns the short axis with it and keeps its length', () => {
    const moved = dragAxis(axes, { axis: 'long', end: 1 }, [0, 12, 5], normal);
    expect(moved.long[1]).toEqual([0, 12, 5]);
    expect(distance(...moved.short)).toBeCloseTo(6);
    expect(dot(sub(moved.short[1], moved.short[0]), sub(moved.long[1], moved.long[0]))).toBeCloseTo(0);
    expect(moved.short[0][2]).toBe(5);
  });

  it('a short end changes its own side and slides the crossing', () => {
    const moved = dragAxis(axes, { axis: 'short', end: 1 }, [7, 4, 5], normal);
    expect(moved.long).toEqual(axes.long);
    expect(distance(...moved.short)).toBeCloseTo(7);
    expect(moved.short[0][0]).toBeCloseTo(7);
  });

  it('never collapses the long axis', () => {
    expect(dragAxis(axes, { axis: 'long', end: 1 }, [0, 0, 5], normal)).toBe(axes);
  });
});
