/**
 * Solves (M + damping * diag M) x = b for a symmetric positive matrix, by Cholesky.
 * @param matrix row by row
 * @returns undefined when the matrix is not positive: nothing in the data fixes some of the unknowns
 */
export function solve(matrix: Float64Array, right: Float64Array, damping: number): Float64Array | undefined {
  const size = right.length;
  const low = new Float64Array(size * size);
  let largest = 0;
  for (let a = 0; a < size; a++) largest = Math.max(largest, matrix[a * size + a]);
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * size + b];
      if (a === b) sum += damping * sum + 1e-9 * largest;
      for (let c = 0; c < b; c++) sum -= low[a * size + c] * low[b * size + c];
      if (a !== b) low[a * size + b] = sum / low[b * size + b];
      else if (sum > 0) low[a * size + a] = Math.sqrt(sum);
      else return undefined;
    }
  const x = right.slice();
  for (let a = 0; a < size; a++) {
    for (let c = 0; c < a; c++) x[a] -= low[a * size + c] * x[c];
    x[a] /= low[a * size + a];
  }
  for (let a = size - 1; a >= 0; a--) {
    for (let c = a + 1; c < size; c++) x[a] -= low[c * size + a] * x[c];
    x[a] /= low[a * size + a];
  }
  return x;
}
