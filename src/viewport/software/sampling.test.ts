import { describe, expect, it } from 'vitest';
import type { ViewPlane } from '../plane';
import type { Greys } from './greys';
import { sampleImage, sampleVolume, samplingOf, type Sampling } from './sampling';

/** Grey n for value n, opaque. */
const straight: Greys = {
  lower: 0,
  upper: 255,
  table: Uint32Array.from({ length: 256 }, (...[, n]) => 0xff000000 | (n * 0x010101)),
};
const BLACK = 0xff000000;
const image = (data: ArrayLike<number>, columns: number, components = 1) => ({
  data: Int16Array.from(data) as never,
  columns,
  rows: data.length / columns / components,
  components,
});

function drawn(
  source: ReturnType<typeof image>,
  sampling: Sampling,
  [width, height]: [number, number],
  { smooth = true, greys = straight } = {},
): number[] {
  const out = new Uint32Array(width * height);
  sampleImage(source, sampling, greys, smooth, out, width);
  return [...out].map((pixel) => (pixel >>> 0 === BLACK ? -1 : pixel & 0xff));
}

describe('an image sampled by the processor', () => {
  const four = image([10, 20, 30, 40], 2);

  it('gives pixels back one to one', () => {
    expect(drawn(four, { start: [0, 0, 0], right: [1, 0, 0], down: [0, 1, 0] }, [2, 2])).toEqual([
      10, 20, 30, 40,
    ]);
  });

  it('blends values between the middles of pixels, and repeats the outer half pixel', () => {
    // Twice as large: canvas pixels at -0.25, 0.25, 0.75, 1.25.
    expect(
      drawn(four, { start: [-0.25, -0.25, 0], right: [0.5, 0, 0], down: [0, 0.5, 0] }, [4, 4]).slice(0, 8),
    ).toEqual([10, 13, 18, 20, 15, 18, 23, 25]);
  });

  it('takes the pixel that it lies in when it is not to blend', () => {
    expect(
      drawn(four, { start: [-0.25, 0, 0], right: [0.5, 0, 0], down: [0, 1, 0] }, [4, 1], { smooth: false }),
    ).toEqual([10, 10, 20, 20]);
  });

  it('is black beyond the image', () => {
    expect(drawn(four, { start: [-0.6, 0, 0], right: [1, 0, 0], down: [0, 1, 0] }, [4, 1])).toEqual([
      -1, 14, 20, -1,
    ]);
  });

  it('blends values and not greys: a step across the window stays as steep as the values are', () => {
    const step = image([-1000, 1000], 2);
    const greys = { ...straight, lower: -100, upper: 104 };
    const row = drawn(step, { start: [0, 0, 0], right: [0.25, 0, 0], down: [0, 1, 0] }, [5, 1], { greys });
    // -1000, -500, 0, 500, 1000: only the middle lies inside the window.
    expect(row).toEqual([-1, -1, 125, 255, 255]);
  });

  it('turns and mirrors', () => {
    expect(drawn(four, { start: [1, 0, 0], right: [0, 1, 0], down: [-1, 0, 0] }, [2, 2])).toEqual([
      20, 40, 10, 30,
    ]);
  });

  it('colours have their three values', () => {
    const red = image([200, 10, 20, 100, 30, 40], 2, 3);
    const out = new Uint32Array(3);
    sampleImage(red, { start: [0, 0, 0], right: [0.5, 0, 0], down: [0, 1, 0] }, straight, true, out, 3);
    expect([...out].map((pixel) => (pixel >>> 0).toString(16))).toEqual(['ff140ac8', 'ff1e1496', 'ff281e64']);
  });

  it('one row or one column is an image too', () => {
    expect(
      drawn(image([10, 30], 2), { start: [0.5, 0.3, 0], right: [1, 0, 0], down: [0, 1, 0] }, [1, 1]),
    ).toEqual([20]);
    expect(
      drawn(image([10, 30], 1), { start: [0.3, 0.5, 0], right: [1, 0, 0], down: [0, 1, 0] }, [1, 1]),
    ).toEqual([20]);
  });
});

describe('a plane sampled by the processor', () => {
  // 2 x 2 x 2, value 10 i + 20 j + 40 k.
  const slices = [
    [0, 10, 20, 30],
    [40, 50, 60, 70],
  ].map((values) => Int16Array.from(values) as never);
  const drawnAt = (sampling: Sampling, [width, height]: [number, number], of = slices): number[] => {
    const out = new Uint32Array(width * height);
    sampleVolume({ slices: of, columns: 2, rows: 2 }, sampling, straight, out, width);
    return [...out].map((pixel) => pixel & 0xff);
  };

  it('blends along all three directions', () => {
    const at = (start: Sampling['start']): number =>
      drawnAt({ start, right: [1, 0, 0], down: [0, 1, 0] }, [1, 1])[0];
    expect(at([0, 0, 0])).toBe(0);
    expect(at([1, 1, 1])).toBe(70);
    expect(at([0.5, 0, 0])).toBe(5);
    expect(at([0, 0.5, 0])).toBe(10);
    expect(at([0, 0, 0.5])).toBe(20);
    expect(at([0.25, 0.75, 0.5])).toBe(38);
    // The outer half voxel repeats, beyond it is nothing.
    expect(at([1.4, 1.4, 1.4])).toBe(70);
    expect(at([1.6, 0, 0])).toBe(0);
  });

  it('cuts across slices', () => {
    expect(drawnAt({ start: [1, 0, 1], right: [0, 1, 0], down: [0, 0, -1] }, [2, 2])).toEqual([
      50, 70, 10, 30,
    ]);
  });

  it('is black where a slice is not here', () => {
    const half = [undefined, slices[1]] as never;
    expect(drawnAt({ start: [1, 1, 0], right: [0, 0, 0.5], down: [0, 1, 0] }, [3, 1], half)).toEqual([
      0, 0, 70,
    ]);
  });
});

it('the middle of a canvas pixel is what is sampled, at any density of the screen', () => {
  const plane: ViewPlane = {
    origin: [0, 0, 0],
    right: [1, 0, 0],
    down: [0, 1, 0],
    normal: [0, 0, -1],
    width: 10,
    height: 8,
  };
  // Pixels of 0.5 mm, the first with its middle at 0.25 mm.
  const toIndex = ([x, y]: ArrayLike<number> & Iterable<number>): number[] => [
    (x - 0.25) / 0.5,
    (y - 0.25) / 0.5,
    0,
  ];
  expect(samplingOf(plane, toIndex, 20, 16)).toEqual({ start: [0, 0, 0], right: [1, 0, 0], down: [0, 1, 0] });
  expect(samplingOf(plane, toIndex, 10, 8)).toEqual({
    start: [0.5, 0.5, 0],
    right: [2, 0, 0],
    down: [0, 2, 0],
  });
});
