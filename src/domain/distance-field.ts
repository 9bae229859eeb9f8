import type { Size3 } from './components';

/**
 * Exact Euclidean distance transforms (Felzenszwalb and Huttenlocher, "Distance transforms of sampled
 * functions", 2012): lower envelope of parabolas, axis by axis. Distances in mm.
 */
const FAR = 1e20;

class Line {
  private readonly v: Int32Array;
  private readonly z: Float64Array;
  private readonly f: Float64Array;
  constructor(n: number) {
    this.v = new Int32Array(n);
    this.z = new Float64Array(n + 1);
    this.f = new Float64Array(n);
  }

  /** Transforms d[start], d[start + stride], ... (n squared distances) in place; step is the spacing in mm. */
  run(d: Float32Array, start: number, stride: number, n: number, step: number): void {
    const { v, z, f } = this;
    let any = false;
    for (let q = 0; q < n; q++) {
      f[q] = d[start + q * stride];
      if (f[q] < FAR) any = true;
    }
    if (!any) return;
    const s2 = step * step;
    let top = -1;
    for (let q = 0; q < n; q++) {
      if (f[q] >= FAR) continue;
      let from = -Infinity;
      while (top >= 0) {
        const p = v[top];
        from = (f[q] - f[p] + s2 * (q * q - p * p)) / (2 * s2 * (q - p));
        if (from > z[top]) break;
        top--;
        from = -Infinity;
      }
      top++;
      v[top] = q;
      z[top] = from;
    }
    z[top + 1] = Infinity;
    let at = 0;
    for (let q = 0; q < n; q++) {
      while (z[at + 1] < q) at++;
      const p = v[at];
      d[start + q * stride] = s2 * (q - p) * (q - p) + f[p];
    }
  }
}

/** Squared distances along one row of a two-valued function (0 at sources, FAR elsewhere): one scan each way. */
function scanRow(d: Float32Array, start: number, n: number, step: number): void {
  let last = -1;
  for (let q = 0; q < n; q++) {
    if (d[start + q] === 0) last = q;
    else if (last >= 0) d[start + q] = (step * (q - last)) ** 2;
  }
  last = -1;
  for (let q = n - 1; q >= 0; q--) {
    if (d[start + q] === 0) last = q;
    else if (last >= 0) d[start + q] = Math.min(d[start + q], (step * (last - q)) ** 2);
  }
}

/**
 * Distance in mm of every voxel to the nearest voxel whose `source` byte is not 0; Infinity-like (1e10) when
 * there is none. With `planar` each slice k is treated on its own.
 */
export function distanceTo(
  source: Uint8Array,
  size: Size3,
  spacing: readonly [number, number, number],
  planar = false,
): Float32Array {
  const [nx, ny, nz] = size;
  const d = new Float32Array(source.length);
  for (let n = 0; n < d.length; n++) d[n] = source[n] === 0 ? FAR : 0;
  const line = new Line(Math.max(nx, ny, nz));
  for (let row = 0; row < ny * nz; row++) scanRow(d, row * nx, nx, spacing[0]);
  for (let k = 0; k < nz; k++) for (let i = 0; i < nx; i++) line.run(d, i + nx * ny * k, nx, ny, spacing[1]);
  if (!planar && nz > 1)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) line.run(d, i + nx * j, nx * ny, nz, spacing[2]);
  for (let n = 0; n < d.length; n++) d[n] = Math.sqrt(d[n]);
  return d;
}

/** Complement of a byte mask. */
export function invert(mask: Uint8Array): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let v = 0; v < mask.length; v++) out[v] = mask[v] === 0 ? 1 : 0;
  return out;
}

/**
 * Fills the holes of one 2-D mask in place: background that 4-connected paths cannot reach from the border.
 * `mask` is a view of nx * ny bytes.
 */
export function fillHoles2d(mask: Uint8Array, nx: number, ny: number): void {
  const outside = new Uint8Array(nx * ny);
  const stack: number[] = [];
  const visit = (v: number): void => {
    if (mask[v] === 0 && outside[v] === 0) {
      outside[v] = 1;
      stack.push(v);
    }
  };
  for (let i = 0; i < nx; i++) {
    visit(i);
    visit(i + nx * (ny - 1));
  }
  for (let j = 0; j < ny; j++) {
    visit(nx * j);
    visit(nx * j + nx - 1);
  }
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    const i = v % nx;
    if (i > 0) visit(v - 1);
    if (i < nx - 1) visit(v + 1);
    if (v >= nx) visit(v - nx);
    if (v < nx * (ny - 1)) visit(v + nx);
  }
  for (let v = 0; v < mask.length; v++) if (outside[v] === 0) mask[v] = 1;
}
