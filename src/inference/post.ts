import type { PostOp } from './manifest';

type Size = readonly [number, number, number];

/** A labelmap on the scan's grid: data[a + size[0] * (b + size[1] * c)]. */
interface Labelmap {
  readonly data: Uint8Array;
  readonly size: Size;
}

/** Bounds of one label, ends excluded. */
interface Bounds {
  readonly lo: [number, number, number];
  readonly hi: [number, number, number];
}

/** Unbroken rows of voxels with the number of the connected part they belong to. */
interface Runs {
  readonly first: number[];
  readonly length: number[];
  /** Any run of the same part, by way of `root`. */
  readonly root: (n: number) => number;
}

function boundsByLabel({ data, size }: Labelmap): Map<number, Bounds> {
  const found = new Map<number, Bounds>();
  const [nx, ny, nz] = size;
  let v = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let last = 0;
      for (let i = 0; i < nx; i++, v++) {
        const label = data[v];
        if (label === 0) {
          last = 0;
          continue;
        }
        let box = found.get(label);
        if (!box) found.set(label, (box = { lo: [i, j, k], hi: [i + 1, j + 1, k + 1] }));
        if (i < box.lo[0]) box.lo[0] = i;
        if (i >= box.hi[0]) box.hi[0] = i + 1;
        if (label === last) continue;
        last = label;
        if (j < box.lo[1]) box.lo[1] = j;
        if (j >= box.hi[1]) box.hi[1] = j + 1;
        box.hi[2] = k + 1;
      }
    }
  return found;
}

/**
 * Connected parts, inside a box, of the voxels that are (or, with `not`, are not) `label`: runs along i joined
 * with those of the rows before. `reach` 1 joins over edges and corners too (26 neighbours), 0 over faces (6).
 */
function labelRuns({ data, size }: Labelmap, box: Bounds, label: number, not: boolean, reach: 0 | 1): Runs {
  const [nx, ny] = size;
  const first: number[] = [];
  const length: number[] = [];
  const parent: number[] = [];
  const root = (n: number): number => {
    while (parent[n] !== n) n = parent[n] = parent[parent[n]];
    return n;
  };
  const rows = box.hi[1] - box.lo[1];
  const rowStart = [0];
  /** Joins the last row with an earlier one; positions relative to the row's start. */
  const join = (a: number, rowA: number, b: number, rowB: number): void => {
    let p = rowStart[a];
    let q = rowStart[b];
    while (p < rowStart[a + 1] && q < rowStart[b + 1]) {
      const p0 = first[p] - rowA;
      const q0 = first[q] - rowB;
      const p1 = p0 + length[p];
      const q1 = q0 + length[q];
      if (p0 < q1 + reach && q0 < p1 + reach) parent[root(p)] = root(q);
      if (p1 < q1) p++;
      else q++;
    }
  };
  for (let k = box.lo[2]; k < box.hi[2]; k++)
    for (let j = box.lo[1]; j < box.hi[1]; j++) {
      const row = nx * (j + ny * k);
      let begin = -1;
      for (let i = box.lo[0]; i <= box.hi[0]; i++) {
        const on = i < box.hi[0] && (data[row + i] === label) !== not;
        if (on && begin < 0) begin = i;
        if (!on && begin >= 0) {
          parent.push(first.length);
          first.push(row + begin);
          length.push(i - begin);
          begin = -1;
        }
      }
      rowStart.push(first.length);
      const n = rowStart.length - 2;
      if (j > box.lo[1]) join(n, row, n - 1, row - nx);
      if (k === box.lo[2]) continue;
      for (let b = -reach; b <= reach; b++)
        if (j + b >= box.lo[1] && j + b < box.hi[1]) join(n, row, n - rows + b, row + nx * (b - ny));
    }
  return { first, length, root };
}

function sizes(runs: Runs): Map<number, number> {
  const out = new Map<number, number>();
  runs.length.forEach((n, r) => out.set(runs.root(r), (out.get(runs.root(r)) ?? 0) + n));
  return out;
}

/** Takes away the parts of a label for which `keep` does not hold. */
function prune(
  map: Labelmap,
  box: Bounds,
  label: number,
  keep: (part: number, largest: number, n: number) => boolean,
) {
  const runs = labelRuns(map, box, label, false, 1);
  const parts = sizes(runs);
  let largest = -1;
  for (const [part, n] of parts) if (largest < 0 || n > parts.get(largest)!) largest = part;
  runs.first.forEach((at, r) => {
    const part = runs.root(r);
    if (!keep(part, largest, parts.get(part)!)) map.data.fill(0, at, at + runs.length[r]);
  });
}

/** Background that the label encloses in space (in one slice when there is only one) becomes the label. */
function fillHoles(map: Labelmap, box: Bounds, label: number): void {
  const { data, size } = map;
  const runs = labelRuns(map, box, label, true, 0);
  const open = new Set<number>();
  runs.first.forEach((at, r) => {
    const i = at % size[0];
    const j = Math.floor(at / size[0]) % size[1];
    const k = Math.floor(at / (size[0] * size[1]));
    const rim =
      i === box.lo[0] ||
      i + runs.length[r] === box.hi[0] ||
      j === box.lo[1] ||
      j === box.hi[1] - 1 ||
      (size[2] > 1 && (k === box.lo[2] || k === box.hi[2] - 1));
    if (rim) open.add(runs.root(r));
  });
  // Two roots may have been joined after one was noted: ask for the root again at the end.
  const outside = new Set([...open].map(runs.root));
  runs.first.forEach((at, r) => {
    if (outside.has(runs.root(r))) return;
    for (let v = at; v < at + runs.length[r]; v++) if (data[v] === 0) data[v] = label;
  });
}

/**
 * Does the manifest's post steps to a labelmap on the scan's grid, in place. Parts hang together over faces,
 * edges and corners, as in nnU-Net and MONAI. keepLargest and minVolumeMl take parts away, fillHoles gives
 * enclosed background to the label. `mm3` is the volume of one voxel.
 */
export function postProcess(map: Labelmap, ops: readonly PostOp[], mm3: number): void {
  for (const op of ops)
    for (const [label, box] of boundsByLabel(map)) {
      if (op.label !== undefined && op.label !== label) continue;
      if (op.op === 'keepLargest') prune(map, box, label, (part, largest) => part === largest);
      else if (op.op === 'minVolumeMl')
        prune(map, box, label, (_part, _largest, n) => (n * mm3) / 1000 >= op.v);
      else fillHoles(map, box, label);
    }
}
