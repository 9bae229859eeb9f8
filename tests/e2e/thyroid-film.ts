/** Ultrasound of a thyroid made by code: a film of twelve frames with a nodule that drifts and is cut larger and smaller. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10 } from '../../src/dicom/testing/part10';
import { speckleImage, type SpeckleLesion } from '../../src/domain/phantom/speckle';

const ROOT = '1.2.826.0.1.3680043.10.1578.12';
const [COLUMNS, ROWS, FRAMES] = [320, 240, 12];
/** mm a pixel. */
const MM = 0.1;

/** Frame (from 1) on which the nodule is largest, and its true axes there, mm. */
export const film = { frames: FRAMES, largest: 6, longMm: 8, shortMm: 5.6 };

function nodule(frame: number): SpeckleLesion {
  const cut = Math.sqrt(1 - ((frame - film.largest) / 10) ** 2);
  const half = [(cut * film.longMm) / 2 / MM, (cut * film.shortMm) / 2 / MM] as const;
  return { at: [160 + 2 * (frame - film.largest), 120], half, grey: 55 };
}

const fd = (value: number): Uint8Array => new Uint8Array(new Float64Array([value]).buffer);

/** Writes the film; returns its path. */
export function writeThyroidFilm(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const pixels = new Uint8Array(COLUMNS * ROWS * FRAMES);
  const muscle: SpeckleLesion = { at: [160, 12], half: [240, 26], grey: 70 };
  for (let frame = 1; frame <= FRAMES; frame++) {
    const { data } = speckleImage(COLUMNS, ROWS, 118, [muscle, nodule(frame)], { seed: frame });
    pixels.set(data, (frame - 1) * COLUMNS * ROWS);
  }
  const path = join(folder, 'thyroid.dcm');
  writeFileSync(
    path,
    part10({
      '00080008 CS': 'DERIVED\\PRIMARY',
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.3.1',
      '00080018 UI': `${ROOT}.1.1`,
      '00080020 DA': '20260108',
      '00080030 TM': '101500',
      '00080060 CS': 'US',
      '0008103E LO': 'SYNTHETIC thyroid film',
      '00100010 PN': 'SYNTHETIC^Thyroid',
      '00100020 LO': 'THYROID-1',
      '00180015 CS': 'THYROID',
      '00181063 DS': '100',
      '00186011 SQ': [
        {
          '00186012 US': 1,
          '00186014 US': 1,
          '00186018 UL': 0,
          '0018601A UL': 0,
          '0018601C UL': COLUMNS - 1,
          '0018601E UL': ROWS - 1,
          '00186024 US': 3,
          '00186026 US': 3,
          '0018602C FD': fd(MM / 10),
          '0018602E FD': fd(MM / 10),
        },
      ],
      '0020000D UI': ROOT,
      '0020000E UI': `${ROOT}.1`,
      '00200011 IS': '1',
      '00200013 IS': '1',
      '00280002 US': 1,
      '00280004 CS': 'MONOCHROME2',
      '00280008 IS': String(FRAMES),
      '00280010 US': ROWS,
      '00280011 US': COLUMNS,
      '00280100 US': 8,
      '00280101 US': 8,
      '00280102 US': 7,
      '00280103 US': 0,
      '7FE00010 OB': pixels,
    }),
  );
  return path;
}
