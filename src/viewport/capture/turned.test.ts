import { describe, expect, it } from 'vitest';
import { imageAt, turned } from './turned';

/** What an image of 3 x 2 becomes, pixel by pixel. */
function picture(flip: boolean, rotation: 0 | 90 | 180 | 270): string[] {
  const image = ['abc', 'def'];
  const as = turned(3, 2, { flip, rotation });
  return Array.from({ length: as.height }, (_row, y) =>
    Array.from({ length: as.width }, (_column, x) => {
      const [i, j] = imageAt(as, x + 0.5, y + 0.5);
      return image[Math.floor(j)][Math.floor(i)];
    }).join(''),
  );
}

describe('turned', () => {
  it('turns clockwise', () => {
    expect(picture(false, 0)).toEqual(['abc', 'def']);
    expect(picture(false, 90)).toEqual(['da', 'eb', 'fc']);
    expect(picture(false, 180)).toEqual(['fed', 'cba']);
    expect(picture(false, 270)).toEqual(['cf', 'be', 'ad']);
  });

  it('mirrors first, then turns', () => {
    expect(picture(true, 0)).toEqual(['cba', 'fed']);
    expect(picture(true, 90)).toEqual(['fc', 'eb', 'da']);
    expect(picture(true, 180)).toEqual(['def', 'abc']);
    expect(picture(true, 270)).toEqual(['ad', 'be', 'cf']);
  });
});
