import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/study';
import { draggedWindow, openingWindow, storedRange, windowFromPixels } from './window';

describe('window', () => {
  it('maps Hounsfield units to stored values through the rescale', () => {
    const range = storedRange({ center: 40, width: 400 }, { slope: 1, intercept: -1024 });
    expect(range).toEqual({ lower: 864, upper: 1263 });
    const halved = storedRange({ center: 40, width: 401 }, { slope: 2, intercept: -1024 });
    expect(halved.lower).toBeCloseTo((39.5 - 200 + 1024) / 2);
    expect(halved.upper).toBeCloseTo((39.5 + 200 + 1024) / 2);
  });

  it('keeps a range when the slope is negative or the window is one value wide', () => {
    const flipped = storedRange({ center: 0, width: 100 }, { slope: -1, intercept: 0 });
    expect(flipped.upper).toBeGreaterThan(flipped.lower);
    const thin = storedRange({ center: 10, width: 1 }, { slope: 1, intercept: 0 });
    expect(thin.upper).toBeGreaterThan(thin.lower);
  });

  it('opens a CT without a window of its own by the part of the body', () => {
    const series = { instances: [], modality: 'CT', bodyPart: 'CHEST', description: '', protocol: '' };
    expect(openingWindow(series)).toEqual({ center: -600, width: 1500 });
    expect(openingWindow({ ...series, bodyPart: 'HEAD' })).toEqual({ center: 40, width: 400 });
    expect(openingWindow({ ...series, modality: 'MR' })).toBeUndefined();
  });

  it('opens ultrasound as the machine showed it, whatever its first frame holds', () => {
    const grey = {
      photometricInterpretation: 'MONOCHROME2',
      bitsStored: 8,
      rescaleSlope: 1,
      rescaleIntercept: 0,
    } as Instance;
    const series = { instances: [grey], modality: 'US', bodyPart: '', description: '', protocol: '' };
    expect(openingWindow(series)).toEqual({ center: 128, width: 256 });
    const own = { ...grey, windowCenter: [100], windowWidth: [50] };
    expect(openingWindow({ ...series, instances: [own] })).toEqual({ center: 100, width: 50 });
    for (const other of [{ photometricInterpretation: 'RGB' }, { bitsStored: 12 }, { rescaleSlope: 2 }])
      expect(openingWindow({ ...series, instances: [{ ...grey, ...other }] })).toBeUndefined();
  });

  it('spans the values of an image', () => {
    const pixels = Uint16Array.from({ length: 1000 }, (_, i) => i);
    const window = windowFromPixels(pixels, { slope: 1, intercept: 0 });
    expect(window.center).toBeCloseTo(500, -1);
    expect(window.width).toBeGreaterThan(950);
  });

  it('spans the little that differs in an image of one value', () => {
    const pixels = Uint16Array.from({ length: 10_000 }, (_, i) => (i < 20 ? 500 : 2000));
    expect(windowFromPixels(pixels, { slope: 1, intercept: 0 })).toEqual({ center: 1250.5, width: 1501 });
  });

  it('widens to the right and never below one', () => {
    expect(draggedWindow({ center: 0, width: 300 }, 10, 5)).toEqual({ center: 5, width: 310 });
    expect(draggedWindow({ center: 0, width: 300 }, -900, 0).width).toBe(1);
  });
});
