import { describe, expect, it } from 'vitest';
import { patchAround, shiftOf } from './frame-shift';
import { speckleImage } from './phantom/speckle';
import type { VoxelMask } from './volume';

const [COLUMNS, ROWS] = [200, 160];
const mask: VoxelMask = { start: [80, 60, 0], size: [40, 30, 1], data: new Uint8Array(1200).fill(1) };

const image = (seed: number) => {
  const { data } = speckleImage(COLUMNS, ROWS, 120, [{ at: [100, 75], half: [20, 15], grey: 40 }], { seed });
  return { data, columns: COLUMNS, rows: ROWS };
};

/** The same tissue, moved. */
function moved(from: ReturnType<typeof image>, dx: number, dy: number) {
  const data = Uint8Array.from({ length: COLUMNS * ROWS }, (_, v) => {
    const [x, y] = [(v % COLUMNS) - dx, Math.floor(v / COLUMNS) - dy];
    return x < 0 || y < 0 || x >= COLUMNS || y >= ROWS ? 0 : from.data[y * COLUMNS + x];
  });
  return { ...from, data };
}

describe('where a lesion went from one frame to another', () => {
  it('is found to the pixel', () => {
    const first = image(1);
    const patch = patchAround(first, mask);
    for (const [dx, dy] of [
      [0, 0],
      [7, -5],
      [-11, 3],
      [13, 13],
    ]) {
      const found = shiftOf(patch, moved(first, dx, dy));
      expect([found.dx, found.dy]).toEqual([dx, dy]);
      expect(found.correlation).toBeGreaterThan(0.99);
    }
  });

  it('is not claimed on a frame of something else, nor without contrast', () => {
    const patch = patchAround(image(1), mask);
    const noise = Uint8Array.from({ length: COLUMNS * ROWS }, (_, v) => (v * 7919 + ((v * v) % 911)) % 251);
    expect(shiftOf(patch, { data: noise, columns: COLUMNS, rows: ROWS }).correlation).toBeLessThan(0.5);
    const flat = { data: new Uint8Array(COLUMNS * ROWS).fill(90), columns: COLUMNS, rows: ROWS };
    expect(shiftOf(patch, flat).correlation).toBe(0);
  });
});
