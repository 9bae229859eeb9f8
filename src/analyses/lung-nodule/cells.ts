/** Cells of slices that are marked, and the boxes around them. */

/** Rows and columns [top, bottom, left, right), the ends excluded; of cells, or of pixels. */
export type CellBox = readonly [number, number, number, number];

const area = ([t, b, l, r]: CellBox): number => (b - t) * (r - l);
const around = (a: CellBox, b: CellBox): CellBox => [
  Math.min(a[0], b[0]),
  Math.max(a[1], b[1]),
  Math.min(a[2], b[2]),
  Math.max(a[3], b[3]),
];
const inOrder = (a: CellBox, b: CellBox): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];

/** Joins two pieces to one wherever `widen` of both is no larger than what it makes of the two; all as `widen` has them. */
export function joinPieces(found: readonly CellBox[], widen: (piece: CellBox) => CellBox): CellBox[] {
  const pieces = [...found].sort(inOrder);
  let n = 0;
  while (n < pieces.length) {
    const own = area(widen(pieces[n]));
    const partner = pieces.findIndex(
      (other, m) => m > n && area(widen(around(pieces[n], other))) <= own + area(widen(other)),
    );
    if (partner < 0) n++;
    else {
      pieces[n] = around(pieces[n], pieces[partner]);
      pieces.splice(partner, 1);
      // What is larger now may take in pieces that were passed over before.
      n = 0;
    }
  }
  return pieces.map(widen).sort(inOrder);
}

/** A flag for each cell of each slice. */
export class CellMap {
  /** Slices, rows, columns. */
  readonly size: readonly [number, number, number];
  private readonly bits: Uint8Array;

  constructor(size: readonly [number, number, number]) {
    this.size = size;
    this.bits = new Uint8Array(size[0] * size[1] * size[2]);
  }

  private at(d: number, i: number, j: number): number {
    return j + this.size[2] * (i + this.size[1] * d);
  }

  set(d: number, i: number, j: number): void {
    this.bits[this.at(d, i, j)] = 1;
  }

  get(d: number, i: number, j: number): boolean {
    return this.bits[this.at(d, i, j)] === 1;
  }

  /** Is any cell of the slice marked? */
  any(d: number): boolean {
    return this.bits.subarray(this.at(d, 0, 0), this.at(d + 1, 0, 0)).includes(1);
  }

  /** These cells, and on the slices before and after each of them the same cell where `other` has it. */
  spreadInto(other: CellMap): CellMap {
    const out = new CellMap(this.size);
    const plane = this.size[1] * this.size[2];
    for (let v = 0; v < this.bits.length; v++) {
      if (this.bits[v] === 0) continue;
      out.bits[v] = 1;
      if (other.bits[v - plane] === 1) out.bits[v - plane] = 1;
      if (other.bits[v + plane] === 1) out.bits[v + plane] = 1;
    }
    return out;
  }

  /** The smallest boxes around the pieces of touching cells (8 neighbours) that are marked on a slice. */
  pieces(d: number): CellBox[] {
    const [, rows, columns] = this.size;
    const taken = new Uint8Array(rows * columns);
    const out: CellBox[] = [];
    for (let seed = 0; seed < taken.length; seed++) {
      const queue = [seed];
      const box: [number, number, number, number] = [rows, 0, columns, 0];
      for (let v = queue.pop(); v !== undefined; v = queue.pop()) {
        const j = v % columns;
        const i = (v - j) / columns;
        if (taken[v] === 1 || !this.get(d, i, j)) continue;
        taken[v] = 1;
        box[0] = Math.min(box[0], i);
        box[1] = Math.max(box[1], i + 1);
        box[2] = Math.min(box[2], j);
        box[3] = Math.max(box[3], j + 1);
        for (let b = Math.max(0, i - 1); b <= Math.min(rows - 1, i + 1); b++)
          for (let a = Math.max(0, j - 1); a <= Math.min(columns - 1, j + 1); a++)
            queue.push(a + columns * b);
      }
      if (box[1] > 0) out.push(box);
    }
    return out;
  }

  /**
   * Windows around a slice's marked cells, in cells: `margin` cells (halves too) around each piece, cut at the image, whole
   * cells long also there; they may overlap.
   */
  windows(d: number, margin: number): CellBox[] {
    const [, rows, columns] = this.size;
    return joinPieces(this.pieces(d), ([t, b, l, r]) => [
      ...widened(t, b, margin, rows),
      ...widened(l, r, margin, columns),
    ]);
  }
}

/** Cells [from, to) of a side with a margin, cut at its ends; what half a cell is left over goes inwards. */
function widened(from: number, to: number, margin: number, length: number): readonly [number, number] {
  const lo = Math.max(0, from - margin);
  const hi = Math.min(length, to + margin);
  if (Number.isInteger(hi - lo)) return [lo, hi];
  return lo === 0 ? [lo, Math.ceil(hi)] : [Math.floor(lo), hi];
}
