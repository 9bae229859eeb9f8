import { describe, expect, it } from 'vitest';
import type { PresentationObject, PrTable } from '../../dicom/objects';
import type { Instance } from '../../domain/study';
import type { ViewedImage } from '../images';
import { storedRange } from '../window';
import { gradationOf } from './gradation';

const image = (instance: Partial<Instance> = {}, prescaled = false): ViewedImage => ({
  imageId: 'lamplight:1/1',
  frame: 1,
  prescaled,
  series: {} as ViewedImage['series'],
  instance: {
    sopInstanceUid: '1',
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    bitsStored: 12,
    pixelRepresentation: 0,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    ...instance,
  } as Instance,
});

const state = (more: Partial<PresentationObject> = {}): PresentationObject =>
  ({ kind: 'presentation', voi: [], inverse: false, ...more }) as PresentationObject;

const table = (first: number, bits: number, values: number[]): PrTable => ({
  first,
  bits,
  values: Uint16Array.from(values),
});
const voi = (more: object) => [
  { images: [], center: 0, width: 1, explanation: '', function: 'LINEAR', ...more },
];

/** Grey 0..255 of a stored value as the viewport draws it: over the window, a curve or a line. */
function grey(pr: PresentationObject, of: ViewedImage, stored: number): number {
  const found = gradationOf(pr, of);
  if (!found) throw new Error('no gradation');
  const { lower, upper } = storedRange(found.window, {
    slope: of.instance.rescaleSlope,
    intercept: of.instance.rescaleIntercept,
  });
  const share = Math.min(1, Math.max(0, (stored - lower) / (upper - lower)));
  const { curve } = found;
  const value = curve ? curve[Math.round(share * (curve.length - 1))] : pr.inverse ? 1 - share : share;
  return Math.round(255 * value);
}

describe('gradationOf', () => {
  it('is a plain window where lines and a window are all there is', () => {
    const pr = state({ voi: voi({ center: 40, width: 400 }), rescale: { slope: 1, intercept: -1024 } });
    const ct = image({ rescaleIntercept: -1000 });
    // The state's own rescale counts: 40 is stored value 1064, which the image calls 64.
    expect(gradationOf(pr, ct)).toEqual({ window: { center: 64, width: 400 } });
    expect(gradationOf(state(), image())).toEqual({ window: { center: 2048, width: 4096 } });
  });

  it('keeps bright and dark where the modality line falls', () => {
    const pr = state({ rescale: { slope: -2, intercept: -1 }, voi: voi({ center: 0, width: 8192 }) });
    const signed = image({ pixelRepresentation: 1 });
    expect(grey(pr, signed, -2048)).toBe(255);
    expect(grey(pr, signed, 2047)).toBe(0);
    expect(grey({ ...pr, inverse: true }, signed, -2048)).toBe(0);
  });

  it('sends values through a VOI table, whose first value is signed when its input is', () => {
    const falling = table(0xfffe, 8, [255, 200, 100, 10, 0]);
    const pr = state({ voi: voi({ table: falling }) });
    const signed = image({ pixelRepresentation: 1 });
    expect([-3, -2, -1, 0, 1, 2, 50].map((v) => grey(pr, signed, v))).toEqual([255, 255, 200, 100, 10, 0, 0]);
  });

  it('spreads the presentation table over what the window gives, and takes no shape beside it', () => {
    const pr = state({
      voi: voi({ center: 50.5, width: 101 }),
      presentationTable: table(0, 10, [0, 1023, 0]),
    });
    expect([0, 50, 100].map((v) => grey(pr, image(), v))).toEqual([0, 255, 0]);
  });

  it('sends stored values through a modality table, with and without a window after it', () => {
    const modality = table(10, 8, [0, 50, 100, 200]);
    expect([9, 10, 11, 12, 13, 40].map((v) => grey(state({ modalityTable: modality }), image(), v))).toEqual([
      0, 0, 50, 100, 200, 200,
    ]);
    const windowed = state({ modalityTable: modality, voi: voi({ center: 75.5, width: 51 }) });
    expect([10, 11, 12, 13].map((v) => grey(windowed, image(), v))).toEqual([0, 0, 255, 255]);
  });

  it('inverts after the tables', () => {
    const pr = state({ voi: voi({ table: table(0, 8, [0, 128, 255]) }), inverse: true });
    expect([0, 1, 2].map((v) => grey(pr, image(), v))).toEqual([255, 127, 0]);
  });

  it('leaves images whose own tables cannot be put aside, and colour', () => {
    const own = table(0, 8, [1, 2, 3]);
    expect(gradationOf(state(), image({ voiLut: own }))).toBeUndefined();
    expect(
      gradationOf(state({ modalityTable: table(0, 8, [3, 2, 1]) }), image({ modalityLut: own })),
    ).toBeUndefined();
    expect(gradationOf(state({ modalityTable: own }), image({ modalityLut: own }))?.window).toEqual({
      center: 128,
      width: 256,
    });
    expect(gradationOf(state(), image({ samplesPerPixel: 3 }))).toBeUndefined();
  });
});
