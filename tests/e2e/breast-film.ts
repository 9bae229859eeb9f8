/** Films made at run time of real images: the probe slides over a mass; pictures of another kind among frames. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { writeUltrasoundFilm } from './ultrasound-film';

const [COLUMNS, ROWS] = [448, 336];

/** The mass is largest on the middle frame. */
export const breastFilm = { frames: 24, largest: 12, frameMs: 80 };

/** Where an image lies on a frame: its size against the largest that fits, and how far its middle is off, pixels. */
interface Placement {
  readonly zoom: number;
  readonly right: number;
  readonly down: number;
}

/** Grey values of an image on so many frames. Decoded by a page, which has the codec. */
async function drawn(page: Page, path: string, placements: readonly Placement[]): Promise<Uint8Array> {
  const made = await page.evaluate(
    async ({ base64, columns, rows, all }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      const canvas = new OffscreenCanvas(columns, rows);
      const draw = canvas.getContext('2d', { willReadFrequently: true })!;
      const fit = Math.min(columns / image.width, rows / image.height);
      let text = '';
      for (const { zoom, right, down } of all) {
        draw.fillRect(0, 0, columns, rows);
        const [width, height] = [fit * zoom * image.width, fit * zoom * image.height];
        draw.drawImage(image, (columns - width) / 2 + right, (rows - height) / 2 + down, width, height);
        const { data } = draw.getImageData(0, 0, columns, rows);
        for (let v = 0; v < data.length; v += 4) text += String.fromCharCode(data[v]);
      }
      return btoa(text);
    },
    { base64: readFileSync(path).toString('base64'), columns: COLUMNS, rows: ROWS, all: placements },
  );
  return new Uint8Array(Buffer.from(made, 'base64'));
}

const about = {
  bodyPart: 'BREAST',
  description: 'Breast film',
  columns: COLUMNS,
  rows: ROWS,
  frameMs: breastFilm.frameMs,
};

/** Writes the film of a still; returns its path. */
export async function writeBreastFilm(page: Page, still: string, folder: string): Promise<string> {
  const placements = Array.from({ length: breastFilm.frames }, (_, n): Placement => {
    const off = (n + 1 - breastFilm.largest) / breastFilm.frames;
    return { zoom: 1.12 - 1.6 * off * off, right: 60 * off, down: 20 * off };
  });
  return writeUltrasoundFilm(folder, {
    ...about,
    name: 'breast',
    root: '1.2.826.0.1.3680043.10.1578.13',
    patient: 'Film^Breast',
    frames: breastFilm.frames,
    mm: 0.1,
    pixels: await drawn(page, still, placements),
  });
}

/** Writes one image a frame, saved as ultrasound without a stated region; returns the path. */
export async function writeSaved(
  page: Page,
  images: readonly string[],
  name: string,
  folder: string,
): Promise<string> {
  const frames = [];
  for (const path of images) frames.push(await drawn(page, path, [{ zoom: 1, right: 0, down: 0 }]));
  return writeUltrasoundFilm(folder, {
    ...about,
    name,
    root: `1.2.826.0.1.3680043.10.1578.14.${images.length}`,
    patient: `Saved^${name}`,
    frames: images.length,
    pixels: new Uint8Array(Buffer.concat(frames)),
  });
}
