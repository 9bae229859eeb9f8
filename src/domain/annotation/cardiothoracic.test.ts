import { describe, expect, it } from 'vitest';
import type { Point2 } from './annotation';
import { even, uneven, unknown, valueOf } from './annotation.fixture';
import { cardiothoracic } from './cardiothoracic';

const ratio = (points: readonly Point2[], scale = even) =>
  valueOf(cardiothoracic.measure(points, { scale }).values, 'cardiothoracicRatio');

/** Heart and thorax of given widths, borders at different heights. */
const chest = (heart: number, thorax: number, midline = 150): Point2[] => [
  [100, 220],
  [100 + heart, 260],
  [20, 310],
  [20 + thorax, 295],
  [midline, 90],
];

describe('cardiothoracic ratio', () => {
  // The rule's own vectors, clinical-rules section 10.
  it.each([
    [140, 280, 0.5],
    [142, 280, 142 / 280],
    [160, 280, 160 / 280],
  ])('%s over %s is %s', (heart, thorax, wanted) => {
    expect(ratio(chest(heart, thorax))).toBeCloseTo(wanted, 12);
    expect(ratio(chest(heart, thorax).slice(0, 4))).toBeCloseTo(wanted, 12);
  });

  it('measures straight across, in mm of the columns', () => {
    const { values } = cardiothoracic.measure(chest(140, 280), { scale: uneven });
    expect(values.map(({ name, unit }) => [name, unit])).toEqual([['cardiothoracicRatio', '1'], ['heartWidth', 'mm'], ['thoraxWidth', 'mm']]); // prettier-ignore
    expect(valueOf(values, 'heartWidth')).toBeCloseTo(98, 10);
    expect(valueOf(values, 'thoraxWidth')).toBeCloseTo(196, 10);
  });

  it('is the same without a calibration, wherever the midline lies, and in either order of borders', () => {
    expect(ratio(chest(150, 290), unknown)).toBeCloseTo(150 / 290, 12);
    expect(ratio(chest(150, 290, 60))).toBeCloseTo(150 / 290, 12);
    const [a, b, c, d, e] = chest(150, 290);
    expect(ratio([b, a, d, c, e])).toBeCloseTo(150 / 290, 12);
  });

  it('is the same on a film that was stored lying on its side', () => {
    const turned = chest(150, 290).map(([x, y]): Point2 => [400 - y, x]);
    expect(ratio(turned)).toBeCloseTo(150 / 290, 12);
  });

  it('lets each of its three lines be dragged by itself', () => {
    const points = chest(140, 280);
    const moved = (from: Point2, to: Point2): readonly number[] =>
      cardiothoracic.carry!(points, from, to, even).flatMap((p, n) =>
        p[0] === points[n][0] && p[1] === points[n][1] ? [] : [n],
      );
    expect(moved([120, 221], [120, 240])).toEqual([0, 1]);
    expect(moved([250, 303], [255, 310])).toEqual([2, 3]);
    expect(moved([151, 130], [141, 130])).toEqual([4]);
    // The midline goes, the ratio stays.
    expect(ratio(cardiothoracic.carry!(points, [151, 130], [131, 130], even))).toBe(ratio(points));
  });

  it('has no ratio without a thorax', () => {
    expect(ratio([[0, 0], [5, 0], [3, 3], [3, 3]])).toBeUndefined(); // prettier-ignore
  });

  it('draws the parts of the heart to the midline, and the whole width without one', () => {
    const solid = (points: readonly Point2[]) =>
      cardiothoracic
        .paths(points, even)
        .flatMap((p) => (p.path === 'line' && !p.dashed ? [Math.abs(p.points[0][0] - p.points[1][0])] : []));
    expect(solid(chest(140, 280))).toEqual([50, 90, 280]);
    expect(solid(chest(140, 280).slice(0, 4))).toEqual([140, 280]);
  });
});
