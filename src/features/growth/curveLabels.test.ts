import { describe, expect, it } from 'vitest';
import { datePlaces, valuePlaces, type CurveFrame } from './curveLabels';

const frame: CurveFrame = { left: 8, right: 292, axis: 76, date: 66, value: 52 };
const at = (...points: readonly (readonly [number, number])[]) => points.map(([x, y]) => ({ x, y }));

describe('the words of a growth curve', () => {
  it('stand below their points, moved only as far as the neighbours need', () => {
    expect(datePlaces(at([8, 60], [150, 50], [292, 20]), frame)).toEqual([41, 150, 259]);
    // The second examination lies close before the last.
    expect(datePlaces(at([8, 60], [196, 50], [292, 20]), frame)).toEqual([41, 193, 259]);
    expect(datePlaces(at([8, 60], [20, 50], [30, 50], [292, 20]), frame)).toEqual([41, 107, 173, 259]);
  });

  it('are the first and the last date alone where there are too many', () => {
    const many = Array.from({ length: 6 }, (_, n) => ({ x: 8 + n * 56.8, y: 50 }));
    expect(datePlaces(many, frame)).toEqual([41, undefined, undefined, undefined, undefined, 259]);
  });

  it('stand on the side that the line leaves free', () => {
    const anchors = (...ys: [number, number, number]) =>
      valuePlaces(at([8, ys[0]], [150, ys[1]], [292, ys[2]]), frame)[1];
    expect(anchors(70, 50, 20)).toEqual({ x: 150, y: 44, anchor: 'end' });
    expect(anchors(20, 50, 70)).toEqual({ x: 150, y: 44, anchor: 'start' });
    expect(anchors(70, 20, 70)).toEqual({ x: 150, y: 14, anchor: 'middle' });
    expect(anchors(20, 50, 20)).toEqual({ x: 150, y: 64, anchor: 'middle' });
    // No room between the valley and the axis.
    expect(anchors(20, 70, 20)).toEqual({ x: 150, y: 64, anchor: 'middle' });
  });

  it('leave out the value that would cover that of another', () => {
    const places = valuePlaces(at([8, 60], [20, 58], [292, 20]), frame);
    expect(places.map((one) => one !== undefined)).toEqual([true, false, true]);
  });
});
