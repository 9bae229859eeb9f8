import { add, scale, type Vec3 } from '../../domain/geometry';
import type { Instance } from '../../domain/study';
import type { FrameOverlay } from '../../dicom/contract';
import { toCanvas, type ViewPlane } from '../plane';
import { html } from './svg';

/** Colours of the planes, one after another; none is a colour of marks. */
const colours: readonly (readonly [number, number, number])[] = [
  [255, 226, 89],
  [255, 158, 205],
  [170, 224, 255],
  [190, 240, 150],
];

/** Colour of overlay plane n of an image. */
export const planeColour = (n: number): readonly [number, number, number] => colours[n % colours.length];

export interface Graphics {
  /** Draws the overlay planes of an image where the image lies; none takes them away. */
  update(overlays: readonly FrameOverlay[], instance: Instance | undefined, plane: ViewPlane): void;
  clear(): void;
}

/** Overlay planes of the file (PS3.3 C.9) on the image: a canvas of the image's own pixels, laid over it. */
export function graphics(parent: HTMLElement): Graphics {
  const holder = html(parent, 'div', 'vp-graphics');
  Object.assign(holder.style, {
    position: 'absolute',
    inset: '0',
    overflow: 'hidden',
    pointerEvents: 'none',
  });
  let canvas: HTMLCanvasElement | undefined;
  let drawn: readonly FrameOverlay[] = [];
  const clear = (): void => {
    canvas?.remove();
    canvas = undefined;
    drawn = [];
  };
  return {
    clear,
    update: (overlays, instance, plane) => {
      if (!instance || overlays.length === 0) return clear();
      if (!canvas || drawn !== overlays) {
        clear();
        canvas = html(holder, 'canvas', '');
        Object.assign(canvas.style, {
          position: 'absolute',
          transformOrigin: '0 0',
          imageRendering: 'pixelated',
        });
        canvas.dataset.overlays = String(overlays.length);
        paint(canvas, overlays, instance);
        drawn = overlays;
      }
      canvas.style.transform = `matrix(${imageToCanvas(instance, plane).join(',')})`;
    },
  };
}

function paint(
  canvas: HTMLCanvasElement,
  overlays: readonly FrameOverlay[],
  { rows, columns }: Instance,
): void {
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  if (!context) return;
  const picture = context.createImageData(columns, rows);
  overlays.forEach((overlay, n) => paintPlane(picture, overlay, planeColour(n)));
  context.putImageData(picture, 0, 0);
}

/** Sets the pixels of one plane; what lies outside the image is cut off. */
export function paintPlane(
  { data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>,
  { rows, columns, top, left, bits }: FrameOverlay,
  colour: readonly [number, number, number],
): void {
  for (let y = Math.max(0, -top); y < rows && y + top < height; y++)
    for (let x = Math.max(0, -left); x < columns && x + left < width; x++) {
      const bit = y * columns + x;
      if (((bits[bit >> 3] >> (bit & 7)) & 1) === 0) continue;
      const at = 4 * ((y + top) * width + x + left);
      [data[at], data[at + 1], data[at + 2]] = colour;
      data[at + 3] = 255;
    }
}

/**
 * CSS matrix from an image's pixels (top left corner 0, 0) to the viewport. Images without a place in the patient are
 * drawn where cornerstone puts them: at the origin, along its axes, 1 mm a pixel unless the file says.
 */
export function imageToCanvas(instance: Instance, plane: ViewPlane): readonly number[] {
  const [dy, dx] = instance.pixelSpacing ?? [1, 1];
  const o = instance.imageOrientation ?? [1, 0, 0, 0, 1, 0];
  const across: Vec3 = scale([o[0], o[1], o[2]], dx);
  const down: Vec3 = scale([o[3], o[4], o[5]], dy);
  // Positions are those of the middle of the first pixel.
  const corner = add(instance.imagePosition ?? [0, 0, 0], scale(add(across, down), -0.5));
  const [x0, y0] = toCanvas(plane, corner);
  const [x1, y1] = toCanvas(plane, add(corner, across));
  const [x2, y2] = toCanvas(plane, add(corner, down));
  return [x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0];
}
