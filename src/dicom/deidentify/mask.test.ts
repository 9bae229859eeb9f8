import { describe, expect, it } from 'vitest';
import { maskBitmap, type MaskShape } from './mask';

const picture = (shapes: readonly MaskShape[], columns = 9, rows = 5): string[] => {
  const bits = maskBitmap(shapes, columns, rows);
  return Array.from({ length: rows }, (_, y) =>
    [...bits.subarray(y * columns, (y + 1) * columns)].map((bit) => (bit ? '#' : '.')).join(''),
  );
};
const stroke = (
  points: readonly (readonly [number, number])[],
  radius: number,
  erase = false,
): MaskShape => ({ kind: 'stroke', points, radius, erase });

describe('a mask', () => {
  it('is a disc where the brush stood', () => {
    expect(picture([stroke([[2.5, 2.5]], 1.2)])).toEqual([
      '.........',
      '..#......',
      '.###.....',
      '..#......',
      '.........',
    ]);
  });

  it('leaves no gap between two points of a quick hand', () => {
    expect(
      picture([
        stroke(
          [
            [0.5, 0.5],
            [8.5, 4.5],
          ],
          0.8,
        ),
      ]),
    ).toEqual(['##.......', '.###.....', '...###...', '.....###.', '.......##']);
  });

  it('goes to the edge and never beyond', () => {
    const bits = maskBitmap(
      [
        stroke(
          [
            [-3, 2],
            [30, 2],
          ],
          50,
        ),
      ],
      9,
      5,
    );
    expect(bits).toEqual(new Uint8Array(45).fill(1));
    expect(picture([stroke([[-20, -20]], 3)])).toEqual(picture([]));
  });

  it('is drawn in order: the eraser takes what came before it, not what comes after', () => {
    const block: MaskShape = { kind: 'rectangle', left: 0, top: 0, width: 9, height: 5 };
    const rubbed = stroke(
      [
        [0.5, 2.5],
        [8.5, 2.5],
      ],
      0.5,
      true,
    );
    expect(picture([block, rubbed])[2]).toBe('.........');
    expect(picture([block, rubbed])[1]).toBe('#########');
    expect(picture([rubbed, block])[2]).toBe('#########');
  });

  it('covers each pixel that a rectangle touches', () => {
    expect(picture([{ kind: 'rectangle', left: 1.2, top: 0.9, width: 2, height: 1 }])).toEqual([
      '.###.....',
      '.###.....',
      '.........',
      '.........',
      '.........',
    ]);
  });
});
