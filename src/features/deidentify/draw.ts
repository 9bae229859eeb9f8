import { loadFrame } from '../../dicom';
import { frameInstance } from '../../domain/frames';
import type { Instance, Series } from '../../domain/study';
import { drawThumbnail, shownGrey } from '../open';

/** Draws a frame at its own pixels in the grey that the stack opens with. Rejects when it cannot be decoded or is aborted. */
export async function drawFrame(
  canvas: HTMLCanvasElement,
  series: Series,
  instance: Instance,
  frame: number,
  signal: AbortSignal,
): Promise<void> {
  const decoded = await loadFrame(instance, frame, { signal, priority: 'visible' });
  signal.throwIfAborted();
  const { rows, columns, pixels, samplesPerPixel } = decoded;
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  const image = context.createImageData(columns, rows);
  const { data } = image;
  const grey = samplesPerPixel === 1 ? shownGrey(series, frameInstance(instance, frame), decoded) : undefined;
  for (let n = 0, at = 0; n < rows * columns; n++, at += 4) {
    for (let c = 0; c < 3; c++) data[at + c] = grey ? grey(pixels[n]) : pixels[3 * n + c];
    data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** Draws a mask of one byte a pixel: black, with a rim in the reader's colour, so that it shows on black too. */
export function drawMask(canvas: HTMLCanvasElement, black: Uint8Array, columns: number, rows: number): void {
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  const image = context.createImageData(columns, rows);
  const words = new Uint32Array(image.data.buffer);
  context.fillStyle = getComputedStyle(canvas).getPropertyValue('--reader').trim() || '#fff';
  context.fillRect(0, 0, 1, 1);
  const [rim] = new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer);
  for (let y = 0, n = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, n++) {
      if (!black[n]) continue;
      const inside =
        x > 0 && y > 0 && x < columns - 1 && y < rows - 1
          ? black[n - 1] && black[n + 1] && black[n - columns] && black[n + columns]
          : true;
      words[n] = inside ? 0xff000000 : rim;
    }
  context.putImageData(image, 0, 0);
}

export const drawSmall = (
  canvas: HTMLCanvasElement,
  { modality, bodyPart, description, protocol }: Series,
  instance: Instance,
  frame: number,
  signal: AbortSignal,
): Promise<void> =>
  drawThumbnail(canvas, { modality, bodyPart, description, protocol }, instance, frame, signal);
