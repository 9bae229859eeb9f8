import { describe, expect, it } from 'vitest';
import { components, floodFill, labelRuns, largestFlatPart, neighbourSteps } from './components';
import { distanceTo, fillHoles2d } from './distance-field';

/** A repeatable random sequence (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('components', () => {
  it('knows 6 and 26 neighbours', () => {
    expect(neighbourSteps(6)).toHaveLength(6);
    expect(neighbourSteps(26)).toHaveLength(26);
    const diagonal = new Set([0, 1 + 2 * 1 + 4 * 1]);
    expect(components([2, 2, 2], (v) => diagonal.has(v), 6)).toHaveLength(2);
    expect(components([2, 2, 2], (v) => diagonal.has(v), 26)).toHaveLength(1);
  });

  it('finds on a slice the same largest part as everywhere', () => {
    const next = random(7);
    for (let round = 0; round < 20; round++) {
      const [nx, ny] = [5 + round, 31 - round];
      const data = Uint8Array.from({ length: nx * ny }, () => (next() < 0.35 ? 1 : 0));
      const parts = components([nx, ny, 1], (v) => data[v] === 1, 26);
      const main = parts.reduce((a, b) => (b.voxels.length > a.voxels.length ? b : a));
      const flat = new Uint8Array(nx * ny);
      for (const v of main.voxels) flat[v] = 1;
      const found = largestFlatPart(data, nx, ny);
      expect(found?.mask).toEqual(flat);
      expect([found?.min, found?.max]).toEqual([main.min.slice(0, 2), main.max.slice(0, 2)]);
    }
    expect(largestFlatPart(new Uint8Array(6), 3, 2)).toBeUndefined();
  });

  it('gives bounds and never wraps around a row', () => {
    const on = new Set([3, 4]);
    const found = components([4, 2, 1], (v) => on.has(v), 6);
    expect(found.map((c) => [...c.min, ...c.max])).toEqual([
      [3, 0, 0, 3, 0, 0],
      [0, 1, 0, 0, 1, 0],
    ]);
  });

  it('labels runs as the flood fill does, on random voxels', () => {
    for (const seed of [1, 2, 3]) {
      const next = random(seed);
      const size = [13, 9, 7] as const;
      const on = Uint8Array.from({ length: 13 * 9 * 7 }, () => (next() < 0.35 ? 1 : 0));
      const runs = labelRuns(size, (v) => on[v] === 1);
      const label = new Int32Array(on.length).fill(-1);
      for (let r = 0; r < runs.first.length; r++)
        label.fill(runs.label[r], runs.first[r], runs.first[r] + runs.length[r]);
      const parts = components(size, (v) => on[v] === 1, 6);
      expect(runs.count).toBe(parts.length);
      for (const part of parts) expect(new Set(Array.from(part.voxels, (v) => label[v])).size).toBe(1);
      expect(label.filter((l) => l >= 0)).toHaveLength(on.reduce((a, b) => a + b, 0));
    }
  });

  it('a fill from outside the set takes nothing', () => {
    expect(floodFill([2, 2, 2], 0, () => false, new Uint8Array(8), 6).voxels).toHaveLength(0);
  });
});

describe('distance', () => {
  it('equals the brute force on anisotropic grids, in space and slice by slice', () => {
    const next = random(7);
    const size = [9, 8, 6] as const;
    const spacing = [0.7, 0.9, 2.5] as const;
    const source = Uint8Array.from({ length: 9 * 8 * 6 }, () => (next() < 0.03 ? 1 : 0));
    const at = (v: number): number[] => [v % 9, Math.floor(v / 9) % 8, Math.floor(v / 72)];
    for (const planar of [false, true]) {
      const found = distanceTo(source, size, spacing, planar);
      for (let v = 0; v < source.length; v++) {
        let least = Infinity;
        const p = at(v);
        for (let w = 0; w < source.length; w++) {
          if (source[w] === 0) continue;
          const q = at(w);
          if (planar && p[2] !== q[2]) continue;
          least = Math.min(least, Math.hypot(...p.map((x, c) => (x - q[c]) * spacing[c])));
        }
        if (least === Infinity) expect(found[v]).toBeGreaterThan(1e9);
        else expect(found[v]).toBeCloseTo(least, 4);
      }
    }
  });

  it('fills holes and leaves bays open', () => {
    const rows = ['#####', '#...#', '#.#.#', '#####', '#..#.'];
    const mask = Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0));
    fillHoles2d(mask, 5, 5);
    expect(Array.from(mask, (v) => (v === 1 ? '#' : '.')).join('')).toBe('#####################..#.');
  });
});
