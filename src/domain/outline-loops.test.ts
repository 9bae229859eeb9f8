import { describe, expect, it } from 'vitest';
import { fillLoops, insideLoop, keyholed, outlineLoops } from './outline-loops';

const maskOf = (...rows: readonly string[]): Uint8Array =>
  Uint8Array.from([...rows.join('')], (c) => (c === '#' ? 1 : 0));

describe('outlines of pixel masks', () => {
  it('run half way between pixels, and round a lone pixel', () => {
    const [loop, ...others] = outlineLoops(maskOf('...', '.#.', '...'), 3, 3);
    expect(others).toEqual([]);
    expect(loop.map(([x, y]) => `${x},${y}`).sort()).toEqual(['0.5,1', '1,0.5', '1,1.5', '1.5,1']);
    expect(insideLoop(loop, [1, 1])).toBe(true);
    expect(insideLoop(loop, [0, 1])).toBe(false);
  });

  it('leave out points in the middle of a straight run', () => {
    const [loop] = outlineLoops(maskOf('####', '####', '####'), 4, 3);
    expect(loop.length).toBe(8);
  });

  it('go around a hole apart, and as one line through a keyhole', () => {
    const ring = maskOf('#####', '#...#', '#.#.#', '#...#', '#####');
    const loops = outlineLoops(ring, 5, 5);
    expect(loops.length).toBe(3);
    const joined = keyholed(loops);
    // The island in the hole is an outline of its own.
    expect(joined.length).toBe(2);
    expect(fillLoops(loops, 5, 5)).toEqual(ring);
    expect(fillLoops(joined, 5, 5)).toEqual(ring);
    const alone = joined.map((loop) => fillLoops([loop], 5, 5).reduce((sum, v) => sum + v, 0));
    expect(alone.toSorted((a, b) => a - b)).toEqual([1, 16]);
  });

  it('join pixels that touch at a corner', () => {
    const mask = maskOf('#.', '.#');
    expect(outlineLoops(mask, 2, 2).length).toBe(1);
    expect(fillLoops(outlineLoops(mask, 2, 2), 2, 2)).toEqual(mask);
  });
});
