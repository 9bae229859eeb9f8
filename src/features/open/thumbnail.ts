import { loadFrame, loadRendered } from '../../dicom';
import type { DecodedFrame } from '../../dicom/contract';
import { frameInstance } from '../../domain/frames';
import type { Instance, Series } from '../../domain/study';
import { shownInstance } from '../../domain/uptake';
import { greyOf, openingWindow, paddingOf, rescaleOf, windowFromPixels } from '../../viewport';

/** What of a series chooses its opening window, beside its images. */
export type SeriesWords = Pick<Series, 'modality' | 'bodyPart' | 'description' | 'protocol'>;

/** Longest side of a thumbnail's bitmap, px: 1.5 times its size on screen, enough for a preview. */
const SIDE = 192;

/** The picture that stands for a series: the middle one, and the middle frame of it. */
export function middleOf(
  series: Series,
): { readonly instance: Instance; readonly frame: number } | undefined {
  const instance = series.instances[Math.floor(series.instances.length / 2)];
  return instance && { instance, frame: Math.floor((Math.max(instance.frames, 1) - 1) / 2) + 1 };
}

/**
 * Decodes a frame and draws it small, at its true proportions, in the grey that the stack opens with.
 * Rejects when it cannot be decoded or is aborted.
 */
export async function drawThumbnail(
  canvas: HTMLCanvasElement,
  series: SeriesWords,
  instance: Instance,
  frame: number,
  signal: AbortSignal,
): Promise<void> {
  const rendered = mayBeRendered(series, instance) ? await pictureOf(instance, signal) : undefined;
  signal.throwIfAborted();
  if (rendered) {
    drawPicture(canvas, rendered, instance);
    return;
  }
  const decoded = await loadFrame(instance, frame, { signal, priority: 'background' });
  signal.throwIfAborted();
  shape(canvas, instance, decoded);
  delete canvas.dataset.rendered;
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  fill(
    image.data,
    canvas.width,
    canvas.height,
    decoded,
    shownGrey(series, frameInstance(instance, frame), decoded),
  );
  context.putImageData(image, 0, 0);
}

/** The canvas takes the image's true proportions. */
function shape(
  canvas: HTMLCanvasElement,
  { pixelSpacing }: Instance,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): void {
  const [dy, dx] = pixelSpacing ?? [1, 1];
  const ratio = (columns * dx) / (rows * dy);
  canvas.width = Math.max(1, Math.round(ratio >= 1 ? SIDE : SIDE * ratio));
  canvas.height = Math.max(1, Math.round(ratio >= 1 ? SIDE / ratio : SIDE));
}

/** Would a server draw it in the grey that the stack opens with? Only where the file itself says which window that is. */
export const mayBeRendered = (series: SeriesWords, instance: Instance): boolean =>
  instance.frames <= 1 &&
  series.modality !== 'PT' &&
  (instance.samplesPerPixel === 3 || (instance.windowCenter?.length ?? 0) > 0);

/** What the image's server drew; undefined for files, and where it draws none. */
async function pictureOf(instance: Instance, signal: AbortSignal): Promise<ImageBitmap | undefined> {
  const blob = await loadRendered(instance, signal);
  // What cannot be read as a picture is none.
  return blob && (await createImageBitmap(blob).catch(() => undefined));
}

function drawPicture(canvas: HTMLCanvasElement, picture: ImageBitmap, instance: Instance): void {
  shape(canvas, instance, instance);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.dataset.rendered = 'true';
  picture.close();
}

/** Stored value to grey 0..255 as the stack opens with it: its first window, VOI LUT or automatic window. */
export function shownGrey(
  series: SeriesWords,
  instance: Instance,
  frame: DecodedFrame,
): (stored: number) => number {
  const alone = { ...series, instances: [instance] };
  const shown = shownInstance(alone, instance);
  const own = openingWindow(alone);
  const window = own ?? windowFromPixels(frame.pixels, rescaleOf(shown), paddingOf(shown));
  const grey = greyOf(shown, frame, window);
  // Uptake is drawn dark on white.
  return series.modality === 'PT' ? (stored) => 255 - grey(stored) : grey;
}

/** Each pixel of the thumbnail is the mean of the frame's pixels under it: sampling alone would show noise. */
function fill(
  out: Uint8ClampedArray,
  width: number,
  height: number,
  frame: DecodedFrame,
  grey: (stored: number) => number,
): void {
  const { pixels, columns, rows, samplesPerPixel: n } = frame;
  for (let y = 0; y < height; y++) {
    const y0 = Math.floor((y * rows) / height);
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * rows) / height));
    for (let x = 0; x < width; x++) {
      const x0 = Math.floor((x * columns) / width);
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * columns) / width));
      const count = (x1 - x0) * (y1 - y0);
      const at = 4 * (x + width * y);
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let j = y0; j < y1; j++)
          for (let i = x0; i < x1; i++) sum += pixels[(i + columns * j) * n + (n === 3 ? c : 0)];
        if (n === 3) out[at + c] = sum / count;
        else {
          out[at] = out[at + 1] = out[at + 2] = grey(sum / count);
          break;
        }
      }
      out[at + 3] = 255;
    }
  }
}
