/** A demo slice as a picture for the page to show while the rest is made. Not for reading: 8 bits, no metadata. */
import { SIZE } from '../../domain/phantom';
import type { SourceFile } from '../contract';

/** The lung window, HU. */
const LOWEST = -1350;
const WIDTH = 1500;
const BYTES = SIZE * SIZE * 2;

/** Grey RGBA pixels, SIZE x SIZE. Knows that `makeDemoFile` ends with signed 16-bit little-endian HU. */
export async function demoPicture(file: SourceFile): Promise<ImageData> {
  const hu = new Int16Array(await file.blob.slice(-BYTES).arrayBuffer());
  const picture = new ImageData(SIZE, SIZE);
  const rgba = new Uint32Array(picture.data.buffer);
  hu.forEach((value, at) => {
    const grey = Math.min(255, Math.max(0, Math.round(((value - LOWEST) * 255) / WIDTH)));
    rgba[at] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  });
  return picture;
}
