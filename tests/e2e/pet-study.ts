/**
 * A PET made by code, for the CT of the phantom study: coarser, wider, another rescale in every slice as PET scanners
 * write it, balls of known SUV. Lengths in mm, LPS.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10, type Fields } from '../../src/dicom/testing/part10';
import type { Vec3 } from '../../src/domain/geometry';
import { uids, type Voxel } from './phantom-study';

export const pet = {
  dims: [40, 40, 24] as Voxel,
  spacing: [3, 3, 4] as Vec3,
  origin: [-58, -58, -48] as Vec3,
};
export const petUid = `${uids.study}.7`;

/** 70 kg, 370 MBq of F-18 at 12:00, scanned at 13:00: what is left of the dose, and Bq/ml of a SUV of 1. */
const DOSE = 370e6;
export const HALF_LIFE = 6586.2;
export const BQ_OF_SUV = (DOSE * 2 ** (-3600 / HALF_LIFE)) / 70_000;

/** Balls about voxels of the PET, mm and SUVbw; the front half of the body around them takes up 0.5, the back nothing. */
export const hot = [
  { at: [24, 18, 12], radius: 10, suv: 8 },
  { at: [13, 20, 12], radius: 8, suv: 4 },
] as const satisfies readonly { at: Voxel; radius: number; suv: number }[];
const BODY_SUV = 0.5;

export const petLpsOf = ([i, j, k]: Voxel): Vec3 => [
  pet.origin[0] + i * pet.spacing[0],
  pet.origin[1] + j * pet.spacing[1],
  pet.origin[2] + k * pet.spacing[2],
];

/** Bq/ml of a stored value, different from slice to slice. */
const slopeOf = (k: number): number => 1.5 + 0.05 * k;

function wantedSuv(voxel: Voxel): number {
  const [x, y, z] = petLpsOf(voxel);
  for (const { at, radius, suv } of hot) {
    const [cx, cy, cz] = petLpsOf(at);
    if (Math.hypot(x - cx, y - cy, z - cz) <= radius) return suv;
  }
  return y <= 12 && Math.hypot(x, y) <= 36 ? BODY_SUV : 0;
}
const stored = (voxel: Voxel): number => Math.round((wantedSuv(voxel) * BQ_OF_SUV) / slopeOf(voxel[2]));

/** The truth: SUVbw of a voxel as it is stored. */
export const suvAt = (voxel: Voxel): number => (stored(voxel) * slopeOf(voxel[2])) / BQ_OF_SUV;

const decimals = (values: readonly number[]): string => values.map((n) => String(+n.toFixed(6))).join('\\');

/** Writes the PET, 40 x 40 x 24 voxels of 3 x 3 x 4 mm; `more` takes the place of attributes. */
export function writePet(folder: string, more: Fields = {}, uid: string = petUid): string[] {
  mkdirSync(folder, { recursive: true });
  const [columns, rows, slices] = pet.dims;
  return Array.from({ length: slices }, (_slice, k) => {
    const pixels = Int16Array.from({ length: rows * columns }, (_pixel, n) =>
      stored([n % columns, Math.floor(n / columns), k]),
    );
    const path = join(folder, `PT${String(k + 1).padStart(3, '0')}.dcm`);
    const fields: Fields = {
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.128',
      '00080018 UI': `${uid}.${k + 1}`,
      '00080020 DA': '20260105',
      '00080021 DA': '20260105',
      '00080022 DA': '20260105',
      '00080030 TM': '101500',
      '00080031 TM': '130000',
      '00080032 TM': '130000',
      '00080060 CS': 'PT',
      '0008103E LO': 'SYNTHETIC PET',
      '00100010 PN': 'SYNTHETIC^Phantom',
      '00100020 LO': 'PHANTOM-1',
      '00100040 CS': 'M',
      '00101020 DS': '1.75',
      '00101030 DS': '70',
      '00180050 DS': decimals([pet.spacing[2]]),
      '0020000D UI': uids.study,
      '0020000E UI': uid,
      '00200011 IS': '7',
      '00200013 IS': String(k + 1),
      '00200032 DS': decimals(petLpsOf([0, 0, k])),
      '00200037 DS': '1\\0\\0\\0\\1\\0',
      '00200052 UI': uids.frameOfReference,
      '00280002 US': 1,
      '00280004 CS': 'MONOCHROME2',
      '00280010 US': rows,
      '00280011 US': columns,
      '00280030 DS': decimals([pet.spacing[1], pet.spacing[0]]),
      '00280051 CS': 'NORM\\DTIM\\ATTN\\SCAT\\DECY\\RAN',
      '00280100 US': 16,
      '00280101 US': 16,
      '00280102 US': 15,
      '00280103 US': 1,
      '00281052 DS': '0',
      '00281053 DS': decimals([slopeOf(k)]),
      '00540016 SQ': [
        {
          '00180031 LO': 'FDG',
          '00181072 TM': '120000',
          '00181074 DS': String(DOSE),
          '00181075 DS': String(HALF_LIFE),
        },
      ],
      '00541001 CS': 'BQML',
      '00541102 CS': 'START',
      '7FE00010 OW': new Uint8Array(pixels.buffer),
      ...more,
    };
    writeFileSync(path, part10(fields));
    return path;
  });
}
