/**
 * Connected components of a 3-D voxel set. Grids are flat: v = i + size[0] * (j + size[1] * k).
 */
export type Size3 = readonly [number, number, number];

export interface Component {
  /** Flat indices of its voxels, in the order in which they were reached. */
  readonly voxels: Int32Array;
  /** Inclusive bounds in index units. */
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** A plain growing list of indices: components may be large, and number[] costs eight times the memory. */
class IndexList {
  private items = new Int32Array(1024);
  length = 0;
  push(v: number): void {
    if (this.length === this.items.length) {
      const bigger = new Int32Array(this.items.length * 2);
      bigger.set(this.items);
      this.items = bigger;
    }
    this.items[this.length++] = v;
  }
  at(n: number): number {
    return this.items[n];
  }
  done(): Int32Array {
    return this.items.slice(0, this.length);
  }
}

/** Neighbour steps: 6 (faces) or 26 (faces, edges, corners). */
export function neighbourSteps(connectivity: 6 | 26): readonly (readonly [number, number, number])[] {
  const steps: [number, number, number][] = [];
  for (let c = -1; c <= 1; c++)
    for (let b = -1; b <= 1; b++)
      for (let a = -1; a <= 1; a++) {
        const n = Math.abs(a) + Math.abs(b) + Math.abs(c);
        if (n === 1 || (n > 1 && connectivity === 26)) steps.push([a, b, c]);
      }
  return steps;
}

/**
 * All voxels reachable from `seed` through voxels for which `inside` holds. `visited` (one byte a voxel) is
 * marked with `mark` (default 1) and keeps a voxel from being taken twice; pass the same array to find
 * component after component.
 */
export function floodFill(
  size: Size3,
  seed: number,
  inside: (v: number) => boolean,
  visited: Uint8Array,
  connectivity: 6 | 26,
  mark = 1,
): Component {
  const [nx, ny, nz] = size;
  const plane = nx * ny;
  const all = neighbourSteps(connectivity);
  // On one slice there is nothing above and below: two thirds of the neighbours need not be asked.
  const steps = nz === 1 ? all.filter(([, , c]) => c === 0) : all;
  const list = new IndexList();
  const min: [number, number, number] = [nx, ny, nz];
  const max: [number, number, number] = [-1, -1, -1];
  if (visited[seed] === 0 && inside(seed)) {
    visited[seed] = mark;
    list.push(seed);
  }
  for (let head = 0; head < list.length; head++) {
    const v = list.at(head);
    const k = Math.floor(v / plane);
    const rest = v - k * plane;
    const j = Math.floor(rest / nx);
    const i = rest - j * nx;
    if (i < min[0]) min[0] = i;
    if (j < min[1]) min[1] = j;
    if (k < min[2]) min[2] = k;
    if (i > max[0]) max[0] = i;
    if (j > max[1]) max[1] = j;
    if (k > max[2]) max[2] = k;
    for (const [a, b, c] of steps) {
      const x = i + a;
      const y = j + b;
      const z = k + c;
      if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue;
      const w = x + nx * y + plane * z;
      if (visited[w] === 0 && inside(w)) {
        visited[w] = mark;
        list.push(w);
      }
    }
  }
  return { voxels: list.done(), min, max };
}

/** Every connected component of the voxels for which `inside` holds, in the order of their first voxel. */
export function components(size: Size3, inside: (v: number) => boolean, connectivity: 6 | 26): Component[] {
  const total = size[0] * size[1] * size[2];
  const visited = new Uint8Array(total);
  const found: Component[] = [];
  for (let v = 0; v < total; v++)
    if (visited[v] === 0 && inside(v)) found.push(floodFill(size, v, inside, visited, connectivity));
  return found;
}

/** The largest part of one slice. */
export interface FlatPart {
  /** nx * ny bytes, 1 where it is. */
  readonly mask: Uint8Array;
  readonly min: readonly [number, number];
  readonly max: readonly [number, number];
}

/**
 * The largest part, joined by edges or corners, of the pixels of a slice of nx * ny bytes that are 1; the first of equally
 * large ones, undefined where there is none. What every outline is measured on: without a call a pixel.
 */
export function largestFlatPart(data: Uint8Array, nx: number, ny: number): FlatPart | undefined {
  const label = new Int32Array(nx * ny);
  const stack = new Int32Array(nx * ny);
  let count = 0;
  let best = 0;
  let most = 0;
  for (let seed = 0; seed < label.length; seed++) {
    if (data[seed] !== 1 || label[seed] !== 0) continue;
    label[seed] = ++count;
    stack[0] = seed;
    let size = 1;
    let open = 1;
    while (open > 0) {
      const v = stack[--open];
      const i = v % nx;
      const j = (v - i) / nx;
      const [left, right] = [i > 0 ? -1 : 0, i < nx - 1 ? 1 : 0];
      for (let b = j > 0 ? -1 : 0; b <= (j < ny - 1 ? 1 : 0); b++)
        for (let a = left; a <= right; a++) {
          const w = v + a + nx * b;
          if (data[w] !== 1 || label[w] !== 0) continue;
          label[w] = count;
          stack[open++] = w;
          size++;
        }
    }
    if (size > most) [most, best] = [size, count];
  }
  if (best === 0) return undefined;
  const mask = new Uint8Array(label.length);
  let [i0, j0, i1, j1] = [nx, ny, -1, -1];
  for (let v = 0; v < mask.length; v++) {
    if (label[v] !== best) continue;
    mask[v] = 1;
    const i = v % nx;
    const j = (v - i) / nx;
    if (i < i0) i0 = i;
    if (i > i1) i1 = i;
    if (j < j0) j0 = j;
    if (j > j1) j1 = j;
  }
  return { mask, min: [i0, j0], max: [i1, j1] };
}

/** Connected runs: unbroken rows of inside voxels, each with the number of its component. */
export interface Runs {
  /** Flat index of the first voxel, and number of voxels, of each run; in order of the grid. */
  readonly first: Int32Array;
  readonly length: Int32Array;
  /** Component of each run, 0 .. count - 1. */
  readonly label: Int32Array;
  readonly count: number;
}

/**
 * 6-connected components of a large grid as runs along i, joined by union-find: many times faster than a
 * flood fill where components are large, because neighbours are compared run by run.
 */
export function labelRuns(size: Size3, inside: (v: number) => boolean): Runs {
  const [nx, ny, nz] = size;
  const first = new IndexList();
  const length = new IndexList();
  const rowStart = new Int32Array(ny * nz + 1);
  for (let row = 0; row < ny * nz; row++) {
    rowStart[row] = first.length;
    const from = row * nx;
    let begin = -1;
    for (let i = 0; i <= nx; i++) {
      const on = i < nx && inside(from + i);
      if (on && begin < 0) begin = i;
      if (!on && begin >= 0) {
        first.push(from + begin);
        length.push(i - begin);
        begin = -1;
      }
    }
  }
  rowStart[ny * nz] = first.length;
  const starts = first.done();
  const lengths = length.done();
  const parent = Int32Array.from(starts, (_, n) => n);
  const root = (n: number): number => {
    let r = n;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  };
  /** Joins the runs of two rows that lie side by side wherever they overlap. */
  const join = (rowA: number, rowB: number): void => {
    let a = rowStart[rowA];
    let b = rowStart[rowB];
    const endA = rowStart[rowA + 1];
    const endB = rowStart[rowB + 1];
    const shift = (rowB - rowA) * nx;
    while (a < endA && b < endB) {
      const a0 = starts[a] + shift;
      const a1 = a0 + lengths[a];
      const b0 = starts[b];
      const b1 = b0 + lengths[b];
      if (a0 < b1 && b0 < a1) {
        const ra = root(a);
        const rb = root(b);
        if (ra < rb) parent[rb] = ra;
        else parent[ra] = rb;
      }
      if (a1 < b1) a++;
      else b++;
    }
  };
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = j + ny * k;
      if (j > 0) join(row - 1, row);
      if (k > 0) join(row - ny, row);
    }
  const label = new Int32Array(starts.length);
  let count = 0;
  // A root always comes before the runs that point to it.
  for (let n = 0; n < starts.length; n++) {
    const r = root(n);
    label[n] = r === n ? count++ : label[r];
  }
  return { first: starts, length: lengths, label, count };
}
