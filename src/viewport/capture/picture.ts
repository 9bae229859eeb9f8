import { getEnabledElement, type StackViewport } from '@cornerstonejs/core';
import { loadFrame } from '../../dicom/index';
import type { DecodedFrame } from '../../dicom/contract';
import type { Instance } from '../../domain/study';
import { AnnotationLayer } from '../annotate/layer';
import { greyOf } from '../grey';
import { imageIdOf, isColour, viewedImage, type ViewedImage } from '../images';
import { gradationOf } from '../objects/gradation';
import { objectLayer } from '../objects/layer';
import { names } from '../objects/names';
import { ObjectOverlay } from '../objects/overlay';
import { marksOn } from '../marks';
import { drawContours } from '../overlay/contours';
import { paintPlane, planeColour } from '../overlay/graphics';
import { svg } from '../overlay/svg';
import type { PaneHost } from '../paneHost';
import { toCanvas } from '../plane';
import type { View } from '../view';
import { storedRange, rescaleOf, type Window } from '../window';
import { overlayPicture } from './overlayPicture';
import { picturePane } from './picturePane';
import type { ShownPane } from './shownPanes';
import { turned } from './turned';
import { drawWords, type PictureText } from './words';

export interface PictureLook {
  /** Findings, annotations, objects beside the images, and the file's own overlay planes. */
  readonly marks: boolean;
  readonly text: PictureText;
  /** Picture pixels for one image pixel, a whole number. */
  readonly scale: number;
}

/** Longest side of a picture that words of 12 px suit; on larger ones they grow along, CSS px. */
const READABLE = 800;
/** Free space around labels, in units of the overlay. */
const MARGIN = 8;

/**
 * One image of a stack at its own pixels, `scale` for each, turned and windowed as the pane shows it. Drawn from the
 * decoded frame and not from the screen: what is zoomed or scrolled off is there too.
 * @param index image of the stack, 0-based; the one that is shown when absent.
 * @param window in place of the pane's own; modality values.
 * @throws FrameError when the frame cannot be decoded; Error when the pane shows no stack.
 */
export async function stackPicture(
  pane: ShownPane,
  look: PictureLook,
  index?: number,
  window: Window | undefined = pane.host.window(),
): Promise<HTMLCanvasElement> {
  const { view, host } = pane;
  if (!view || pane.name !== 'stack') throw new Error('No stack is shown');
  const at = index ?? view.index();
  const image = viewedImage(host.imageIds[at]);
  if (!image) throw new Error('The image is not open');
  const { instance } = image;
  const frame = await loadFrame(instance, image.frame, { priority: 'visible' });
  const turn = turned(frame.columns, frame.rows, screenTurn(view));
  const canvas = document.createElement('canvas');
  canvas.width = turn.width * look.scale;
  canvas.height = turn.height * look.scale;
  const draw = canvas.getContext('2d', { alpha: false });
  if (!draw) throw new Error('No 2-D canvas for the picture');
  const [a, b, c, d, e, f] = turn.matrix;
  draw.imageSmoothingEnabled = false;
  draw.setTransform(
    a * look.scale,
    b * look.scale,
    c * look.scale,
    d * look.scale,
    e * look.scale,
    f * look.scale,
  );
  draw.drawImage(sheetOf(paintFrame(frame, image, window, isInverted(pane))), 0, 0);
  if (look.marks && host.overlaysVisible() && frame.overlays)
    draw.drawImage(sheetOf(paintOverlays(frame)), 0, 0);
  draw.resetTransform();
  const unit = Math.max(1, Math.max(canvas.width, canvas.height) / READABLE);
  const hidden = picturePane(pane, view, at, instance, turn, unit / look.scale);
  try {
    const research = look.marks && (await drawMarks(draw, hidden, unit));
    drawWords(draw, canvas.width, canvas.height, unit, {
      host,
      text: look.text,
      slice: [at, view.count()],
      instance,
      window: isColour(instance) ? undefined : window,
      plane: hidden.plane,
      research,
    });
  } finally {
    hidden.dispose();
  }
  return canvas;
}

/**
 * One image at its own pixels as the file has it, without marks: for images that no pane shows.
 * @throws FrameError when the frame cannot be decoded
 */
export async function plainPicture(
  host: Pick<PaneHost, 'study' | 'series' | 'say'>,
  instance: Instance,
  frameNumber: number,
  window: Window | undefined,
  text: PictureText,
): Promise<HTMLCanvasElement> {
  const frame = await loadFrame(instance, frameNumber, { priority: 'visible' });
  const image: ViewedImage = {
    imageId: '',
    instance,
    frame: frameNumber,
    series: host.series,
    prescaled: false,
  };
  const mono1 = frame.photometricInterpretation === 'MONOCHROME1';
  const canvas = sheetOf(paintFrame(frame, image, window, mono1));
  const draw = canvas.getContext('2d');
  if (!draw) throw new Error('No 2-D canvas for the picture');
  const unit = Math.max(1, Math.max(canvas.width, canvas.height) / READABLE);
  drawWords(draw, canvas.width, canvas.height, unit, { host, text, instance, window, research: false });
  return canvas;
}

/** How the screen shows the columns and rows of the image. */
function screenTurn(view: View): { flip: boolean; rotation: 0 | 90 | 180 | 270 } {
  const plane = view.plane();
  const point = (column: number, row: number) => {
    const lps = view.imagePoint?.(column, row);
    return plane && lps ? toCanvas(plane, lps) : undefined;
  };
  const [o, i, j] = [point(0, 0), point(1, 0), point(0, 1)];
  if (!o || !i || !j) return { flip: false, rotation: 0 };
  const right = [i[0] - o[0], i[1] - o[1]];
  const down = [j[0] - o[0], j[1] - o[1]];
  const flip = right[0] * down[1] - right[1] * down[0] < 0;
  // Where the rows of the unmirrored image run tells the turn: down is 0, left 90, up 180, right 270 degrees.
  const quarter = Math.abs(down[1]) > Math.abs(down[0]) ? (down[1] > 0 ? 0 : 180) : down[0] < 0 ? 90 : 270;
  return { flip, rotation: quarter };
}

/** Is grey reversed on the screen, by the reader or by MONOCHROME1? */
function isInverted({ image }: ShownPane): boolean {
  const viewport = getEnabledElement(image)?.viewport as StackViewport | undefined;
  return viewport?.getProperties().invert === true;
}

function paintFrame(
  frame: DecodedFrame,
  image: ViewedImage,
  window: Window | undefined,
  invert: boolean,
): ImageData {
  const picture = new ImageData(frame.columns, frame.rows);
  const { data } = picture;
  const { pixels } = frame;
  if (frame.samplesPerPixel === 3) {
    for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
      for (let n = 0; n < 3; n++) data[to + n] = invert ? 255 - pixels[from + n] : pixels[from + n];
      data[to + 3] = 255;
    }
    return picture;
  }
  const curve = curveOf(image);
  const grey = curve && window ? curved(image.instance, window, curve) : plain(frame, image, window, invert);
  for (let p = 0, to = 0; p < pixels.length; p++, to += 4) {
    data[to] = data[to + 1] = data[to + 2] = grey(pixels[p]);
    data[to + 3] = 255;
  }
  return picture;
}

function plain(
  frame: DecodedFrame,
  { instance }: ViewedImage,
  window: Window | undefined,
  invert: boolean,
): (stored: number) => number {
  const grey = greyOf(instance, { ...frame, photometricInterpretation: 'MONOCHROME2' }, window);
  return invert ? (stored) => 255 - grey(stored) : grey;
}

/** Grey curve of the presentation state that is on, over the window. */
function curveOf(image: ViewedImage): Float32Array | undefined {
  const { presentation } = objectLayer();
  if (!presentation?.on || !names(presentation.state.images, image)) return undefined;
  return gradationOf(presentation.state, image)?.curve;
}

function curved(instance: Instance, window: Window, curve: Float32Array): (stored: number) => number {
  const { lower, upper } = storedRange(window, rescaleOf(instance));
  const last = curve.length - 1;
  return (stored) => {
    const share = Math.min(1, Math.max(0, (stored - lower) / (upper - lower)));
    return 255 * curve[Math.round(share * last)];
  };
}

function paintOverlays(frame: DecodedFrame): ImageData {
  const picture = new ImageData(frame.columns, frame.rows);
  frame.overlays?.forEach((overlay, n) => paintPlane(picture, overlay, planeColour(n)));
  return picture;
}

function sheetOf(picture: ImageData): HTMLCanvasElement {
  const sheet = document.createElement('canvas');
  sheet.width = picture.width;
  sheet.height = picture.height;
  sheet.getContext('2d')?.putImageData(picture, 0, 0);
  return sheet;
}

/** Draws what lies on the image; true when an analysis made some of it. */
async function drawMarks(
  draw: CanvasRenderingContext2D,
  hidden: ReturnType<typeof picturePane>,
  unit: number,
): Promise<boolean> {
  const { host, plane, overlay, view } = hidden;
  if (!view) return false;
  const { instance, frame } = viewedImage(host.imageIds[view.index()]) ?? {};
  const objects = new ObjectOverlay(overlay, hidden);
  try {
    objects.draw(plane, false);
    const placed = instance?.imageOrientation !== undefined || host.imageIds.length === 1;
    const drawn = drawContours(
      svg(overlay, 'g', { class: 'vp-marks' }),
      marksOn(host.marks(), instance && { instance, frame: frame ?? 1 }, placed),
      plane,
      `picture ${instance ? imageIdOf(instance, frame ?? 1) : ''}`,
      MARGIN,
    );
    new AnnotationLayer(overlay, hidden).draw(false);
    const { width, height } = draw.canvas;
    if (overlay.querySelector('path, circle, line, text, image, rect'))
      draw.drawImage(
        await overlayPicture(overlay, plane.width * unit, plane.height * unit),
        0,
        0,
        width,
        height,
      );
    return drawn.some(({ mark }) => !mark.byReader);
  } finally {
    objects.dispose();
  }
}
