/**
 * The cheapest one-to-one assignment of rows to columns (Kuhn and Munkres, in the form with potentials and shortest
 * paths of Jonker and Volgenant): n^2 m steps.
 * @param costs row by row, at most as many rows as columns; finite
 * @returns the column of every row
 */
export function assign(costs: readonly (readonly number[])[]): readonly number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows > columns) throw new RangeError('assign: more rows than columns');
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(columns + 1);
  /** Row of each column, from 1; 0 is none. Column 0 holds the row that is being placed. */
  const rowOf = new Int32Array(columns + 1);
  const way = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    const least = new Float64Array(columns + 1).fill(Infinity);
    const used = new Uint8Array(columns + 1);
    let column = 0;
    do {
      used[column] = 1;
      const at = rowOf[column];
      let delta = Infinity;
      let next = 0;
      for (let c = 1; c <= columns; c++) {
        if (used[c]) continue;
        const reduced = costs[at - 1][c - 1] - u[at] - v[c];
        if (reduced < least[c]) {
          least[c] = reduced;
          way[c] = column;
        }
        if (least[c] < delta) {
          delta = least[c];
          next = c;
        }
      }
      for (let c = 0; c <= columns; c++)
        if (used[c]) {
          u[rowOf[c]] += delta;
          v[c] -= delta;
        } else least[c] -= delta;
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = way[column];
      rowOf[column] = rowOf[before];
      column = before;
    }
  }
  const columnOf = Array.from({ length: rows }, () => -1);
  for (let c = 1; c <= columns; c++) if (rowOf[c] > 0) columnOf[rowOf[c] - 1] = c - 1;
  return columnOf;
}
