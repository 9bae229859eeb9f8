import { describe, expect, it } from 'vitest';
import { distanceToPaths, distanceToSegment, hitTest, nearestHandle } from './hit';

const canvas = { x: 2, y: 3 };

describe('distance on the canvas', () => {
  it('is in canvas pixels, whatever a column and a row measure there', () => {
    expect(distanceToSegment([5, 4], [0, 0], [10, 0], canvas)).toBeCloseTo(12, 12);
    expect(distanceToSegment([5, 4], [5, -10], [5, 10], canvas)).toBeCloseTo(0, 12);
    expect(distanceToSegment([14, 0], [0, 0], [10, 0], canvas)).toBeCloseTo(8, 12);
    expect(distanceToSegment([3, 0], [1, 0], [1, 0], canvas)).toBeCloseTo(4, 12);
  });

  it('is to the line of an area, not its inside, and to the closing side only where it is closed', () => {
    const points = [[0, 0], [10, 0], [10, 10], [0, 10]] as const; // prettier-ignore
    const one = { x: 1, y: 1 };
    expect(distanceToPaths([5, 5], [{ path: 'line', points, closed: true }], one)).toBeCloseTo(5, 12);
    expect(distanceToPaths([-1, 5], [{ path: 'line', points, closed: true }], one)).toBeCloseTo(1, 12);
    expect(distanceToPaths([-1, 5], [{ path: 'line', points }], one)).toBeCloseTo(Math.hypot(1, 5), 12);
    expect(distanceToPaths([3, 4], [{ path: 'dot', at: [0, 0] }], one)).toBeCloseTo(5, 12);
    expect(distanceToPaths([3, 4], [{ path: 'arrowhead', tip: [3, 0], from: [9, 9] }], one)).toBe(4);
    expect(distanceToPaths([3, 4], [], one)).toBe(Infinity);
  });
});

describe('what is hit', () => {
  const line = (y: number, name: string) => ({
    name,
    paths: [{ path: 'line', points: [[0, y], [20, y]] }] as const, // prettier-ignore
    handles: [[0, y], [20, y]] as const, // prettier-ignore
  });
  const one = { x: 1, y: 1 };

  it('is the nearest handle within reach', () => {
    expect(nearestHandle([19, 1], line(0, 'a').handles, one, 5)).toEqual({ on: 'handle', handle: 1, distance: Math.SQRT2 }); // prettier-ignore
    expect(nearestHandle([10, 0], line(0, 'a').handles, one, 5)).toBeUndefined();
  });

  it('is the nearest line, a handle before any line, the later of equals, and nothing out of reach', () => {
    const two = [line(0, 'a'), line(6, 'b')];
    expect(hitTest([10, 2], two, one, 5)).toMatchObject({ drawing: { name: 'a' }, hit: { on: 'path' } });
    expect(hitTest([10, 4], two, one, 5)).toMatchObject({ drawing: { name: 'b' } });
    expect(hitTest([10, 3], two, one, 5)?.drawing.name).toBe('b');
    expect(hitTest([10, -6], two, one, 5)).toBeUndefined();
    const handle = { name: 'c', paths: [], handles: [[10, 4]] as const };
    expect(hitTest([10, 0.5], [handle, ...two], one, 5)).toMatchObject({ drawing: { name: 'c' }, hit: { on: 'handle' } }); // prettier-ignore
  });
});
