import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/study';
import { greyOf } from './grey';
import { draggedWindow, openingWindow, paddingOf, storedRange, windowFromPixels } from './window';

const instance = (more: Partial<Instance> = {}): Instance =>
  ({ rescaleSlope: 2, rescaleIntercept: -100, samplesPerPixel: 1, ...more }) as Instance;
const frame = { min: 0, max: 100, photometricInterpretation: 'MONOCHROME2' } as const;
const plain = { slope: 1, intercept: 0 };

describe('grey', () => {
  it('is linear over the window, and turned over for MONOCHROME1', () => {
    const window = { center: 0.5, width: 201 };
    expect(greyOf(instance(), frame, window)(0)).toBeCloseTo(0);
    expect(greyOf(instance(), frame, window)(100)).toBeCloseTo(255);
    const other = { ...frame, photometricInterpretation: 'MONOCHROME1' } as const;
    expect(greyOf(instance(), other, window)(100)).toBeCloseTo(0);
  });
  it('is a sigmoid where the file says so', () => {
    const window = { center: 0, width: 100, function: 'SIGMOID' } as const;
    expect(greyOf(instance(), frame, window)(50)).toBeCloseTo(127.5);
    expect(greyOf(instance(), frame, window)(75)).toBeCloseTo(255 / (1 + Math.exp(-2)));
  });
  it('goes through a VOI LUT of modality values', () => {
    const voiLut = { first: -100, bits: 8, values: Uint16Array.of(255, 10) };
    const window = { center: 128, width: 256 };
    const shown = greyOf(instance({ voiLut }), frame, window);
    expect(shown(0)).toBeCloseTo(255);
    expect(shown(90)).toBeCloseTo(10);
  });
});

describe('windows of the file', () => {
  it('LINEAR_EXACT has its ends at half the width', () => {
    const range = storedRange({ center: 0.5, width: 1, function: 'LINEAR_EXACT' }, plain);
    expect(range).toEqual({ lower: 0, upper: 1 });
  });
  it('a VOI LUT opens with all that it gives', () => {
    const voiLut = { first: 0, bits: 12, values: new Uint16Array(2) };
    const series = { modality: 'DX', instances: [instance({ voiLut })] } as never;
    expect(openingWindow(series)).toEqual({ center: 2048, width: 4096 });
  });
  it('padding stays out of the automatic one, ends in any order', () => {
    const pixels = Int16Array.from({ length: 1000 }, (_, n) => (n < 600 ? -2000 : n));
    const padding = paddingOf(instance({ pixelPaddingValue: -1900, pixelPaddingLimit: -2000 }));
    expect(windowFromPixels(pixels, plain, padding).width).toBeLessThan(410);
    expect(windowFromPixels(pixels, plain).width).toBeGreaterThan(2000);
    expect(windowFromPixels(Int16Array.of(-2000), plain, padding)).toEqual({ center: -1999.5, width: 1 });
  });
  it('fractions get a window that is no whole number, and keep it when it is dragged', () => {
    const map = Float32Array.from({ length: 200 }, (_, n) => n / 200);
    const window = windowFromPixels(map, plain);
    expect(window.width).toBeLessThan(1);
    expect(draggedWindow(window, 30, 0).width).toBeCloseTo(window.width * 1.1, 3);
    expect(draggedWindow(window, -9000, 0).width).toBeGreaterThan(0);
  });
});
