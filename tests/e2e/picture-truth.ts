/** What pictures of the phantom must hold, told by its own voxels and the window of its files. */
import type { Page } from 'playwright-core';
import { ct, huAt } from './phantom-study';

/** The word SYNTHETIC stands in the top rows of a picture: it is on whatever leaves the page. */
export const WORDS = 22;

const [columns, rows] = ct.dims;

/** The window of the phantom's files: 40 wide 400, by PS3.3 C.11.2.1.2.1. */
export function greyOf(hu: number): number {
  const share = (hu - (40 - 0.5)) / (400 - 1) + 0.5;
  return Math.round(255 * Math.min(1, Math.max(0, share)));
}

export interface Greys {
  readonly width: number;
  readonly height: number;
  /** Row by row from above. */
  readonly grey: Uint8Array;
  /** Pixels that are no grey; words are a hair bluish, and count as grey. */
  readonly coloured: number;
}

/** Grey of every pixel of a picture that the page can load. */
export async function pictureGreys(page: Page, url: string): Promise<Greys> {
  const made = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const draw = new OffscreenCanvas(width, height).getContext('2d')!;
    draw.drawImage(image, 0, 0);
    const { data } = draw.getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    let coloured = 0;
    for (let n = 0, p = 0; n < grey.length; n++, p += 4) {
      grey[n] = data[p];
      if (Math.abs(data[p] - data[p + 1]) > 8 || Math.abs(data[p] - data[p + 2]) > 8) coloured++;
    }
    const parts: string[] = [];
    for (let n = 0; n < grey.length; n += 8192)
      parts.push(String.fromCharCode(...grey.subarray(n, n + 8192)));
    return { width, height, coloured, base64: btoa(parts.join('')) };
  }, url);
  return { ...made, grey: new Uint8Array(Buffer.from(made.base64, 'base64')) };
}

/** Pixels below the words that are not those of slice k, as the file has it. */
export function wrongPixels(grey: Uint8Array, k: number): number {
  let wrong = 0;
  for (let j = WORDS; j < rows; j++)
    for (let i = 0; i < columns; i++)
      if (Math.abs(grey[j * columns + i] - greyOf(huAt([i, j, k]))) > 1) wrong++;
  return wrong;
}

/** Voxels at the left that the scale bar may lie on, and at the top the word SYNTHETIC. */
const EDGE = 12;

/**
 * Voxels of slice k that a picture of the whole axial plane, which fills its shorter side, shows otherwise. Looked at
 * are those whose neighbours are alike: a pixel is never exactly on the middle of a voxel, and is interpolated.
 */
export function wrongInPlane({ width, height, grey }: Greys, k: number) {
  const scale = Math.min(width, height) / columns;
  const wrong: { readonly at: readonly [number, number]; readonly value: number }[] = [];
  let looked = 0;
  for (let j = EDGE; j < rows - 1; j++)
    for (let i = EDGE; i < columns - 1; i++) {
      const around = [-1, 0, 1].flatMap((b) => [-1, 0, 1].map((a) => greyOf(huAt([i + a, j + b, k]))));
      const [least, most] = [Math.min(...around), Math.max(...around)];
      if (most - least > 10) continue;
      looked++;
      const x = Math.floor(width / 2 + (i + 0.5 - columns / 2) * scale);
      const y = Math.floor(height / 2 + (j + 0.5 - rows / 2) * scale);
      const value = grey[y * width + x];
      if (value < least - 1 || value > most + 1) wrong.push({ at: [i, j], value });
    }
  return { wrong, enough: looked > 5000 };
}
