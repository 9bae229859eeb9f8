/** The page against Python on made frames: training/breast-ultrasound/fixture.json, written by its export.py. */
import { describe, expect, it } from 'vitest';
import fixture from '../../../training/breast-ultrasound/fixture.json';
import manifest from '../../../public/models/breast-ultrasound/manifest.json';
import { readManifest } from '../../inference/manifest';
import { features, FEATURES } from './features';
import { notches } from './outline';
import { pictureNumbers, pictureScore } from './picture';
import { readRules } from './rules';
import { onFrame, partAbove, squared } from './square';
import { suspicionOf } from './suspicion';

const [height, width] = [240, 320];
const SIDE = fixture.side;
const each = (rows: number, columns: number, value: (y: number, x: number) => number): number[] =>
  Array.from({ length: rows * columns }, (_, v) => value(Math.floor(v / columns), v % columns));

/** phantom.frame of the training folder. */
const frame = each(height, width, (y, x) => {
  const inside = Math.floor(((x - 150) * 10) / 55) ** 2 + Math.floor(((y - 110) * 10) / 38) ** 2 < 100;
  let grey = 150 - Math.floor((y * 90) / height) + (Math.floor((y * 7) / height) % 2) * 14;
  if (Math.abs(x - 150) < 30 && y > 145) grey = Math.floor((grey * 6) / 10);
  if (inside) grey = 28 + ((x * 3 + y * 5) % 9);
  return Math.min(255, Math.max(0, grey + ((13 * x + 29 * y + x * y) % 37) - 18));
});

/** phantom.marked of the training folder. */
function marked() {
  const mask = Uint8Array.from(
    each(SIDE, SIDE, (y, x) => {
      const body = ((x - 90) / 34) ** 2 + ((y - 84) / 22) ** 2 < 1 || (x - 118) ** 2 + (y - 70) ** 2 < 169;
      return body && !(Math.abs(x - 80) < 3 && y < 70) ? 1 : 0;
    }),
  );
  const image = Float32Array.from(
    each(SIDE, SIDE, (y, x) => {
      let grey = 40 + ((y * 11 + x * 17 + x * y) % 61) + (y > 24 ? 30 : 0);
      if (mask[y * SIDE + x] === 1) grey = 12 + ((x * 5 + y * 3) % 14);
      if (Math.abs(x - 90) < 20 && y > 108) grey *= 0.5;
      return x < 10 ? 0 : grey / 255;
    }),
  );
  const p = Float32Array.from(
    each(SIDE, SIDE, (y, x) => 1 / (1 + Math.exp((((x - 90) / 36) ** 2 + ((y - 84) / 24) ** 2 - 1) * 4))),
  );
  return { image, mask, p };
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe('breast ultrasound against Python', () => {
  it('brings a frame into the square alike', () => {
    const square = squared(frame, width, { x0: 0, y0: 0, x1: width, y1: height }, SIDE);
    expect(sum(square)).toBeCloseTo(fixture.square.sum, 1);
    for (const [y, x, value] of fixture.square.values) expect(square[y * SIDE + x]).toBeCloseTo(value, 5);
  });

  it('takes the same numbers of a picture and scores it the same', () => {
    const square = squared(frame, width, { x0: 0, y0: 0, x1: width, y1: height }, SIDE);
    const numbers = pictureNumbers(square, height, width)!;
    for (const [name, value] of Object.entries(fixture.picture.numbers))
      expect(numbers[name as keyof typeof numbers], name).toBeCloseTo(value, 4);
    const { picture } = readRules({ manifest: readManifest(manifest) });
    expect(pictureScore(picture!, numbers)).toBeCloseTo(fixture.picture.score, 3);
    // Half of the grey of the frame in noise: whatever the weighted sum says, no B-mode has such neighbours.
    const noisy = square.map((v, n) => (v + (Math.imul(n, 2654435761) >>> 24) / 255) / 2);
    expect(pictureScore(picture!, pictureNumbers(noisy, height, width)!)).toBe(-Infinity);
    expect(
      pictureNumbers(new Float32Array(SIDE ** 2).fill(0.5), SIDE, SIDE),
      'an even field',
    ).toBeUndefined();
    expect(pictureNumbers(square, 20, 320), 'a strip').toBeUndefined();
  });

  it('brings values of the square back to the frame alike', () => {
    const out = onFrame(marked().p, height, width);
    expect(sum(out)).toBeCloseTo(fixture.onFrame.sum, 0);
    for (const [y, x, value] of fixture.onFrame.values) expect(out[y * width + x]).toBeCloseTo(value, 5);
  });

  it('looks only at the part of the frame that may hold a lesion, and sees the same there', () => {
    const { p } = marked();
    for (const threshold of [0.2, 0.5, 0.9]) {
      const part = partAbove(p, height, width, threshold)!;
      const all = onFrame(p, height, width);
      const seen = onFrame(p, height, width, part);
      const wide = part.x1 - part.x0;
      expect(wide * (part.y1 - part.y0)).toBeLessThan(width * height);
      // Counted, not expected one by one: there are a quarter of a million of them.
      const wrong = all.filter((value, v) => {
        const [x, y] = [v % width, Math.floor(v / width)];
        const within = x >= part.x0 && x < part.x1 && y >= part.y0 && y < part.y1;
        return within ? seen[(y - part.y0) * wide + x - part.x0] !== value : value > threshold;
      });
      expect(wrong).toHaveLength(0);
    }
    expect(partAbove(p, height, width, 1)).toBeUndefined();
  });

  it('computes the same features and the same score', () => {
    const { image, mask, p } = marked();
    expect(sum(mask)).toBe(fixture.mask);
    const found = features(image, mask, p);
    for (const name of FEATURES) expect(found[name], name).toBeCloseTo(fixture.features[name], 4);
    const depths = notches({ size: [SIDE, SIDE, 1], data: mask });
    fixture.notches.forEach((depth, n) => expect(depths[n]).toBeCloseTo(depth, 4));
    const { suspicion } = readRules({ manifest: readManifest(manifest) });
    expect(suspicionOf(suspicion!.model, found)).toBeCloseTo(fixture.suspicion, 4);
  });
});
