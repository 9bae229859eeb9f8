import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/study';
import type { ViewPlane } from './plane';
import { mmPerCssPx, shownScale } from './scale';
import { isTrueSize } from './screen';

/** Half a mm of the drawn plane a CSS px, 400 x 300 px. */
const plane: ViewPlane = {
  origin: [0, 0, 0],
  right: [0.5, 0, 0],
  down: [0, 0.5, 0],
  normal: [0, 0, -1],
  width: 400,
  height: 300,
};
const image = (facts: Partial<Instance>): Instance => facts as Instance;

describe('length that a CSS px shows', () => {
  it('is that of the pixels of a cross-section, and of a radiograph at its detector', () => {
    expect(mmPerCssPx(image({ pixelSpacing: [0.8, 0.8] }), plane)).toEqual({ mm: 0.5, source: 'pixel' });
    expect(
      mmPerCssPx(image({ pixelSpacing: [0.143, 0.143], spacingSource: 'ImagerPixelSpacing' }), plane),
    ).toEqual({ mm: 0.5, source: 'detector' });
  });

  it('is not known of an image that says nothing about lengths; its bar counts pixels', () => {
    expect(mmPerCssPx(image({}), plane)).toBeUndefined();
    expect(mmPerCssPx(undefined, plane)).toBeUndefined();
    expect(shownScale(image({}), plane).unit).toBe('px');
  });
});

describe('true size', () => {
  it('holds where a mm of the object is a mm of the screen, and nowhere else', () => {
    expect(isTrueSize(0.25, 4)).toBe(true);
    expect(isTrueSize(0.2502, 4)).toBe(true);
    expect(isTrueSize(0.2504, 4)).toBe(false);
    expect(isTrueSize(undefined, 4)).toBe(false);
    expect(isTrueSize(0.25, undefined)).toBe(false);
  });
});
