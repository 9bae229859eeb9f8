/** Averaging of small grey pictures, against speckle. */

/** values[i + columns * j] */
export interface Picture {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/** A box of an image (both ends included) with `factor` by `factor` pixels averaged to a point; the rest at the end too. */
export function shrunk(
  { data, columns: across }: { readonly data: ArrayLike<number>; readonly columns: number },
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  factor: number,
): Picture {
  const columns = Math.ceil((x1 - x0 + 1) / factor);
  const rows = Math.ceil((y1 - y0 + 1) / factor);
  const values = new Float32Array(columns * rows);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      let [sum, count] = [0, 0];
      for (let y = y0 + j * factor; y < Math.min(y1 + 1, y0 + (j + 1) * factor); y++)
        for (let x = x0 + i * factor; x < Math.min(x1 + 1, x0 + (i + 1) * factor); x++) {
          sum += data[x + across * y];
          count++;
        }
      values[i + columns * j] = sum / count;
    }
  return { values, columns, rows };
}

/** Gaussian average; beyond the edge the nearest point goes on. `sigma` in points. */
export function smoothed({ values, columns, rows }: Picture, sigma: number): Picture {
  const reach = Math.ceil(3 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, n) =>
    Math.exp(-((n - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const clamp = (n: number, size: number): number => Math.min(size - 1, Math.max(0, n));
  const flat = new Float32Array(values.length);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let n = -reach; n <= reach; n++)
        sum += weights[n + reach] * values[clamp(i + n, columns) + columns * j];
      flat[i + columns * j] = sum / total;
    }
  const out = new Float32Array(values.length);
  // Row by row, so that memory is read in its order.
  for (let j = 0; j < rows; j++)
    for (let n = -reach; n <= reach; n++) {
      const from = columns * clamp(j + n, rows);
      const weight = weights[n + reach] / total;
      for (let i = 0; i < columns; i++) out[i + columns * j] += weight * flat[from + i];
    }
  return { values: out, columns, rows };
}
