import { describe, expect, it } from 'vitest';
import { leaderTo, passes, placeLabel, type Box } from './labels';

const pane = { width: 400, height: 300 };
const free = { labels: [], lines: [] };
const boxAt = ([left, top]: readonly [number, number], width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const apart = (a: Box, b: Box): boolean =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

describe('words beside an annotation', () => {
  it('stand right of their anchor where nothing is in the way', () => {
    expect(placeLabel({ width: 60, height: 16, anchor: [100, 100] }, pane, free)).toEqual([110, 92]);
  });

  it('stay in the pane, and off the region that they are about', () => {
    const body = { left: 300, right: 395, top: 100, bottom: 180 };
    const at = placeLabel({ width: 80, height: 48, anchor: [395, 140], body }, pane, free);
    const box = boxAt(at, 80, 48);
    expect(box.right).toBeLessThanOrEqual(pane.width);
    expect(apart(box, body)).toBe(true);
  });

  it('never lie on other words while there is room', () => {
    const labels: Box[] = [];
    for (let n = 0; n < 6; n++) {
      const at = placeLabel({ width: 70, height: 16, anchor: [200, 150] }, pane, { labels, lines: [] });
      const box = boxAt(at, 70, 16);
      for (const other of labels) expect(apart(box, other)).toBe(true);
      labels.push(box);
    }
  });

  it('keep off lines', () => {
    const line = [
      [100, 100],
      [250, 100],
    ] as const;
    const at = placeLabel({ width: 60, height: 16, anchor: [100, 100] }, pane, {
      labels: [],
      lines: [line],
    });
    expect(passes(line[0], line[1], boxAt(at, 60, 16))).toBe(false);
  });
});

describe('a piece of line and a box', () => {
  const box: Box = { left: 10, top: 10, right: 20, bottom: 20 };
  it('meet when it crosses, ends or lies inside', () => {
    expect(passes([0, 0], [30, 30], box)).toBe(true);
    expect(passes([15, 0], [15, 12], box)).toBe(true);
    expect(passes([12, 12], [13, 14], box)).toBe(true);
  });
  it('miss when it passes by', () => {
    expect(passes([0, 12], [9, 12], box)).toBe(false);
    expect(passes([0, 25], [30, 25], box)).toBe(false);
    expect(passes([0, 12], [12, 30], { ...box, left: 18 })).toBe(false);
  });
});

describe('a leader', () => {
  const wish = { width: 60, height: 16, anchor: [100, 100] } as const;
  it('joins words that had to go far, and is not there beside the shape', () => {
    expect(leaderTo(wish, [110, 92])).toBeUndefined();
    expect(leaderTo(wish, [200, 200])).toEqual([
      [100, 100],
      [200, 200],
    ]);
  });
});
