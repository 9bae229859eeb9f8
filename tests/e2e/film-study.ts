/** Projection images made by code: radiographs and mammograms, one image a series, as scanners write them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10 } from '../../src/dicom/testing/part10';

const ROOT = '1.2.826.0.1.3680043.10.1578.11';

export interface Film {
  readonly modality: 'CR' | 'MG';
  /** View Position (0018,5101). */
  readonly view: string;
  /** Image Laterality (0020,0062). */
  readonly side?: 'R' | 'L';
}

/** 160 x 320 pixels of one grey, so narrow that a cell has room beside it. */
const [COLUMNS, ROWS] = [160, 320];

/** Writes a study of films, image n in series n; returns the paths. */
export function writeFilms(folder: string, study: number, films: readonly Film[]): string[] {
  mkdirSync(folder, { recursive: true });
  return films.map(({ modality, view, side }, n) => {
    const path = join(folder, `F${study}-${n + 1}.dcm`);
    const series = `${ROOT}.${study}.${n + 1}`;
    writeFileSync(
      path,
      part10({
        '00100010 PN': 'SYNTHETIC^Films',
        '00100020 LO': `FILMS-${study}`,
        '00080020 DA': '20260107',
        '00080030 TM': '090000',
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.1',
        '00080018 UI': `${series}.1`,
        '00080060 CS': modality,
        '0008103E LO': `SYNTHETIC film ${n + 1}`,
        '00180015 CS': modality === 'MG' ? 'BREAST' : 'CHEST',
        '00185101 CS': view,
        ...(side && { '00200062 CS': side }),
        '0020000D UI': `${ROOT}.${study}`,
        '0020000E UI': series,
        '00200011 IS': String(n + 1),
        '00200013 IS': '1',
        '00280002 US': 1,
        '00280004 CS': 'MONOCHROME2',
        '00280010 US': ROWS,
        '00280011 US': COLUMNS,
        '00280100 US': 16,
        '00280101 US': 16,
        '00280102 US': 15,
        '00280103 US': 1,
        '00280030 DS': '0.2\\0.2',
        '00281050 DS': '1000',
        '00281051 DS': '2000',
        '7FE00010 OW': new Uint8Array(new Int16Array(ROWS * COLUMNS).fill(1200).buffer),
      }),
    );
    return path;
  });
}
