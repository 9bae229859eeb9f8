import { describe, expect, it } from 'vitest';
import type { UltrasoundRegion } from './frame-facts';
import type { Point2 } from './outline-axes';
import { measureUltrasoundLesion, type LesionOutline, type UltrasoundLesion } from './ultrasound-lesion';
import type { ImageScale, VoxelMask } from './volume';

const region = (
  box: readonly [number, number, number, number],
  mmX: number,
  mmY: number,
): UltrasoundRegion => ({
  minX: box[0],
  minY: box[1],
  maxX: box[2],
  maxY: box[3],
  tissue: mmX > 0,
  mmX,
  mmY,
});
const scaleOf = (...ultrasoundRegions: UltrasoundRegion[]): ImageScale => ({
  ultrasoundRegions,
  spacingSource: 'none',
});
/** Pixels whose place in mm lies in an ellipse around the middle of a box of the image. */
function ellipse(
  start: readonly [number, number],
  halfMm: Point2,
  mm: Point2,
  turnDeg = 0,
  side = 120,
): VoxelMask {
  const c = (side - 1) / 2;
  const [co, si] = [Math.cos((turnDeg * Math.PI) / 180), Math.sin((turnDeg * Math.PI) / 180)];
  const data = Uint8Array.from({ length: side * side }, (_, n) => {
    const x = ((n % side) - c) * mm[0];
    const y = (Math.floor(n / side) - c) * mm[1];
    return ((x * co + y * si) / halfMm[0]) ** 2 + ((y * co - x * si) / halfMm[1]) ** 2 <= 1 ? 1 : 0;
  });
  return { start: [...start, 0], size: [side, side, 1], data };
}
const ring = (n: number, centre: Point2, half: Point2): Point2[] =>
  Array.from({ length: n }, (_, at) => {
    const a = (2 * Math.PI * at) / n;
    return [centre[0] + half[0] * Math.cos(a), centre[1] + half[1] * Math.sin(a)];
  });
function lesionOf(scale: ImageScale, outline: LesionOutline): UltrasoundLesion {
  const made = measureUltrasoundLesion(scale, outline);
  if (!made.ok) throw new Error(made.refusal);
  return made.lesion;
}
const refusal = (scale: ImageScale, outline: LesionOutline): string => {
  const made = measureUltrasoundLesion(scale, outline);
  return made.ok ? 'measured' : made.refusal;
};

describe('an outlined ultrasound lesion', () => {
  const anisotropic = scaleOf(region([0, 0, 499, 399], 0.1, 0.2));

  it('a lying ellipse of 8 by 5 mm on pixels of 0.1 by 0.2 mm', () => {
    const {
      measures: m,
      tallerThanWide,
      lengths,
    } = lesionOf(anisotropic, {
      mask: ellipse([40, 30], [4, 2.5], [0.1, 0.2]),
    });
    expect(Math.abs(m.longAxis.value - 8)).toBeLessThan(0.2);
    // Along columns a pixel is 0.2 mm: lengths on a mask are good to about one.
    expect(Math.abs(m.shortAxis.value - 5)).toBeLessThan(0.25);
    expect(Math.abs(m.width.value - 8)).toBeLessThan(0.11);
    expect(Math.abs(m.depth.value - 5)).toBeLessThan(0.21);
    expect(m.depthToWidth.value).toBeCloseTo(m.depth.value / m.width.value, 9);
    expect(m.area.value / (Math.PI * 4 * 2.5)).toBeCloseTo(1, 1);
    expect(m.angle.value).toBeLessThan(6);
    expect([m.longAxis.unit, m.area.unit, m.depthToWidth.unit, m.angle.unit]).toEqual([
      'mm',
      'mm2',
      '1',
      'deg',
    ]);
    expect(m.width.calibration).toBe('SequenceOfUltrasoundRegions (0018,6011)');
    expect(m.width.method).toContain('skin');
    expect(tallerThanWide).toBe(false);
    expect(lengths).toEqual({ source: 'ultrasound', mm: [0.1, 0.2] });
  });

  it('what looks wide in pixels may be taller than wide in mm', () => {
    const mask = ellipse([0, 0], [30, 20], [1, 1]);
    const square = lesionOf(scaleOf(region([0, 0, 499, 399], 0.1, 0.1)), { mask });
    expect(square.tallerThanWide).toBe(false);
    const tall = lesionOf(anisotropic, { mask });
    expect(tall.tallerThanWide).toBe(true);
    expect(tall.measures.depthToWidth.value).toBeCloseTo(2 * square.measures.depthToWidth.value, 6);
    expect(tall.measures.angle.value).toBeGreaterThan(80);
  });

  it('an ellipse turned by 30 degrees: the axis has its angle, and its ends lie in the image', () => {
    const { measures: m, axes } = lesionOf(scaleOf(region([0, 0, 499, 399], 0.1, 0.1)), {
      mask: ellipse([100, 50], [5, 2], [0.1, 0.1], 30),
    });
    expect(Math.abs(m.angle.value - 30)).toBeLessThan(2);
    expect(Math.abs(m.longAxis.value - 10)).toBeLessThan(0.1);
    // Extent of a turned ellipse: 2 * hypot(a cos, b sin).
    expect(
      Math.abs(m.width.value - 2 * Math.hypot(5 * Math.cos(Math.PI / 6), 2 * Math.sin(Math.PI / 6))),
    ).toBeLessThan(0.11);
    const middle = axes.long.map((p) => p).reduce((a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    expect(Math.abs(middle[0] - 159.5)).toBeLessThan(1.5);
    expect(Math.abs(middle[1] - 109.5)).toBeLessThan(1.5);
  });

  it('a ring is measured as it is drawn', () => {
    const square: Point2[] = [
      [10, 10],
      [40, 10],
      [40, 30],
      [10, 30],
    ];
    const { measures: m } = lesionOf(anisotropic, { polygon: square });
    expect(m.width.value).toBeCloseTo(3, 9);
    expect(m.depth.value).toBeCloseTo(4, 9);
    expect(m.area.value).toBeCloseTo(12, 9);
    expect(m.longAxis.value).toBeCloseTo(5, 9);
    const round = lesionOf(anisotropic, { polygon: ring(180, [200, 100], [60, 20]) }).measures;
    expect(round.longAxis.value).toBeCloseTo(12, 2);
    expect(round.shortAxis.value).toBeCloseTo(8, 1);
  });

  it('the calibration is that of the region where the outline lies', () => {
    const two = scaleOf(region([0, 0, 199, 399], 0.1, 0.1), region([200, 0, 499, 399], 0.05, 0.05));
    const left = lesionOf(two, { polygon: ring(90, [100, 100], [40, 40]) }).measures;
    const right = lesionOf(two, { polygon: ring(90, [300, 100], [40, 40]) }).measures;
    expect(left.longAxis.value).toBeCloseTo(8, 2);
    expect(right.longAxis.value).toBeCloseTo(4, 2);
  });

  it('an outline across regions, or out of its region, is refused with the reason', () => {
    const two = scaleOf(region([0, 0, 199, 399], 0.1, 0.1), region([200, 0, 499, 399], 0.05, 0.05));
    expect(refusal(two, { polygon: ring(60, [200, 100], [40, 40]) })).toBe('acrossRegions');
    expect(refusal(two, { polygon: ring(60, [100, 390], [40, 40]) })).toBe('acrossRegions');
    const same = scaleOf(region([0, 0, 199, 399], 0.1, 0.1), region([200, 0, 499, 399], 0.1, 0.1));
    // Two pictures side by side are two planes, whatever their scales.
    expect(refusal(same, { polygon: ring(60, [200, 100], [40, 40]) })).toBe('acrossRegions');
  });

  it('a colour box over the tissue does not stand in the way, unless it says another length', () => {
    const over = (mm: number): ImageScale =>
      scaleOf(region([0, 0, 499, 399], 0.1, 0.1), region([150, 50, 250, 150], mm, mm));
    const across = { polygon: ring(60, [150, 100], [40, 40]) };
    expect(lesionOf(over(0.1), across).measures.longAxis.value).toBeCloseTo(8, 1);
    const inside = { polygon: ring(60, [200, 100], [40, 40]) };
    expect(refusal(over(0.2), inside)).toBe('scalesDiffer');
  });

  it('without calibration lengths are in pixels, and that is said', () => {
    for (const scale of [{ spacingSource: 'none' } as ImageScale, scaleOf(region([0, 0, 499, 399], 0, 0))]) {
      const { measures: m, lengths } = lesionOf(scale, { polygon: ring(180, [100, 100], [40, 20]) });
      expect(m.longAxis).toMatchObject({ unit: '{pixels}', calibration: 'none' });
      expect(m.longAxis.value).toBeCloseTo(80, 1);
      expect(m.depthToWidth.calibration).toContain('square');
      expect(m.area.unit).toBe('{pixels}');
      expect(lengths.source).toBe('none');
    }
    const beside = scaleOf(region([300, 0, 499, 399], 0.1, 0.1));
    expect(lesionOf(beside, { polygon: ring(60, [100, 100], [40, 20]) }).lengths.source).toBe('none');
  });

  it('PixelSpacing serves where the file has no regions', () => {
    const scale: ImageScale = { spacingSource: 'PixelSpacing', pixelSpacing: [0.2, 0.1] };
    const { measures: m } = lesionOf(scale, { polygon: ring(180, [100, 100], [40, 20]) });
    expect(m.width.value).toBeCloseTo(8, 2);
    expect(m.depth.value).toBeCloseTo(8, 2);
    expect(m.width.calibration).toContain('PixelSpacing');
  });

  it('nothing drawn, and pixels on two frames, are refused', () => {
    const none: VoxelMask = { start: [0, 0, 0], size: [4, 4, 1], data: new Uint8Array(16) };
    expect(refusal(anisotropic, { mask: none })).toBe('empty');
    expect(
      refusal(anisotropic, {
        polygon: [
          [1, 1],
          [5, 5],
        ],
      }),
    ).toBe('empty');
    const both: VoxelMask = { start: [0, 0, 0], size: [2, 2, 2], data: new Uint8Array(8).fill(1) };
    expect(refusal(anisotropic, { mask: both })).toBe('severalFrames');
  });

  it('specks beside the lesion do not lengthen it', () => {
    const mask = ellipse([40, 30], [4, 2.5], [0.1, 0.2]);
    const data = Uint8Array.from(mask.data);
    data[0] = 1;
    const clean = lesionOf(anisotropic, { mask }).measures;
    const specked = lesionOf(anisotropic, { mask: { ...mask, data } }).measures;
    expect(specked.longAxis.value).toBe(clean.longAxis.value);
    expect(specked.width.value).toBe(clean.width.value);
  });
});
