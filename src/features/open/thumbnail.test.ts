import { describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../../dicom/contract';
import type { Instance } from '../../domain/study';
import { shownGrey } from './thumbnail';

const words = { modality: 'DX', bodyPart: '', description: '', protocol: '' };
const instance = (more: Partial<Instance> = {}): Instance =>
  ({ rescaleSlope: 1, rescaleIntercept: 0, samplesPerPixel: 1, ...more }) as Instance;
const frame = (values: readonly number[], photometricInterpretation = 'MONOCHROME2'): DecodedFrame =>
  ({
    pixels: Int16Array.from(values),
    min: Math.min(...values),
    max: Math.max(...values),
    photometricInterpretation,
  }) as DecodedFrame;

describe('a thumbnail is grey as the stack opens', () => {
  it('through the VOI LUT of the file', () => {
    const voiLut = { first: 0, bits: 8, values: Uint16Array.from({ length: 256 }, (_, n) => 255 - n) };
    const grey = shownGrey(words, instance({ voiLut }), frame([0, 255]));
    expect(Math.abs(grey(50) - 205)).toBeLessThan(2);
    expect(Math.abs(grey(200) - 55)).toBeLessThan(2);
  });

  it('by a sigmoid, and turned over for MONOCHROME1', () => {
    const one = instance({ windowCenter: [100], windowWidth: [50], voiFunction: 'SIGMOID' });
    expect(shownGrey(words, one, frame([75, 125]))(125)).toBeCloseTo(225, -1);
    expect(shownGrey(words, one, frame([75, 125], 'MONOCHROME1'))(125)).toBeCloseTo(30, -1);
  });

  it('a CT without a window has the one of its part', () => {
    const chest = { ...words, modality: 'CT', bodyPart: 'CHEST' };
    const grey = shownGrey(chest, instance(), frame([-2000, 3000]));
    expect(grey(-600)).toBeCloseTo(127.5, -1);
    expect(grey(150)).toBeGreaterThan(250);
  });

  it('without any, the middle 99 % of the values: a burnt-in letter does not darken the rest', () => {
    const values = [...Array.from({ length: 1000 }, (_, n) => n % 100), 30_000];
    expect(shownGrey(words, instance(), frame(values))(99)).toBeGreaterThan(240);
  });
});
