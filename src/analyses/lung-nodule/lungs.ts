import { labelRuns, type Size3 } from '../../domain/components';
import { fillHoles2d } from '../../domain/distance-field';
import { ijkToLps, type Grid } from '../../domain/geometry';
import type { Volume } from '../../domain/volume';
import { findAirway } from './airway';
import { closeWithDisc } from './closing';

/**
 * Lungs by classical steps, on 2 x 2 means in the plane: air inside the body, without trachea and main
 * bronchi, parted into right and left, each closed slice by slice so that nodules on the pleura and hilar
 * vessels lie inside. The constants are those of training/lung-nodule/scan.py where it has them.
 */
export const LUNG_RULES = {
  /** Air below this, HU. */
  airHu: -500,
  /** A component with at least this share of the largest one's volume is lung. */
  minShare: 0.05,
  minMl: 30,
  /** Darker on the whole than this is gas (trachea, bowel, outside), not lung, HU. */
  gasHu: -965,
  /** Air that touches the image's border in the plane is outside air, unless it touches one side only, with at most this share of its voxels, and is brighter than this, HU. */
  edgeShare: 0.03,
  edgeHu: -920,
  /** Closing radius on each slice, mm. */
  closingMm: 10,
  /** Voxels farther than this from the midline surely belong to that side, mm. */
  sideMm: 30,
  /** Less than this is no pair of adult lungs, mL. */
  minLungsMl: 500,
  /** Lungs on the first or last slice with more than this share of their largest area are cut off. */
  cutShare: 0.1,
} as const;

export const RIGHT = 1;
export const LEFT = 2;

export interface Lungs {
  /** Voxels of the mask along i and j are `step` pixels of the volume wide; slices are the volume's. */
  readonly step: 2;
  readonly size: Size3;
  /** 0 outside, RIGHT or LEFT; closed (see LUNG_RULES.closingMm). */
  readonly side: Uint8Array;
  /** Air volumes before closing, mL. */
  readonly rightMl: number;
  readonly leftMl: number;
  /** The scan ends within the lungs at its first or last slice. */
  readonly cut: boolean;
  readonly found: boolean;
}

/** Side of the lungs at volume voxel (i, j, k): 0 outside. */
export function lungAt(lungs: Lungs, i: number, j: number, k: number): number {
  const a = Math.floor(i / 2);
  const b = Math.floor(j / 2);
  if (a < 0 || b < 0 || k < 0 || a >= lungs.size[0] || b >= lungs.size[1] || k >= lungs.size[2]) return 0;
  return lungs.side[a + lungs.size[0] * (b + lungs.size[1] * k)];
}

/** Means of 2 x 2 pixels. */
export function halve(volume: Volume): { data: Int16Array; size: Size3 } {
  const [nx, ny, nz] = volume.grid.dims;
  const hx = nx >> 1;
  const hy = ny >> 1;
  const out = new Int16Array(hx * hy * nz);
  const source = volume.data;
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < hy; j++) {
      let from = nx * (2 * j + ny * k);
      for (let i = 0; i < hx; i++, from += 2)
        out[at++] = (source[from] + source[from + 1] + source[from + nx] + source[from + nx + 1]) >> 2;
    }
  return { data: out, size: [hx, hy, nz] };
}

/** What decides whether a component of air is lung. */
interface AirPart {
  voxels: number;
  sum: number;
  /** Voxels on the image's border in the plane, and which of its four sides they touch (bits). */
  edge: number;
  sides: number;
}

function isLung(part: AirPart): boolean {
  const mean = part.sum / part.voxels;
  if (mean <= LUNG_RULES.gasHu) return false;
  if (part.edge === 0) return true;
  // A small field of view may cut one flank of a lung off; air around the body touches more than that.
  const oneSide = (part.sides & (part.sides - 1)) === 0;
  return oneSide && part.edge / part.voxels <= LUNG_RULES.edgeShare && mean >= LUNG_RULES.edgeHu;
}

/** Voxels of air that are lung: 1, else 0. Also the trachea while it is joined to them. */
function lungAir(hu: Int16Array, size: Size3, voxelMl: number): Uint8Array {
  const [nx, ny] = size;
  const runs = labelRuns(size, (v) => hu[v] < LUNG_RULES.airHu);
  const parts: AirPart[] = Array.from({ length: runs.count }, () => ({
    voxels: 0,
    sum: 0,
    edge: 0,
    sides: 0,
  }));
  for (let r = 0; r < runs.first.length; r++) {
    const part = parts[runs.label[r]];
    const first = runs.first[r];
    const length = runs.length[r];
    for (let v = first; v < first + length; v++) part.sum += hu[v];
    part.voxels += length;
    const i = first % nx;
    const j = Math.floor(first / nx) % ny;
    const touch = (side: number, count: number): void => {
      part.sides |= side;
      part.edge += count;
    };
    if (j === 0) touch(1, length);
    if (j === ny - 1) touch(2, length);
    if (i === 0) touch(4, 1);
    if (i + length === nx) touch(8, 1);
  }
  const ml = parts.map((p) => (p.voxels > 0 && isLung(p) ? p.voxels * voxelMl : 0));
  const most = ml.reduce((a, b) => Math.max(a, b), 0);
  const out = new Uint8Array(hu.length);
  for (let r = 0; r < runs.first.length; r++) {
    const size = ml[runs.label[r]];
    if (size >= LUNG_RULES.minMl && size >= LUNG_RULES.minShare * most)
      out.fill(1, runs.first[r], runs.first[r] + runs.length[r]);
  }
  return out;
}

/** Mean over slices of the middle between the lungs' outer borders, in half pixels. */
function middleOf(air: Uint8Array, size: Size3): number {
  const [nx, ny, nz] = size;
  let sum = 0;
  let weight = 0;
  for (let k = 0; k < nz; k++) {
    let lo = nx;
    let hi = -1;
    let area = 0;
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (air[i + nx * (j + ny * k)] !== 0) {
          if (i < lo) lo = i;
          if (i > hi) hi = i;
          area++;
        }
    sum += (area * (lo + hi)) / 2;
    weight += area;
  }
  return weight > 0 ? sum / weight : nx / 2;
}

/**
 * Parts the air into right and left: from seeds far from the midline both sides grow voxel by voxel inside
 * the air, so that lungs which touch at the front are parted where the two ways are equally long, and
 * separate lungs keep their own side even where they cross the midline. Air that no seed reaches is dropped.
 */
function partSides(
  air: Uint8Array,
  size: Size3,
  middle: number,
  sideSteps: number,
  lowSide: number,
  highSide: number,
): Uint8Array {
  const [nx, ny, nz] = size;
  const plane = nx * ny;
  const side = new Uint8Array(air.length);
  let total = 0;
  for (let v = 0; v < air.length; v++) total += air[v];
  const queue = new Int32Array(total);
  let tail = 0;
  for (let v = 0; v < air.length; v++) {
    if (air[v] === 0) continue;
    const off = (v % nx) - middle;
    if (Math.abs(off) < sideSteps) continue;
    side[v] = off < 0 ? lowSide : highSide;
    queue[tail++] = v;
  }
  for (let head = 0; head < tail; head++) {
    const v = queue[head];
    const s = side[v];
    const i = v % nx;
    const j = Math.floor(v / nx) % ny;
    const k = Math.floor(v / plane);
    const visit = (w: number): void => {
      if (air[w] !== 0 && side[w] === 0) {
        side[w] = s;
        queue[tail++] = w;
      }
    };
    if (i > 0) visit(v - 1);
    if (i < nx - 1) visit(v + 1);
    if (j > 0) visit(v - nx);
    if (j < ny - 1) visit(v + nx);
    if (k > 0) visit(v - plane);
    if (k < nz - 1) visit(v + plane);
  }
  return side;
}

/** Closes one side on one slice (disc of `radius` half pixels), fills its holes, and writes it where `out` is free. */
function closeSlice(
  side: Uint8Array,
  out: Uint8Array,
  from: number,
  nx: number,
  ny: number,
  label: number,
  radius: number,
): void {
  let i0 = nx;
  let i1 = -1;
  let j0 = ny;
  let j1 = -1;
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++)
      if (side[from + i + nx * j] === label) {
        if (i < i0) i0 = i;
        if (i > i1) i1 = i;
        if (j < j0) j0 = j;
        j1 = j;
      }
  if (i1 < 0) return;
  const pad = Math.ceil(radius) + 1;
  const w = i1 - i0 + 1 + 2 * pad;
  const h = j1 - j0 + 1 + 2 * pad;
  const piece = new Uint8Array(w * h);
  for (let j = j0; j <= j1; j++)
    for (let i = i0; i <= i1; i++)
      if (side[from + i + nx * j] === label) piece[i - i0 + pad + w * (j - j0 + pad)] = 1;
  closeWithDisc(piece, w, h, radius);
  fillHoles2d(piece, w, h);
  for (let b = 0; b < h; b++)
    for (let a = 0; a < w; a++) {
      const i = i0 - pad + a;
      const j = j0 - pad + b;
      if (piece[a + w * b] === 0 || i < 0 || j < 0 || i >= nx || j >= ny) continue;
      const v = from + i + nx * j;
      if (out[v] === 0) out[v] = label;
    }
}

/** Which side the low and the high end of i is. LPS x grows to the patient's left. */
function sidesAlongI(grid: Grid): { low: number; high: number } {
  const left = ijkToLps(grid, [1, 0, 0])[0] > ijkToLps(grid, [0, 0, 0])[0];
  return left ? { low: RIGHT, high: LEFT } : { low: LEFT, high: RIGHT };
}

/** The air of both lungs, before notches of nodules and vessels are closed; what closeLungs needs. */
export interface OpenLungs extends Pick<Lungs, 'step' | 'size' | 'side' | 'rightMl' | 'leftMl'> {
  /** Pixels of each slice. */
  readonly areas: Float64Array;
  readonly airway: Uint8Array;
  /** Of the closing, half-resolution pixels. */
  readonly radius: number;
}

type OnProgress = (done: number, total: number) => void;
const nobody: OnProgress = () => undefined;

/** The first steps of findLungs. Closing them grows neither the box around them on a slice nor the slices they are on. */
export function openLungs(volume: Volume, onProgress: OnProgress = nobody): OpenLungs {
  const { data: hu, size } = halve(volume);
  const [nx, ny, nz] = size;
  const plane = nx * ny;
  const spacing = volume.grid.spacing;
  const voxelMl = (4 * spacing[0] * spacing[1] * spacing[2]) / 1000;
  onProgress(1, 5);
  const air = lungAir(hu, size, voxelMl);
  onProgress(2, 5);
  const headFirst = volume.grid.axes[2][2] < 0;
  const airway = findAirway(hu, size, [2 * spacing[0], 2 * spacing[1], spacing[2]], headFirst);
  for (let v = 0; v < air.length; v++) if (airway.mask[v] !== 0) air[v] = 0;
  onProgress(3, 5);
  const { low, high } = sidesAlongI(volume.grid);
  const middle = airway.middle ?? middleOf(air, size);
  const side = partSides(air, size, middle, LUNG_RULES.sideMm / (2 * spacing[0]), low, high);
  const count = [0, 0, 0];
  const areas = new Float64Array(nz);
  for (let k = 0, v = 0; k < nz; k++)
    for (const end = v + plane; v < end; v++)
      if (side[v] !== 0) {
        count[side[v]]++;
        areas[k]++;
      }
  onProgress(4, 5);
  const radius = Math.max(1, Math.round(LUNG_RULES.closingMm / (2 * spacing[0])));
  const [rightMl, leftMl] = [RIGHT, LEFT].map((label) => count[label] * voxelMl);
  return { step: 2, size, side, rightMl, leftMl, areas, airway: airway.mask, radius };
}

/** The last step of findLungs. */
export function closeLungs(open: OpenLungs): Lungs {
  const { step, size, side, rightMl, leftMl, areas, airway, radius } = open;
  const [nx, ny, nz] = size;
  const closed = new Uint8Array(side.length);
  for (let k = 0; k < nz; k++)
    for (const label of [RIGHT, LEFT]) closeSlice(side, closed, k * nx * ny, nx, ny, label, radius);
  for (let v = 0; v < closed.length; v++) if (airway[v] !== 0) closed[v] = 0;
  const most = areas.reduce((a, b) => Math.max(a, b), 0);
  return {
    step,
    size,
    side: closed,
    rightMl,
    leftMl,
    cut: most > 0 && Math.max(areas[0], areas[nz - 1]) > LUNG_RULES.cutShare * most,
    found: rightMl + leftMl >= LUNG_RULES.minLungsMl,
  };
}

/**
 * Finds the lungs of an axial chest CT in HU. `found` is false when there are none (under 500 mL of air that
 * could be lung); `cut` when the scan ends within them.
 */
export function findLungs(volume: Volume, onProgress: OnProgress = nobody): Lungs {
  const lungs = closeLungs(openLungs(volume, onProgress));
  onProgress(5, 5);
  return lungs;
}
