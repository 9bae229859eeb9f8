/** A film of ultrasound as a DICOM file, with one region that says its scale, or without. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10 } from '../../src/dicom/testing/part10';

export interface UltrasoundFilm {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly root: string;
  readonly bodyPart: string;
  readonly description: string;
  readonly patient: string;
  readonly columns: number;
  readonly rows: number;
  readonly frames: number;
  readonly frameMs: number;
  /** mm a pixel; no region is stated when absent. */
  readonly mm?: number;
  /** Grey 0..255, frame after frame. */
  readonly pixels: Uint8Array;
}

const fd = (value: number): Uint8Array => new Uint8Array(new Float64Array([value]).buffer);

/** All of the image as a tissue region. */
const regionOf = (columns: number, rows: number, mm: number) => ({
  '00186012 US': 1,
  '00186014 US': 1,
  '00186018 UL': 0,
  '0018601A UL': 0,
  '0018601C UL': columns - 1,
  '0018601E UL': rows - 1,
  '00186024 US': 3,
  '00186026 US': 3,
  '0018602C FD': fd(mm / 10),
  '0018602E FD': fd(mm / 10),
});

/** Writes the film; returns its path. */
export function writeUltrasoundFilm(folder: string, film: UltrasoundFilm): string {
  mkdirSync(folder, { recursive: true });
  const { root, columns, rows, mm } = film;
  const path = join(folder, `${film.name}.dcm`);
  writeFileSync(
    path,
    part10({
      '00080008 CS': 'DERIVED\\PRIMARY',
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.3.1',
      '00080018 UI': `${root}.1.1`,
      '00080020 DA': '20260108',
      '00080030 TM': '101500',
      '00080060 CS': 'US',
      '0008103E LO': film.description,
      '00100010 PN': film.patient,
      '00100020 LO': `${film.bodyPart}-1`,
      '00180015 CS': film.bodyPart,
      '00181063 DS': String(film.frameMs),
      ...(mm === undefined ? {} : { '00186011 SQ': [regionOf(columns, rows, mm)] }),
      '0020000D UI': root,
      '0020000E UI': `${root}.1`,
      '00200011 IS': '1',
      '00200013 IS': '1',
      '00280002 US': 1,
      '00280004 CS': 'MONOCHROME2',
      '00280008 IS': String(film.frames),
      '00280010 US': rows,
      '00280011 US': columns,
      '00280100 US': 8,
      '00280101 US': 8,
      '00280102 US': 7,
      '00280103 US': 0,
      '7FE00010 OB': film.pixels,
    }),
  );
  return path;
}
