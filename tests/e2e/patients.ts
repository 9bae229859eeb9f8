/** Small studies of patients with Chinese names, made by code, in the character sets that hospitals use. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10 } from '../../src/dicom/testing/part10';

const ROOT = '1.2.826.0.1.3680043.10.1578.99';
export const uidOf = (study: string): string => `${ROOT}.${[...study].map((c) => c.charCodeAt(0)).join('')}`;
const SIDE = 64;

export interface Patient {
  /** Names the study in the tests. */
  readonly study: string;
  readonly name: string | Uint8Array;
  readonly charset: 'ISO_IR 192' | 'GB18030';
  readonly id: string;
  readonly date: string;
  readonly modality: string;
  readonly accession: string;
  readonly images?: number;
}

/** "Wang^XiaoDong=王^小东" in GB18030. */
const wangInGb = Uint8Array.of(
  ...new TextEncoder().encode('Wang^XiaoDong='),
  0xcd,
  0xf5,
  0x5e,
  0xd0,
  0xa1,
  0xb6,
  0xab,
  0x20,
);

export const patients: readonly Patient[] = [
  {
    study: 'now',
    name: 'Wang^XiaoDong=王^小东',
    charset: 'ISO_IR 192',
    id: 'P-100',
    date: '20260301',
    modality: 'CT',
    accession: 'A-1',
    images: 30,
  },
  {
    study: 'before',
    name: wangInGb,
    charset: 'GB18030',
    id: 'P-100',
    date: '20250215',
    modality: 'CT',
    accession: 'A-2',
    images: 4,
  },
  {
    study: 'other',
    name: 'Li^Na=李^娜',
    charset: 'ISO_IR 192',
    id: 'P-1001',
    date: '20260302',
    modality: 'MR',
    accession: 'A-3',
  },
  {
    study: 'xiao',
    name: 'Wang^Xi=王^熙',
    charset: 'ISO_IR 192',
    id: 'P-7',
    date: '20240101',
    modality: 'CR',
    accession: 'A-4',
  },
];

/** @returns paths of all images */
export function writePatients(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return patients.flatMap(({ study, name, charset, id, date, modality, accession, images = 1 }) =>
    Array.from({ length: images }, (...[, k]) => {
      const pixels = Uint16Array.from({ length: SIDE * SIDE }, (...[, n]) => (n * 7 + k * 53) % 4096);
      const path = join(folder, `${study}-${k}.dcm`);
      const bytes = part10({
        '00080005 CS': charset,
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
        '00080018 UI': `${uidOf(study)}.1.${k + 1}`,
        '00080020 DA': date,
        '00080030 TM': '101500',
        '00080050 SH': accession,
        '00080060 CS': modality,
        '00081030 LO': 'SYNTHETIC',
        '00100010 PN': name,
        '00100020 LO': id,
        '00100030 DA': '19600102',
        '0020000D UI': uidOf(study),
        '0020000E UI': `${uidOf(study)}.1`,
        '00200011 IS': '1',
        '00200013 IS': String(k + 1),
        '00200032 DS': `0\\0\\${k}`,
        '00200037 DS': '1\\0\\0\\0\\1\\0',
        '00280002 US': 1,
        '00280004 CS': 'MONOCHROME2',
        '00280010 US': SIDE,
        '00280011 US': SIDE,
        '00280030 DS': '1\\1',
        '00280100 US': 16,
        '00280101 US': 12,
        '00280102 US': 11,
        '00280103 US': 0,
        '00281050 DS': '1000',
        '00281051 DS': '4000',
        '00281052 DS': '-1024',
        '00281053 DS': '1',
        '7FE00010 OW': new Uint8Array(pixels.buffer),
      });
      writeFileSync(path, bytes);
      return path;
    }),
  );
}
