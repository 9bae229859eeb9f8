/**
 * A small study made by code, so that every number read off the page has a truth: a CT, an MR whose slices lie
 * oblique, and a radiograph that knows its pixels at the detector only. Lengths in mm, LPS; values in HU.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10, type Fields } from '../../src/dicom/testing/part10';
import { add, cross, scale, type Vec3 } from '../../src/domain/geometry';

/** Voxels (i: column, j: row, k: slice from the feet up). */
export type Voxel = readonly [number, number, number];

const ROOT = '1.2.826.0.1.3680043.10.1578.9';
export const uids = {
  study: `${ROOT}.1`,
  frameOfReference: `${ROOT}.1.1`,
  ct: `${ROOT}.1.2`,
  mr: `${ROOT}.1.3`,
  crStudy: `${ROOT}.2`,
  cr: `${ROOT}.2.1`,
} as const;

export const ct = {
  dims: [96, 96, 40] as Voxel,
  spacing: [0.8, 0.8, 2] as Vec3,
  origin: [-38, -38, -40] as Vec3,
};

/** Centre of a voxel of the CT, LPS mm. */
export const lpsOf = ([i, j, k]: Voxel): Vec3 => [
  ct.origin[0] + i * ct.spacing[0],
  ct.origin[1] + j * ct.spacing[1],
  ct.origin[2] + k * ct.spacing[2],
];

/** The slice, row and column that most of the phantom's pieces lie on. */
export const MIDDLE = { k: 20, j: 48, i: 48 } as const;

/** Single voxels, the only ones that are white in a soft tissue window: a hand can be put on them exactly. */
export const points = {
  /** On the axial slice k = 20. */
  a: [24, 30, 20],
  b: [72, 30, 20],
  c: [40, 66, 20],
  /** On the coronal plane j = 48. */
  d: [20, 48, 8],
  e: [76, 48, 8],
  f: [34, 48, 32],
  /** On the sagittal plane i = 48. */
  g: [48, 20, 10],
  h: [48, 76, 10],
  l: [48, 40, 30],
} as const satisfies Record<string, Voxel>;
export const POINT_HU = 1500;

/** Balls: every voxel whose centre is not farther than `radius` mm from the centre of voxel `at`. */
export const spheres = [
  { at: [60, 58, 20], radius: 8, hu: 120 },
  { at: [36, 50, 20], radius: 5, hu: -150 },
] as const satisfies readonly { at: Voxel; radius: number; hu: number }[];

/** Boxes of whole voxels, both ends included. */
export const bars = [
  { from: [24, 82, 18], to: [71, 85, 22], hu: 200 },
  { from: [10, 40, 18], to: [13, 59, 22], hu: 200 },
] as const satisfies readonly { from: Voxel; to: Voxel; hu: number }[];

/** Radius of the body, a cylinder along z about the middle of the images, mm. */
const BODY_MM = 37;
export const AIR_HU = -1000;

const same = (a: Voxel, b: Voxel): boolean => a.every((n, axis) => n === b[axis]);

/** HU of tissue: whole numbers around 40, different from voxel to voxel, so that statistics have something to find. */
const tissue = ([i, j, k]: Voxel): number => 34 + ((3 * i + 5 * j + 7 * k) % 13);

/** The truth: HU of a voxel of the CT. */
export function huAt(voxel: Voxel): number {
  if (Object.values(points).some((point) => same(point, voxel))) return POINT_HU;
  const [x, y, z] = lpsOf(voxel);
  for (const { at, radius, hu } of spheres) {
    const [cx, cy, cz] = lpsOf(at);
    if (Math.hypot(x - cx, y - cy, z - cz) <= radius) return hu;
  }
  for (const { from, to, hu } of bars)
    if (voxel.every((n, axis) => n >= from[axis] && n <= to[axis])) return hu;
  return Math.hypot(x, y) <= BODY_MM ? tissue(voxel) : AIR_HU;
}

/** Straight distance between two voxels' centres, mm. */
export const distance = (a: Voxel, b: Voxel): number => {
  const [p, q] = [lpsOf(a), lpsOf(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
};

/** Angle at `corner` between two voxels, degrees. */
export function angleAt(corner: Voxel, a: Voxel, b: Voxel): number {
  const [o, p, q] = [corner, a, b].map(lpsOf);
  const [u, v] = [p, q].map((end): Vec3 => [end[0] - o[0], end[1] - o[1], end[2] - o[2]]);
  const dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  return (Math.atan2(Math.hypot(...cross(u, v)), dot) * 180) / Math.PI;
}

/** How many voxels of the CT hold a value, and the mm³ of one. */
export const VOXEL_MM3 = ct.spacing[0] * ct.spacing[1] * ct.spacing[2];
export function countVoxels(holds: (hu: number, voxel: Voxel) => boolean): number {
  let count = 0;
  for (let k = 0; k < ct.dims[2]; k++)
    for (let j = 0; j < ct.dims[1]; j++)
      for (let i = 0; i < ct.dims[0]; i++) if (holds(huAt([i, j, k]), [i, j, k])) count++;
  return count;
}

const decimals = (values: readonly number[]): string => values.map((n) => String(+n.toFixed(6))).join('\\');

const patient: Fields = {
  '00100010 PN': 'SYNTHETIC^Phantom',
  '00100020 LO': 'PHANTOM-1',
  '00100040 CS': 'O',
  '00080020 DA': '20260105',
  '00080030 TM': '101500',
};

const grey = (rows: number, columns: number, stored: Int16Array): Fields => ({
  '00280002 US': 1,
  '00280004 CS': 'MONOCHROME2',
  '00280010 US': rows,
  '00280011 US': columns,
  '00280100 US': 16,
  '00280101 US': 16,
  '00280102 US': 15,
  '00280103 US': 1,
  '7FE00010 OW': new Uint8Array(stored.buffer),
});

function write(folder: string, name: string, fields: Fields): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, part10(fields));
  return path;
}

interface Another {
  /** Study and series of its own; the frame of reference goes with the study. */
  readonly study: string;
  /** Every n-th slice only, from the first. */
  readonly every?: number;
  /** Other patient, other date. */
  readonly fields?: Fields;
}

/**
 * Writes the CT, 96 x 96 x 40 voxels of 0.8 x 0.8 x 2 mm; returns the paths, image 1 (k = 0) first.
 * @param another the same body in another study
 */
export function writeCt(folder: string, another?: Another): string[] {
  const [columns, rows, slices] = ct.dims;
  const { every = 1, study = uids.study, fields } = another ?? {};
  const series = another ? `${study}.2` : uids.ct;
  return Array.from({ length: Math.ceil(slices / every) }, (_slice, n) => n * every).map((k) =>
    write(folder, `CT${String(k + 1).padStart(3, '0')}.dcm`, {
      ...patient,
      ...grey(
        rows,
        columns,
        Int16Array.from({ length: rows * columns }, (_pixel, n) =>
          // Stored with an intercept, as scanners do.
          Math.round(huAt([n % columns, Math.floor(n / columns), k]) + 1024),
        ),
      ),
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
      '00080018 UI': `${series}.${k + 1}`,
      '00080060 CS': 'CT',
      '0008103E LO': 'SYNTHETIC phantom',
      '00180015 CS': 'PHANTOM',
      '00180050 DS': decimals([ct.spacing[2]]),
      '0020000D UI': study,
      '0020000E UI': series,
      '00200011 IS': '1',
      '00200013 IS': String(k + 1),
      '00200032 DS': decimals(lpsOf([0, 0, k])),
      '00200037 DS': '1\\0\\0\\0\\1\\0',
      '00200052 UI': another ? `${study}.1` : uids.frameOfReference,
      '00280030 DS': decimals([ct.spacing[1], ct.spacing[0]]),
      '00281050 DS': '40',
      '00281051 DS': '400',
      '00281052 DS': '-1024',
      '00281053 DS': '1',
      '00281054 LO': 'HU',
      ...fields,
    }),
  );
}

const turn = (degrees: number): readonly [number, number] => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
];
const [cosA, sinA] = turn(20);
const [cosB, sinB] = turn(12);
const mrAlong: Vec3 = [cosB, sinB, 0];
const mrDown: Vec3 = [-sinB * cosA, cosB * cosA, sinA];

/** The MR: 64 x 48 x 16 voxels of 1.2 x 1.5 x 4 mm, turned by 12 degrees about z and then by 20 about its rows. */
export const mr = {
  dims: [64, 48, 16] as Voxel,
  spacing: [1.2, 1.5, 4] as Vec3,
  along: mrAlong,
  down: mrDown,
  normal: cross(mrAlong, mrDown),
};

/** Centre of a voxel of the MR, LPS mm; its middle lies on that of the CT. */
export function mrLpsOf([i, j, k]: Voxel): Vec3 {
  const [columns, rows, slices] = mr.dims;
  const steps = [i - (columns - 1) / 2, j - (rows - 1) / 2, k - (slices - 1) / 2];
  return [mr.along, mr.down, mr.normal].reduce(
    (at: Vec3, axis, n) => add(at, scale(axis, steps[n] * mr.spacing[n])),
    [0, 0, -1],
  );
}

/** Stored value of a voxel of the MR: a ball of 15 mm about (10, -5, -1) in a cylinder of 30 mm. */
export function mrAt(voxel: Voxel): number {
  const [x, y, z] = mrLpsOf(voxel);
  if (Math.hypot(x - 10, y + 5, z + 1) <= 15) return 800;
  return Math.hypot(x, y) <= 30 ? 300 + ((voxel[0] + 2 * voxel[1]) % 7) : 5;
}

/** Writes the MR, in the study and frame of reference of the CT; no unit is stated for its values. */
export function writeMr(folder: string): string[] {
  const [columns, rows, slices] = mr.dims;
  return Array.from({ length: slices }, (_slice, k) =>
    write(folder, `MR${String(k + 1).padStart(3, '0')}.dcm`, {
      ...patient,
      ...grey(
        rows,
        columns,
        Int16Array.from({ length: rows * columns }, (_pixel, n) =>
          mrAt([n % columns, Math.floor(n / columns), k]),
        ),
      ),
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.4',
      '00080018 UI': `${uids.mr}.${k + 1}`,
      '00080060 CS': 'MR',
      '0008103E LO': 'SYNTHETIC oblique',
      '00180050 DS': decimals([mr.spacing[2]]),
      '0020000D UI': uids.study,
      '0020000E UI': uids.mr,
      '00200011 IS': '2',
      '00200013 IS': String(k + 1),
      '00200032 DS': decimals(mrLpsOf([0, 0, k])),
      '00200037 DS': decimals([...mr.along, ...mr.down]),
      '00200052 UI': uids.frameOfReference,
      '00280030 DS': decimals([mr.spacing[1], mr.spacing[0]]),
      '00281050 DS': '400',
      '00281051 DS': '900',
    }),
  );
}

/** The radiograph: 320 x 400 pixels of 0.2 mm at the detector, and pixels (column, row) that are white. */
export const cr = {
  columns: 320,
  rows: 400,
  spacing: 0.2,
  spots: [
    [60, 80],
    [260, 80],
    [100, 300],
    [220, 320],
  ] as readonly (readonly [number, number])[],
} as const;

/** Writes the radiograph, a chest film with the view position given, in a study of its own; returns its path. */
export function writeCr(folder: string, view: 'PA' | 'AP' | 'LL' = 'PA'): string {
  const near = (n: number): boolean =>
    cr.spots.some(
      ([x, y]) => Math.abs((n % cr.columns) - x) <= 1 && Math.abs(Math.floor(n / cr.columns) - y) <= 1,
    );
  return write(folder, 'CR001.dcm', {
    ...patient,
    ...grey(
      cr.rows,
      cr.columns,
      Int16Array.from({ length: cr.rows * cr.columns }, (_pixel, n) => (near(n) ? 4000 : 900 + (n % 11))),
    ),
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.1',
    '00080018 UI': `${uids.cr}.1`,
    '00080060 CS': 'CR',
    '0008103E LO': 'SYNTHETIC film',
    '00180015 CS': 'CHEST',
    '00181164 DS': decimals([cr.spacing, cr.spacing]),
    '00185101 CS': view,
    '0020000D UI': uids.crStudy,
    '0020000E UI': uids.cr,
    '00200011 IS': '1',
    '00200013 IS': '1',
    '00281050 DS': '1000',
    '00281051 DS': '2000',
  });
}
