import { describe, expect, it } from 'vitest';
import { conventionWeights } from './blend';
import type { Box, ModelSpace } from './model-space';
import { openPlanes, planWindows, sliceOffset, splitWindow, tileStarts, windowStarts } from './windows';
import { manifestOf } from './engine-fixtures';
import { Region } from './region';

const spaceOf = (dims: readonly [number, number, number]): ModelSpace => ({
  dims,
  spacing: [1, 1, 1],
  scanAxis: [2, 1, 0],
  flip: [false, false, false],
  scanDims: dims,
  native: true,
});

describe('windows', () => {
  it('takes the nearest slice, of two the farther, in the direction of the scan', () => {
    expect([0.625, 1, 1.25, 2, 2.5, 3, 5, 5.5].map((dz) => sliceOffset(2.5, dz))).toEqual([
      4, 3, 2, 1, 1, 1, 1, 0,
    ]);
    expect(sliceOffset(-2.5, 1.25)).toBe(-2);
    expect(sliceOffset(-2.5, -1.25)).toBe(2);
    expect(sliceOffset(0, 1)).toBe(0);
  });

  it("starts windows where nnU-Net's and MONAI's own comments say", () => {
    // compute_steps_for_sliding_window: "image size of 110, patch size of 64 and step_size of 0.5 ... 0, 23, 46".
    expect(windowStarts(110, 64, 0.5, 'nnunet')).toEqual([0, 23, 46]);
    // Halves to even: 2.5 becomes 2, 7.5 becomes 8.
    expect(windowStarts(20, 10, 0.75, 'nnunet')).toEqual([0, 2, 5, 8, 10]);
    expect(windowStarts(110, 64, 0.25, 'monai')).toEqual([0, 46]);
    expect(windowStarts(160, 64, 0.25, 'monai')).toEqual([0, 48, 96]);
    expect(windowStarts(161, 64, 0.25, 'monai')).toEqual([0, 48, 96, 97]);
    for (const convention of ['nnunet', 'monai'] as const)
      expect(windowStarts(9, 64, 0.5, convention)).toEqual([0]);
  });

  it('raises the Gaussian as the conventions want', () => {
    const how = { blend: 'gaussian', sigma: 0.08 } as const;
    const nnunet = conventionWeights([1, 32, 32], true, { ...how, convention: 'nnunet' });
    expect(nnunet.weights[1][16]).toBe(1);
    expect(nnunet.weights[1][0]).toBe(0);
    expect(nnunet.floor).toBeGreaterThan(0);
    const monai = conventionWeights([8, 32, 32], false, { ...how, convention: 'monai' });
    expect(monai.weights[1][15]).toBe(monai.weights[1][16]);
    expect(monai.floor).toBe(1e-3);
  });

  it('spreads tiles evenly and covers everything', () => {
    expect(tileStarts(100, 100, 8)).toEqual([0]);
    for (const [length, piece] of [
      [300, 128],
      [512, 272],
      [97, 64],
    ]) {
      const starts = tileStarts(length, piece, 32);
      expect(starts[0]).toBe(0);
      expect(starts.at(-1)).toBe(length - piece);
      for (let n = 1; n < starts.length; n++)
        expect(starts[n] - starts[n - 1]).toBeLessThanOrEqual(piece - 32);
    }
  });

  it('splits a window into pieces of the wanted size', () => {
    const whole: Box = { start: [3, -4, 10], size: [1, 288, 384] };
    expect(splitWindow(whole, 384 * 288, [1, 16, 16], 32)).toEqual([whole]);
    const pieces = splitWindow(whole, 40_000, [1, 16, 16], 32);
    expect(pieces.length).toBeGreaterThan(2);
    for (const { start, size } of pieces) {
      expect(size[1] * size[2]).toBeLessThanOrEqual(40_000);
      expect([size[1] % 16, size[2] % 16, start[0], size[0]]).toEqual([0, 0, 3, 1]);
    }
    expect(Math.min(...pieces.map((p) => p.start[1]))).toBe(-4);
    expect(Math.max(...pieces.map((p) => p.start[2] + p.size[2]))).toBe(394);
    expect(splitWindow({ start: [0, 0, 0], size: [96, 96, 96] }, 5e5, [16, 16, 16], 16)[0].size).toEqual([
      96, 64, 64,
    ]);
  });

  it('lays a fitted window around the region on each plane, all in steps of one grid', () => {
    const { window } = manifestOf({
      window: { patch: [512, 512], size: 'fit', multipleOf: 16, marginPx: 16 },
    });
    const at = (...boxes: number[][]): readonly Box[] => {
      const space = spaceOf([boxes.length, 512, 512]);
      return planWindows(space, window, true, new Region(Int32Array.from(boxes.flat()), space)).windows;
    };
    // 300 + 32 needs 336, 40 + 32 needs 80; the first plane's box is the whole region's.
    expect(at([100, 50, 400, 90])).toEqual([{ start: [0, 34, 84], size: [1, 80, 336] }]);
    // 139 - 16 lies 39 beyond the start: two steps of 16. 61 - 16 lies 11 beyond it: none.
    expect(at([100, 50, 400, 90], [139, 61, 300, 80])[1]).toEqual({
      start: [1, 34, 116],
      size: [1, 64, 208],
    });
    // The scan's border: cut there, as training's scan.py does.
    expect(at([2, 0, 100, 40])).toEqual([{ start: [0, 0, 0], size: [1, 64, 128] }]);
    // Moved inside the image when rounding up would leave it.
    expect(at([400, 0, 510, 40])[0]).toEqual({ start: [0, 0, 384], size: [1, 64, 128] });
    expect(at([0, 0, 512, 512])).toEqual([{ start: [0, 0, 0], size: [1, 512, 512] }]);
  });

  it('counts the planes that are open at once', () => {
    const w = (d: number): Box => ({ start: [d, 0, 0], size: [8, 4, 4] });
    expect(openPlanes([w(0), w(0), w(4), w(12)], 20)).toBe(8);
    expect(openPlanes([w(-2), w(14)], 20)).toBe(6);
    expect(openPlanes([], 20)).toBe(1);
  });
});
