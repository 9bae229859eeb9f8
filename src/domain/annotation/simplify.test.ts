import { describe, expect, it } from 'vitest';
import type { Point2 } from './annotation';
import { even, loop, uneven } from './annotation.fixture';
import { freehand } from './freehand';
import { distanceToPaths } from './hit';
import { polygonArea } from './polygon';
import { simplifyClosed } from './simplify';

describe('a drawn outline', () => {
  it('keeps the corners of a square and nothing else', () => {
    const square: Point2[] = [];
    for (let n = 0; n < 40; n++)
      square.push(n < 10 ? [n, 0] : n < 20 ? [10, n - 10] : n < 30 ? [30 - n, 10] : [0, 40 - n]);
    square.push([0, 0], [0, 0]);
    expect([...simplifyClosed(square, even)].sort()).toEqual([[0, 0], [0, 10], [10, 0], [10, 10]]); // prettier-ignore
  });

  it('leaves no drawn point farther off than a two-thousandth of its size, in mm', () => {
    const hand = loop([40, 40], 30, 500).map(([x, y], n): Point2 => [
      x + Math.sin(n) * 0.4,
      y + Math.cos(n * 2.3),
    ]);
    const points = simplifyClosed(hand, uneven);
    const xs = hand.map((p) => p[0] * 0.7);
    const ys = hand.map((p) => p[1] * 0.5);
    const size = Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
    for (const p of hand)
      expect(distanceToPaths(p, [{ path: 'line', points, closed: true }], uneven)).toBeLessThanOrEqual(
        size / 2000 + 1e-9,
      );
    expect(points.every((p) => hand.includes(p))).toBe(true);
  });

  it('has the area of the circle that was followed, within 0.3 %, with far fewer points', () => {
    for (const radius of [2, 20, 300]) {
      const points = simplifyClosed(loop([400, 400], radius, 1000), even);
      expect(Math.abs(polygonArea(points) / (Math.PI * radius ** 2) - 1)).toBeLessThan(0.003);
      expect(points.length).toBeLessThan(100);
    }
  });

  it('changes nothing the second time', () => {
    const once = simplifyClosed(loop([40, 40], 30, 500), even);
    expect(simplifyClosed(once, even)).toEqual(once);
  });
});

describe('pulling the outline', () => {
  const points = freehand.complete(loop([40, 40], 30, 500), even);

  it('moves what lies between the neighbouring handles, and least near them', () => {
    const handles = freehand.handles(points, even);
    expect(handles.length).toBe(12);
    const pulled = freehand.drag(points, 3, [handles[3][0], handles[3][1] + 6], even);
    expect(freehand.handles(pulled, even).filter((h, n) => h !== handles[n]).length).toBe(1);
    const shifts = points.map((p, n) => pulled[n][1] - p[1]);
    const held = points.indexOf(handles[3]);
    expect(shifts[held]).toBeCloseTo(6, 12);
    expect(shifts[held + 1]).toBeGreaterThan(shifts[held + 2]);
    expect(shifts.every((s) => s >= 0 && s <= 6)).toBe(true);
    expect(shifts.filter((s) => s > 0).length).toBeLessThan(points.length / 5);
  });

  it('pulls the first handle to both sides, around the end of the list', () => {
    const pulled = freehand.drag(points, 0, [points[0][0] + 5, points[0][1]], even);
    const shift = (n: number) => pulled[n][0] - points[n][0];
    expect(shift(0)).toBeCloseTo(5, 12);
    expect(shift(1)).toBeGreaterThan(0);
    expect(shift(points.length - 1)).toBeGreaterThan(0);
  });
});
