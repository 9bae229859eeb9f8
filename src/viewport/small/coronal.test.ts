import { describe, expect, it } from 'vitest';
import { ijkToLps, type Grid } from '../../domain/geometry';
import { coronalMap } from './coronal';

/** Rows run to the patient's right and slices from head to foot: the picture must turn both round. */
const grid: Grid = {
  dims: [20, 10, 12],
  spacing: [1.5, 2, 1.5],
  origin: [15, -10, 100],
  axes: [
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
};
const at = (i: number, j: number, k: number) => i + 20 * (j + 10 * k);

describe('coronalMap', () => {
  it('shows a dense line from front to back where its points are said to lie, head up, right at the left', async () => {
    const data = new Int16Array(20 * 10 * 12).fill(-1000);
    for (let j = 0; j < 10; j++) data[at(3, j, 2)] = 400;
    const map = await coronalMap({ grid, data });
    expect([map.columns, map.rows, ...map.mm]).toEqual([20, 12, 30, 18]);
    const brightest = map.grey.indexOf(Math.max(...map.grey));
    const [x, y] = map.place(ijkToLps(grid, [3, 4, 2]));
    expect([Math.floor(x * 20), Math.floor(y * 12)]).toEqual([brightest % 20, Math.floor(brightest / 20)]);
    // i = 3 of 20 lies to the patient's left here (x = 10.5 mm): on the right of the picture.
    expect(brightest % 20).toBe(16);
  });

  it('reads an interleaved order of axes', async () => {
    const sagittal: Grid = {
      dims: [10, 12, 20],
      spacing: [2, 1.5, 1.5],
      origin: [-15, -10, 100],
      axes: [
        [0, 1, 0],
        [0, 0, -1],
        [1, 0, 0],
      ],
    };
    const data = new Int16Array(10 * 12 * 20).fill(-1000);
    for (let i = 0; i < 10; i++) data[i + 10 * (5 + 12 * 17)] = 400;
    const map = await coronalMap({ grid: sagittal, data });
    const brightest = map.grey.indexOf(Math.max(...map.grey));
    expect([brightest % 20, Math.floor(brightest / 20)]).toEqual([17, 5]);
  });

  it('stops when it is told to', async () => {
    const big: Grid = { ...grid, dims: [200, 400, 400] };
    const stop = new AbortController();
    const map = coronalMap({ grid: big, data: new Int16Array(200 * 400 * 400) }, stop.signal);
    stop.abort(new Error('closed'));
    await expect(map).rejects.toThrow('closed');
  });
});
