/** Ultrasound of a thyroid made by code: a film of twelve frames with a nodule that drifts and is cut larger and smaller. */
import { speckleImage, type SpeckleLesion } from '../../src/domain/phantom/speckle';
import { writeUltrasoundFilm } from './ultrasound-film';

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

/** Writes the film; returns its path. */
export function writeThyroidFilm(folder: string): string {
  const pixels = new Uint8Array(COLUMNS * ROWS * FRAMES);
  const muscle: SpeckleLesion = { at: [160, 12], half: [240, 26], grey: 70 };
  for (let frame = 1; frame <= FRAMES; frame++) {
    const { data } = speckleImage(COLUMNS, ROWS, 118, [muscle, nodule(frame)], { seed: frame });
    pixels.set(data, (frame - 1) * COLUMNS * ROWS);
  }
  return writeUltrasoundFilm(folder, {
    name: 'thyroid',
    root: ROOT,
    bodyPart: 'THYROID',
    description: 'SYNTHETIC thyroid film',
    patient: 'SYNTHETIC^Thyroid',
    columns: COLUMNS,
    rows: ROWS,
    frames: FRAMES,
    frameMs: 100,
    mm: MM,
    pixels,
  });
}
