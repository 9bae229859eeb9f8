import { describe, expect, it } from 'vitest';
import fixture from '../../../training/chest-xray/fixture.json';
import { readFilm } from './film';
import { cleaned, HEART, LEFT, likeliest, onFilm, RIGHT, type Answer, type ClassMap } from './organs';
import { extents, FEATURES, featuresOf, outside } from './shape';
import { SIDE, squared } from './square';

/** training/chest-xray/phantom.py, in the same words. */
function phantom(height = 300, width = 260): Int16Array {
  const out = new Int16Array(width * height);
  for (let j = 0; j < height; j++)
    for (let i = 0; i < width; i++) {
      const [u, v] = [(i + 0.5) / width, (j + 0.5) / height];
      const inside = (cx: number, cy: number, rx: number, ry: number): boolean =>
        ((u - cx) / rx) ** 2 + ((v - cy) / ry) ** 2 < 1;
      let value = inside(0.5, 0.55, 0.48, 0.6) ? 2600 : 300;
      if (inside(0.31, 0.45, 0.16, 0.33) || inside(0.69, 0.45, 0.15, 0.33)) value = 900;
      if (inside(0.56, 0.62, 0.17, 0.15)) value = 2400;
      if (Math.abs(u - 0.5) < 0.04) value = 2800;
      out[j * width + i] = Math.round(value + 60 * Math.sin(12 * u) * Math.cos(9 * v));
    }
  return out;
}

/** The blocks of the fixture, as an answer of which the network is 85 % sure, moved to the right by some columns. */
function drawn(by = 0): Answer {
  const classes = new Uint8Array(SIDE * SIDE);
  for (const [organ, [j0, j1, i0, i1]] of Object.entries(fixture.drawn.blocks))
    for (let j = j0; j < j1; j++) classes.fill(Number(organ), j * SIDE + i0, j * SIDE + i1);
  for (let j = 5; j < 8; j++) classes.fill(HEART, j * SIDE + 5, j * SIDE + 8);
  const of = (organ: number): Float32Array =>
    Float32Array.from(classes, (_, v) => {
      const [j, i] = [Math.floor(v / SIDE), v % SIDE];
      return classes[j * SIDE + ((i - by + SIDE) % SIDE)] === organ ? 0.85 : 0.05;
    });
  return [of(RIGHT), of(LEFT), of(HEART)];
}

/** A plain chest of rectangles on a film of 120 x 100 pixels; `shift` moves it to the right. */
function chest(shift = 0): ClassMap {
  const [width, height] = [120, 100];
  const classes = new Uint8Array(width * height);
  const put = (organ: number, j0: number, j1: number, i0: number, i1: number): void => {
    for (let j = j0; j < j1; j++)
      classes.fill(organ, j * width + Math.max(0, i0 + shift), j * width + Math.min(width, i1 + shift));
  };
  put(RIGHT, 10, 80, 20, 50);
  put(LEFT, 10, 80, 70, 100);
  put(HEART, 50, 85, 45, 85);
  return { width, height, classes };
}

const wide = { turn: [-0.2, 0.3], tilt: [-5, 5], mirror: [-0.02, 0.2] } as const;

function read(map: ClassMap, negative = false) {
  const found = extents(map);
  const [right, left, heart] = [found[RIGHT]!, found[LEFT]!, found[HEART]!];
  return readFilm(map, { right, left, heart }, wide, negative);
}

describe('a film as the network sees it', () => {
  it('is what the training side makes of it', () => {
    const square = squared(phantom(), 260, 300);
    expect(square.reduce((a, b) => a + b, 0)).toBeCloseTo(fixture.square.sum, 1);
    for (const [j, i, value] of fixture.square.values) expect(square[j * SIDE + i]).toBeCloseTo(value, 5);
  });

  it('has the features that the training side finds, from an answer and that of its negative', () => {
    const square = squared(phantom(), 260, 300);
    const features = featuresOf(square, drawn(), drawn(6));
    for (const name of FEATURES) expect(features?.[name], name).toBeCloseTo(fixture.drawn.features[name], 4);
    const pixels = extents(cleaned({ width: SIDE, height: SIDE, classes: likeliest(drawn()) }));
    expect([RIGHT, LEFT, HEART].map((organ) => pixels[organ]?.count)).toEqual(fixture.drawn.pixels);
  });

  it('is no chest film where a feature lies beyond its limits, or an organ is missing', () => {
    const square = squared(phantom(), 260, 300);
    const features = featuresOf(square, drawn(), drawn(6))!;
    expect(outside(features, { unsure: [0, 0.2], agreement: [0.5, 1] })).toEqual([]);
    expect(outside(features, { unsure: [0, 0.1], agreement: [0.99, 1] })).toEqual(['unsure', 'agreement']);
    const [right, left] = drawn();
    expect(featuresOf(square, [right, left, new Float32Array(SIDE * SIDE)], drawn())).toBeUndefined();
  });
});

describe('outlines', () => {
  it('keep the largest piece and fill holes, but not with what is another organ', () => {
    const map = chest();
    map.classes[30 * 120 + 30] = 0;
    map.classes[31 * 120 + 31] = HEART;
    map.classes[2 * 120 + 2] = RIGHT;
    const { classes } = cleaned(map);
    expect(classes[30 * 120 + 30]).toBe(RIGHT);
    // The far piece of the heart was dropped before: the hole that it left belongs to the lung.
    expect(classes[31 * 120 + 31]).toBe(RIGHT);
    expect(classes[2 * 120 + 2]).toBe(0);
  });

  it('lie on the film where they lie on the square', () => {
    const map = cleaned(onFilm(drawn(), SIDE, 2 * SIDE, 3 * SIDE));
    const right = extents(map)[RIGHT]!;
    const [j0, j1, i0, i1] = fixture.drawn.blocks[1];
    expect([right.left, right.right, right.top, right.bottom]).toEqual([2 * i0, 2 * i1, 3 * j0, 3 * j1]);
  });
});

describe('the film', () => {
  it('has the widest heart over the widest lungs, the gap between the lungs, their rows and areas', () => {
    const { film, warnings } = read(chest());
    const { lines } = film;
    expect(lines?.rightHeartBorder[0]).toBe(44.5);
    expect(lines?.leftHeartBorder[0]).toBe(84.5);
    expect(lines?.rightInnerThorax[0]).toBe(19.5);
    expect(lines?.leftInnerThorax[0]).toBe(99.5);
    expect(film.midline).toBe(59.5);
    expect(film.lungs).toEqual({ right: [10, 80], left: [10, 80] });
    expect(film.lungAreaRatio).toBeCloseTo((70 * 30 - 30 * 5) / (70 * 30 - 30 * 15), 10);
    expect(warnings).toEqual([]);
  });

  it('has no ratio where its side or the heart is cut off, and says so', () => {
    const cut = read(chest(-25));
    expect(cut.film.lines).toBeUndefined();
    expect(cut.film.lungAreaRatio).toBeUndefined();
    expect(cut.warnings.map((w) => w.key)).toContain('filmCutAtSides');
    const { width, classes } = chest();
    const low = read({ width, height: 80, classes: classes.slice(0, 80 * width) });
    expect(low.film.lines).toBeUndefined();
    expect(low.warnings.map((w) => w.key)).toEqual(['filmCutHeart', 'filmAnglesCut']);
  });

  it('says which costophrenic angle is not on the film, also where only its tip is cut', () => {
    const tipped = (row: number, from: number, to: number, organ: number): string[] => {
      const { width, height, classes } = chest();
      for (let j = 79; j <= row; j++) classes.fill(organ, j * width + from, j * width + to);
      return read({ width, height, classes }).warnings.map((w) => w.key);
    };
    expect(tipped(99, 20, 22, RIGHT)).toEqual(['filmAngleCutRight']);
    expect(tipped(99, 98, 100, LEFT)).toEqual(['filmAngleCutLeft']);
    // Within 3 % of the height it reaches the border.
    expect(tipped(97, 20, 22, RIGHT)).toEqual(['filmAngleCutRight']);
    expect(tipped(96, 20, 22, RIGHT)).toEqual([]);
    // The inner part of a lung's base: no angle, but a lung that goes on below.
    expect(tipped(99, 40, 44, RIGHT)).toEqual(['filmCutBelow']);
    // At the side: the lowest rows alone.
    const { width, height, classes } = chest();
    for (let j = 70; j < 80; j++) classes.fill(LEFT, j * width + 100, (j + 1) * width);
    expect(read({ width, height, classes }).warnings.map((w) => w.key)).toContain('filmAngleCutLeft');
  });

  it('is remarked on when it is a negative, mirrored or turned', () => {
    expect(read(chest(), true).warnings.map((w) => w.key)).toEqual(['filmNegative']);
    const { width, height, classes } = chest();
    const turned = classes.slice();
    // The right lung loses its outer half.
    for (let j = 0; j < height; j++) turned.fill(0, j * width + 20, j * width + 38);
    // 22 of 62 columns on the right of the middle between the lungs.
    expect(read({ width, height, classes: turned }).warnings).toEqual([
      { key: 'filmUneven', values: { right: 35, left: 65 } },
    ]);
    const mirrored = classes.map((_, v) => {
      const organ = classes[Math.floor(v / width) * width + width - 1 - (v % width)];
      return organ === RIGHT ? LEFT : organ === LEFT ? RIGHT : organ;
    });
    expect(read({ width, height, classes: mirrored }).warnings.map((w) => w.key)).toEqual(['filmMirrored']);
  });
});
