/** A film made at run time of one real breast ultrasound: the probe slides over the mass, cut smaller and larger. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { writeUltrasoundFilm } from './ultrasound-film';

const [COLUMNS, ROWS] = [448, 336];

/** The mass is largest on the middle frame. */
export const breastFilm = { frames: 24, largest: 12, frameMs: 80 };

/** Writes the film of a still; returns its path. Decoded by a page of its own, which has the codec. */
export async function writeBreastFilm(page: Page, still: string, folder: string): Promise<string> {
  const made = await page.evaluate(
    async ({ base64, columns, rows, frames, largest }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      const canvas = new OffscreenCanvas(columns, rows);
      const draw = canvas.getContext('2d', { willReadFrequently: true })!;
      const fit = Math.min(columns / image.width, rows / image.height);
      let text = '';
      for (let frame = 1; frame <= frames; frame++) {
        const off = (frame - largest) / frames;
        const zoom = fit * (1.12 - 0.5 * off * off);
        draw.fillRect(0, 0, columns, rows);
        const [width, height] = [zoom * image.width, zoom * image.height];
        draw.drawImage(
          image,
          (columns - width) / 2 + 60 * off,
          (rows - height) / 2 + 20 * off,
          width,
          height,
        );
        const { data } = draw.getImageData(0, 0, columns, rows);
        for (let v = 0; v < data.length; v += 4) text += String.fromCharCode(data[v]);
      }
      return btoa(text);
    },
    { base64: readFileSync(still).toString('base64'), columns: COLUMNS, rows: ROWS, ...breastFilm },
  );
  return writeUltrasoundFilm(folder, {
    name: 'breast',
    root: '1.2.826.0.1.3680043.10.1578.13',
    bodyPart: 'BREAST',
    description: 'Breast film',
    patient: 'Film^Breast',
    columns: COLUMNS,
    rows: ROWS,
    frames: breastFilm.frames,
    frameMs: breastFilm.frameMs,
    mm: 0.1,
    pixels: new Uint8Array(Buffer.from(made, 'base64')),
  });
}
