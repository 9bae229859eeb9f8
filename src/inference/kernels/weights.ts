/** The weights of a convolution as the kernels read them. */
import type { Convolution } from './graph';
import { Block, Tile } from './step';

export const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

/** Is it computed by tiles of 4x4? Channels are taken four at a time. */
export const isTiled = ({ shape, strides, dilations }: Convolution): boolean =>
  shape[1] % 4 === 0 && shape[2] === 3 && shape[3] === 3 && [...strides, ...dilations].every((n) => n === 1);

/** Values that are summed for one product, and columns as padded. */
export function sizes(layer: Convolution): { readonly inner: number; readonly columns: number } {
  const [outputs, inputs, height, width] = layer.shape;
  return {
    inner: isTiled(layer) ? inputs : inputs * height * width,
    columns: roundUp(outputs, Block.Columns),
  };
}

/** G of F(4x4, 3x3): Lavin and Gray 2016, section 4. */
const G = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
] as const;

/** G k G^T of one 3x3 kernel that begins at `at`: 36 values. */
function transformed(weights: Float32Array, at: number, out: Float64Array): void {
  for (let i = 0; i < Tile.Reach; i++)
    for (let j = 0; j < Tile.Reach; j++) {
      let sum = 0;
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 3; x++) sum += G[i][y] * G[j][x] * weights[at + 3 * y + x];
      out[i * Tile.Reach + j] = sum;
    }
}

/**
 * Packed: [columns / 8][inner][8] of float32, zeros where there is no weight; for a tiled convolution that 36 times, one
 * for each product. A row of windows is [height][width][inputs].
 */
export function packed(layer: Convolution): Float32Array<ArrayBuffer> {
  const { shape, weights } = layer;
  const { inner, columns } = sizes(layer);
  const [outputs, inputs, height, width] = shape;
  const place = (row: number, column: number): number =>
    (Math.floor(column / Block.Columns) * inner + row) * Block.Columns + (column % Block.Columns);
  if (isTiled(layer)) {
    const all = new Float32Array(Tile.Products * inner * columns);
    const one = new Float64Array(Tile.Products);
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++) {
        transformed(weights, (o * inputs + i) * 9, one);
        for (let p = 0; p < Tile.Products; p++) all[p * inner * columns + place(i, o)] = one[p];
      }
    return all;
  }
  const all = new Float32Array(inner * columns);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let k = 0; k < height * width; k++)
        all[place(k * inputs + i, o)] = weights[(o * inputs + i) * height * width + k];
  return all;
}
