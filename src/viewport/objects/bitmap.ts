/** Shutters and bitmaps of presentation states, over the image. */
import type { PrBitmap, PresentationObject, Rgb } from '../../dicom/objects';
import { paintPlane } from '../overlay/graphics';
import { svg } from '../overlay/svg';
import type { CanvasPoint } from '../plane';
import { css, path } from './draw';
import type { ImageToCanvas } from './geometry';

/** Pictures of bitmaps by colour: they are drawn anew with every frame, and painted once. */
const pictures = new WeakMap<PrBitmap, Map<string, string>>();

function pictureOf(bitmap: PrBitmap, rgb: Rgb): string {
  let own = pictures.get(bitmap);
  if (!own) pictures.set(bitmap, (own = new Map()));
  const key = rgb.join();
  const known = own.get(key);
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.columns;
  canvas.height = bitmap.rows;
  const context = canvas.getContext('2d');
  if (!context) return '';
  const picture = context.createImageData(bitmap.columns, bitmap.rows);
  paintPlane(picture, { ...bitmap, top: 0, left: 0 }, rgb);
  context.putImageData(picture, 0, 0);
  const url = canvas.toDataURL();
  own.set(key, url);
  return url;
}

/** A bitmap where it lies on the image: its set pixels in one colour. */
export function drawBitmap(group: SVGGElement, bitmap: PrBitmap, rgb: Rgb, toScreen: ImageToCanvas): void {
  const { left, top, columns, rows } = bitmap;
  const o = toScreen(left - 0.5, top - 0.5);
  const x = toScreen(left + columns - 0.5, top - 0.5);
  const y = toScreen(left - 0.5, top + rows - 0.5);
  if (!o || !x || !y) return;
  const matrix = [
    (x[0] - o[0]) / columns,
    (x[1] - o[1]) / columns,
    (y[0] - o[0]) / rows,
    (y[1] - o[1]) / rows,
    ...o,
  ];
  const image = svg(group, 'image', {
    width: columns,
    height: rows,
    transform: `matrix(${matrix.join(' ')})`,
    style: 'image-rendering: pixelated',
    'data-label': bitmap.label,
  });
  image.setAttribute('href', pictureOf(bitmap, rgb));
}

/** Everything outside the shutters is covered; several shapes leave only what all of them leave. */
export function drawShutter(
  group: SVGGElement,
  shutter: NonNullable<PresentationObject['shutter']>,
  toScreen: ImageToCanvas,
  size: { readonly width: number; readonly height: number },
): void {
  const level = Math.round(shutter.grey * 255);
  const colour: Rgb = shutter.rgb ?? [level, level, level];
  const outside = `M-9 -9H${size.width + 9}V${size.height + 9}H-9Z`;
  const cover = (inside: readonly (readonly [number, number])[]): void => {
    const points = inside.map(([x, y]) => toScreen(x, y)).filter((p): p is CanvasPoint => p !== undefined);
    if (points.length < 3) return;
    svg(group, 'path', {
      d: outside + path(points, true),
      'fill-rule': 'evenodd',
      style: `fill: ${css(colour)}; stroke: none`,
    });
  };
  // Edges are the first and last lines that are covered or lie at the border: rows and columns count from 1.
  if (shutter.rectangle) {
    const [left, right, upper, lower] = shutter.rectangle;
    const [l, r, u, b] = [left - 0.5, right - 1.5, upper - 0.5, lower - 1.5];
    cover([
      [l, u],
      [r, u],
      [r, b],
      [l, b],
    ]);
  }
  if (shutter.circle) {
    const { centre, radius } = shutter.circle;
    const steps = 120;
    cover(
      Array.from({ length: steps }, (_, n) => {
        const t = (2 * Math.PI * n) / steps;
        return [centre[0] - 1 + radius * Math.cos(t), centre[1] - 1 + radius * Math.sin(t)] as const;
      }),
    );
  }
  if (shutter.polygon) cover(shutter.polygon.map(([column, row]) => [column - 1, row - 1] as const));
  if (shutter.bitmap) drawBitmap(group, shutter.bitmap, colour, toScreen);
}
