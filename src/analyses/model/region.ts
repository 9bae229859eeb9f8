import type { Volume } from '../../domain/volume';

/** Above this is body, table or clothes; below it is air or lung, HU. */
const BODY_HU = -500;

/**
 * Where a body may be on a CT: a box a slice, [i0, j0, i1, j1] with the end excluded, from every pixel above
 * -500 HU. Air inside the body (lungs) lies within the box; a slice of air alone has an empty one.
 */
export function bodyBoxes({ data, grid }: Pick<Volume, 'data' | 'grid'>): Int32Array {
  const [nx, ny, nz] = grid.dims;
  const boxes = new Int32Array(4 * nz);
  for (let k = 0; k < nz; k++) {
    let [i0, j0, i1, j1] = [nx, ny, 0, 0];
    for (let j = 0; j < ny; j++) {
      const row = nx * (j + ny * k);
      let first = 0;
      while (first < nx && data[row + first] <= BODY_HU) first++;
      if (first === nx) continue;
      let last = nx - 1;
      while (data[row + last] <= BODY_HU) last--;
      if (first < i0) i0 = first;
      if (last >= i1) i1 = last + 1;
      if (j < j0) j0 = j;
      j1 = j + 1;
    }
    if (i1 > i0) boxes.set([i0, j0, i1, j1], 4 * k);
  }
  return boxes;
}
