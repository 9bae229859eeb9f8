import { describe, expect, it } from 'vitest';
import type { PlaceScale } from './annotation/annotation';
import {
  linesOfPoints,
  measureCardiothoracic,
  pointsOfLines,
  type CardiothoracicLines,
} from './cardiothoracic';

const film: PlaceScale = { x: 0.5, y: 0.5, unit: 'mm', source: 'detector' };
const bare: PlaceScale = { x: 1, y: 1, unit: 'px', source: 'none' };

/** Parts of the heart right and left of the midline and the thorax, in pixels; the patient's right is at column 0. */
const lines = (right: number, left: number, thorax: number): CardiothoracicLines => ({
  midline: [300, 40],
  rightHeartBorder: [300 - right, 260],
  leftHeartBorder: [300 + left, 300],
  rightInnerThorax: [300 - thorax / 2, 350],
  leftInnerThorax: [300 + thorax / 2, 350],
});

describe('the cardiothoracic ratio', () => {
  // The vectors of the rule, specification section 10.
  it.each([
    [40, 100, 280, 0.5, 'normal'],
    [42, 100, 280, 142 / 280, 'mild'],
    [50, 110, 280, 160 / 280, 'moderate'],
    [70, 110, 280, 180 / 280, 'severe'],
  ])('%s and %s over %s: %s, %s', (right, left, thorax, ratio, grade) => {
    const found = measureCardiothoracic(lines(right, left, thorax), film, 'PA');
    expect(found.ratio).toBeCloseTo(ratio, 12);
    expect(found.grade).toBe(grade);
    expect(found.withheld).toBeUndefined();
  });

  it('gives each width with its unit and where that comes from', () => {
    const found = measureCardiothoracic(lines(40, 100, 280), film, 'PA');
    expect(found.rightHeart).toEqual({ value: 20, unit: 'mm', source: 'detector' });
    expect(found.leftHeart).toEqual({ value: 50, unit: 'mm', source: 'detector' });
    expect(found.heart.value).toBe(70);
    expect(found.thorax.value).toBe(140);
    const pixels = measureCardiothoracic(lines(40, 100, 280), bare, 'PA');
    expect(pixels.heart).toEqual({ value: 140, unit: 'px', source: 'none' });
    expect(pixels.ratio).toBe(found.ratio);
  });

  it.each([
    ['AP', 'anteroposterior'],
    ['', 'unknownView'],
    [undefined, 'unknownView'],
    ['LL', 'otherView'],
  ])('keeps its number and has no grade on a film of view %s', (view, withheld) => {
    const found = measureCardiothoracic(lines(70, 110, 280), film, view);
    expect(found.ratio).toBeCloseTo(180 / 280, 12);
    expect(found.grade).toBeUndefined();
    expect(found.withheld).toBe(withheld);
  });

  it('counts what lies beyond the midline against the other side', () => {
    const found = measureCardiothoracic(lines(-10, 130, 280), film, 'PA');
    expect(found.rightHeart?.value).toBe(-5);
    expect(found.leftHeart?.value).toBe(65);
    expect(found.ratio).toBeCloseTo(120 / 280, 12);
  });

  it('is the same on a mirrored film and on one that lies on its side', () => {
    const upright = lines(40, 100, 280);
    const turned = (turn: (p: readonly [number, number]) => readonly [number, number]): CardiothoracicLines =>
      linesOfPoints(pointsOfLines(upright).map(turn))!;
    for (const other of [turned(([x, y]) => [600 - x, y]), turned(([x, y]) => [500 - y, x])]) {
      const found = measureCardiothoracic(other, film, 'PA');
      expect([found.ratio, found.rightHeart?.value, found.leftHeart?.value]).toEqual([0.5, 20, 50]);
    }
  });

  it('needs no midline, and has no ratio without a thorax', () => {
    const { midline, ...borders } = lines(40, 100, 280);
    expect(midline).toBeDefined();
    const found = measureCardiothoracic(borders, film, 'PA');
    expect([found.ratio, found.rightHeart]).toEqual([0.5, undefined]);
    expect(measureCardiothoracic(lines(40, 100, 0), film, 'PA')).toMatchObject({ withheld: 'noThorax' });
    expect(measureCardiothoracic(lines(140, 140, 280), film, 'PA').withheld).toBe('heartTooWide');
  });

  it('becomes the points of a drawing and comes back from them', () => {
    const whole = lines(40, 100, 280);
    expect(linesOfPoints(pointsOfLines(whole))).toEqual(whole);
    expect(linesOfPoints(pointsOfLines(whole).slice(0, 3))).toBeUndefined();
  });
});
