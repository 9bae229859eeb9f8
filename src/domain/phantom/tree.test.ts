import { describe, expect, it } from 'vitest';
import { distance, dot, type Vec3 } from '../geometry';
import { makeRandom } from './random';
import { growTree } from './tree';

const random = makeRandom(7);
const points: Vec3[] = Array.from({ length: 300 }, () => [
  10 + 80 * random(),
  40 * (random() - 0.5),
  60 * (random() - 0.5),
]);
const tree = growTree([0, 0, 0], [1, 0, 0], points);

describe('a tree of vessels', () => {
  it('reaches every point, each branch from where its parent ends', () => {
    expect(tree).toHaveLength(points.length);
    for (const { from, parent } of tree)
      expect(distance(from, parent < 0 ? [0, 0, 0] : tree[parent].to)).toBeLessThan(1e-9);
    const ends = tree.filter(({ leaves }) => leaves === 1).map(({ to }) => to);
    // What is no end was smoothed along its vessel; ends stay where they were asked for.
    for (const end of ends) expect(Math.min(...points.map((p) => distance(p, end)))).toBeLessThan(1e-9);
  });

  it('divides in two, never in a star', () => {
    const children = new Map<number, number>();
    for (const { parent } of tree) children.set(parent, (children.get(parent) ?? 0) + 1);
    expect(Math.max(...children.values())).toBe(2);
  });

  it('feeds with each branch what its children feed and its own end', () => {
    const fed = tree.map(() => 1);
    for (let n = tree.length - 1; n >= 0; n--) if (tree[n].parent >= 0) fed[tree[n].parent] += fed[n];
    expect(tree.map(({ leaves }) => leaves)).toEqual(fed);
  });

  it('runs on: most divisions are at acute angles', () => {
    const acute = tree.filter(
      ({ leave, parent }) => dot(leave, parent < 0 ? [1, 0, 0] : tree[parent].arrive) > 0,
    );
    expect(acute.length / tree.length).toBeGreaterThan(0.95);
  });
});
