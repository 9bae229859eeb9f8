import { ijkToLps, lpsToIjk, type Grid, type Vec3 } from '../domain/geometry';
import { cutMask } from '../domain/section';
import { seriesFrames } from '../domain/frames';
import type { Instance, Series } from '../domain/study';
import { loadFrame } from '../dicom/index';
import type { DecodedFrame } from '../dicom/contract';
import { greyOf } from './grey';
import type { ImageName } from './images';
import type { Mark } from './marks';
import { orientationLetters } from './plane';
import { framesOf, imageGrid, nearestImage } from './seriesGrid';
import { windowPresets, type Window } from './window';

export interface KeyImageRequest {
  readonly series: Series;
  /** LPS mm; the image is the acquired slice nearest to it. */
  readonly point: Vec3;
  /** Which image, where the point does not say it. */
  readonly image?: ImageName;
  readonly marks: readonly Mark[];
  /** Modality values; the lung window when absent. */
  readonly window?: Window;
  /** Side of the square that is shown around the point, mm; the whole slice when absent. */
  readonly fieldMm?: number;
  /** Words of the caption in the reader's language. */
  readonly words: { readonly slice: string; readonly research: string };
  readonly signal?: AbortSignal;
}

/** Place of the image that was asked for in the series; undefined when none was or it is not there. */
function named({ series, image }: KeyImageRequest): number | undefined {
  if (!image) return undefined;
  const at = seriesFrames(series).findIndex(
    ({ instance, frame }) => instance.sopInstanceUid === image.sopInstanceUid && frame === image.frame,
  );
  return at < 0 ? undefined : at;
}

/** Side of the picture, px; the caption stands below it. */
const SIDE = 512;
const CAPTION = 40;

/** What part of a frame is shown, in its pixels. */
interface Crop {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/**
 * A key image for the report: one acquired slice with outline, orientation letters and a caption that names no
 * patient. A PNG of 512 px and its caption, drawn from the decoded frame and not from the screen, so that it is
 * the same whatever is open. Rejects when the frame cannot be decoded.
 */
export async function captureKeyImage(request: KeyImageRequest): Promise<Blob> {
  const images = framesOf(request.series);
  const index = named(request) ?? nearestImage(images, request.point) ?? Math.floor(images.length / 2);
  const instance = images[index];
  const grid = imageGrid(instance);
  const frame = await loadFrame(instance, seriesFrames(request.series)[index].frame, {
    priority: 'near',
    signal: request.signal,
  });
  const window = request.window ?? (request.series.modality === 'CT' ? windowPresets.lung : undefined);

  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE + CAPTION;
  const draw = canvas.getContext('2d');
  if (!draw) throw new Error('No 2-D canvas for the key image');
  draw.fillStyle = '#000';
  draw.fillRect(0, 0, SIDE, SIDE + CAPTION);
  const crop = cropOf(frame, instance, grid, request);
  drawFrame(draw, frame, instance, window, crop);
  if (grid) drawMarks(draw, grid, crop, request);
  drawWords(draw, instance, [index + 1, images.length], window, request);
  return await new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The key image could not be written'))),
      'image/png',
    ),
  );
}

function cropOf(
  frame: DecodedFrame,
  instance: Instance,
  grid: Grid | undefined,
  { fieldMm, point }: KeyImageRequest,
): Crop {
  const whole = Math.max(frame.columns, frame.rows);
  if (!grid || !fieldMm || !instance.pixelSpacing) {
    return { left: (frame.columns - whole) / 2, top: (frame.rows - whole) / 2, side: whole };
  }
  const side = Math.min(whole, fieldMm / instance.pixelSpacing[1]);
  const [i, j] = lpsToIjk(grid, point);
  const within = (middle: number, size: number): number =>
    Math.min(Math.max(middle - side / 2, 0), Math.max(0, size - side));
  return { left: within(i + 0.5, frame.columns), top: within(j + 0.5, frame.rows), side };
}

function drawFrame(
  draw: CanvasRenderingContext2D,
  frame: DecodedFrame,
  instance: Instance,
  window: Window | undefined,
  crop: Crop,
): void {
  const picture = new ImageData(frame.columns, frame.rows);
  const { data } = picture;
  const { pixels } = frame;
  if (frame.samplesPerPixel === 3) {
    for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
      data[to] = pixels[from];
      data[to + 1] = pixels[from + 1];
      data[to + 2] = pixels[from + 2];
      data[to + 3] = 255;
    }
  } else {
    const grey = greyOf(instance, frame, window);
    for (let p = 0, to = 0; p < pixels.length; p++, to += 4) {
      data[to] = data[to + 1] = data[to + 2] = grey(pixels[p]);
      data[to + 3] = 255;
    }
  }
  const sheet = document.createElement('canvas');
  sheet.width = frame.columns;
  sheet.height = frame.rows;
  sheet.getContext('2d')?.putImageData(picture, 0, 0);
  draw.imageSmoothingEnabled = true;
  draw.imageSmoothingQuality = 'high';
  const zoom = SIDE / crop.side;
  draw.save();
  draw.beginPath();
  draw.rect(0, 0, SIDE, SIDE);
  draw.clip();
  draw.drawImage(sheet, -crop.left * zoom, -crop.top * zoom, frame.columns * zoom, frame.rows * zoom);
  draw.restore();
}

const colours: Readonly<Record<string, string>> = {
  rejected: '#9aa3af',
  reader: '#6cb6ff',
  accepted: '#4fd1c5',
};

function drawMarks(
  draw: CanvasRenderingContext2D,
  grid: Grid,
  crop: Crop,
  { marks, point }: KeyImageRequest,
): void {
  const on = ijkToLps(grid, [...lpsToIjk(grid, point).slice(0, 2), 0] as unknown as Vec3);
  const zoom = SIDE / crop.side;
  for (const mark of marks) {
    const state = mark.review === 'rejected' ? 'rejected' : mark.byReader ? 'reader' : mark.review;
    const colour = colours[state === 'edited' ? 'accepted' : state] ?? '#ffb454';
    const outlines = cutMask(mark.grid, mark.mask, { point: on, normal: grid.axes[2] });
    const corner = { x: -Infinity, y: Infinity };
    for (const outline of outlines) {
      const path = new Path2D();
      outline.forEach((lps, n) => {
        const [i, j] = lpsToIjk(grid, lps);
        const x = (i + 0.5 - crop.left) * zoom;
        const y = (j + 0.5 - crop.top) * zoom;
        corner.x = Math.max(corner.x, x);
        corner.y = Math.min(corner.y, y);
        if (n === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      });
      path.closePath();
      draw.setLineDash(mark.review === 'rejected' ? [4, 3] : []);
      draw.strokeStyle = 'rgba(0, 0, 0, 0.65)';
      draw.lineWidth = 3.5;
      draw.stroke(path);
      draw.strokeStyle = colour;
      draw.lineWidth = 1.5;
      draw.stroke(path);
      draw.setLineDash([]);
    }
    const inside = corner.x > 0 && corner.x < SIDE && corner.y > 0 && corner.y < SIDE;
    if (inside) labelBeside(draw, mark.label, corner, colour);
  }
}

/** The label right of and above a lesion, or left of the picture's edge when there is no room. */
function labelBeside(
  draw: CanvasRenderingContext2D,
  text: string,
  corner: { readonly x: number; readonly y: number },
  colour: string,
): void {
  draw.font = FONT;
  const left = Math.min(corner.x + 8, SIDE - 6 - draw.measureText(text).width);
  outlinedText(draw, text, left, Math.max(16, corner.y - 2), 'left', colour);
}

function drawWords(
  draw: CanvasRenderingContext2D,
  instance: Instance,
  [index, count]: readonly [number, number],
  window: Window | undefined,
  { series, words, marks }: KeyImageRequest,
): void {
  const o = instance.imageOrientation;
  if (o) {
    const opposite = (a: number, b: number, c: number): string => orientationLetters([-a, -b, -c]);
    outlinedText(draw, opposite(o[0], o[1], o[2]), 8, SIDE / 2, 'left', '#e6e8eb');
    outlinedText(draw, orientationLetters([o[0], o[1], o[2]]), SIDE - 8, SIDE / 2, 'right', '#e6e8eb');
    outlinedText(draw, opposite(o[3], o[4], o[5]), SIDE / 2, 18, 'center', '#e6e8eb');
    outlinedText(draw, orientationLetters([o[3], o[4], o[5]]), SIDE / 2, SIDE - 8, 'center', '#e6e8eb');
  }
  if (series.synthetic) outlinedText(draw, 'SYNTHETIC', SIDE - 8, 18, 'right', '#e6e8eb');
  const name = [series.number === undefined ? '' : `#${series.number}`, series.description]
    .filter(Boolean)
    .join(' ');
  const shown = window ? `W ${Math.round(window.width)} L ${Math.round(window.center)}` : '';
  const place = `${words.slice} ${index}/${count}`;
  outlinedText(draw, fitted(draw, name, SIDE * 0.55), 8, SIDE + 16, 'left', '#e6e8eb');
  outlinedText(draw, [place, shown].filter(Boolean).join('   '), SIDE - 8, SIDE + 16, 'right', '#e6e8eb');
  if (marks.some((mark) => !mark.byReader))
    outlinedText(draw, words.research, 8, SIDE + 33, 'left', '#9aa3af');
}

const FONT = '13px system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

function fitted(draw: CanvasRenderingContext2D, text: string, width: number): string {
  draw.font = FONT;
  if (draw.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && draw.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

function outlinedText(
  draw: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  colour: string,
): void {
  draw.font = FONT;
  draw.textAlign = align;
  draw.lineJoin = 'round';
  draw.lineWidth = 3;
  draw.strokeStyle = 'rgba(0, 0, 0, 0.8)';
  draw.strokeText(text, x, y);
  draw.fillStyle = colour;
  draw.fillText(text, x, y);
}
