import { describe, expect, it } from 'vitest';
import type { Grid } from '../domain/geometry';
import {
  offPlane,
  onSlice,
  orientationLetters,
  scaleBar,
  sliceAt,
  sliceRun,
  toCanvas,
  toLps,
  type ViewPlane,
} from './plane';

const grid: Grid = {
  dims: [512, 512, 133],
  spacing: [0.7, 0.7, 2.5],
  origin: [-180, -170, -300],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

describe('plane', () => {
  const view: ViewPlane = {
    origin: [-100, -80, 30],
    right: [0.5, 0, 0],
    down: [0, 0.5, 0],
    normal: [0, 0, -1],
    width: 400,
    height: 300,
  };

  it('goes to the canvas and back', () => {
    expect(toCanvas(view, [-50, -60, 30])).toEqual([100, 40]);
    expect(toLps(view, [100, 40])).toEqual([-50, -60, 30]);
    expect(offPlane(view, [0, 0, 28])).toBe(2);
  });

  it('names directions as on film', () => {
    expect(orientationLetters([1, 0, 0])).toBe('L');
    expect(orientationLetters([0, -1, 0])).toBe('A');
    expect(orientationLetters([0, 0, -1])).toBe('F');
    expect(orientationLetters([0.6, 0, 0.8])).toBe('HL');
  });

  it('numbers the slices of a volume as its series does, whichever way the viewer looks', () => {
    for (const normal of [
      [0, 0, 1],
      [0, 0, -1],
    ] as const) {
      const run = sliceRun(grid, normal);
      expect(run.count).toBe(133);
      expect(run.acquired).toBe(true);
      expect(sliceAt(run, [0, 0, -300])).toBe(0);
      expect(sliceAt(run, [0, 0, -300 + 2.5 * 40])).toBe(40);
      expect(onSlice(run, 41, [5, 6, 0])[2]).toBeCloseTo(-300 + 2.5 * 41);
    }
    const sagittal = sliceRun(grid, [1, 0, 0]);
    expect(sagittal.count).toBe(512);
    expect(sagittal.acquired).toBe(false);
    expect(sliceAt(sagittal, [9999, 0, 0])).toBe(511);
  });

  it('makes round scale bars', () => {
    expect(scaleBar(0.7, 100).mm).toBe(50);
    expect(scaleBar(0.1, 100)).toEqual({ mm: 10, pixels: 100 });
  });
});
