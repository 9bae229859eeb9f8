import { describe, expect, it } from 'vitest';
import { distanceTo } from '../../domain/distance-field';
import { closeWithDisc } from './closing';

/** The same by distances. */
function slowly(picture: Uint8Array, w: number, h: number, radius: number): Uint8Array {
  const away = distanceTo(picture, [w, h, 1], [1, 1, 1], true);
  const free = Uint8Array.from(away, (d) => (d > radius ? 1 : 0));
  const back = distanceTo(free, [w, h, 1], [1, 1, 1], true);
  return picture.map((value, v) => (value === 1 || back[v] > radius ? 1 : 0));
}

describe('closeWithDisc', () => {
  it.each([1, 2, 5, 7, 12])('closes notches and gaps as distances do, radius %i', (radius) => {
    const [w, h] = [90, 70];
    const picture = new Uint8Array(w * h);
    const pad = radius + 1;
    let state = radius;
    for (let j = pad; j < h - pad; j++)
      for (let i = pad; i < w - pad; i++) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        const disc = Math.hypot(i - 40, j - 33) < 20 && Math.hypot(i - 58, j - 30) > 9;
        picture[i + w * j] = disc || state % 97 === 0 ? 1 : 0;
      }
    const wanted = slowly(picture, w, h, radius);
    const before = picture.slice();
    closeWithDisc(picture, w, h, radius);
    expect(picture).toEqual(wanted);
    expect(picture).not.toEqual(before);
  });
});
