/** SVG of the shapes, annotations and shutters of objects. */
import type { PrCompound, PrGraphic, PrLineStyle, PrText, Rgb } from '../../dicom/objects';
import { svg } from '../overlay/svg';
import type { CanvasPoint } from '../plane';
import { drawnCompound } from './compound';
import { graphicPoints, unitsToCanvas, type Frame, type ImageToCanvas, type Line } from './geometry';

/** CSS px between lines of text. */
const LINE_HEIGHT = 15;

export const css = (rgb: Rgb): string => `rgb(${rgb.join(' ')})`;

export const path = (points: readonly CanvasPoint[], closed: boolean): string =>
  `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${closed ? 'Z' : ''}`;

/** Lines with a thin dark edge, so that they read on lung and on bone. A line of one point is a cross. */
export function drawLines(
  group: SVGGElement,
  lines: readonly Line[],
  rgb: Rgb,
  filled = false,
  style?: PrLineStyle,
): void {
  const colour = style?.rgb ?? rgb;
  const thick = style?.thickness && style.thickness > 1.5 ? Math.min(12, style.thickness) : undefined;
  const shape = `${thick ? `; stroke-width: ${thick}` : ''}${style?.dashed ? '; stroke-dasharray: 6 4' : ''}`;
  const d = lines
    .map(({ points, closed }) => (points.length === 1 ? cross(points[0]) : path(points, closed)))
    .join('');
  if (d === '') return;
  svg(group, 'path', { class: 'edge', d, ...(thick ? { style: `stroke-width: ${thick + 1.5}` } : {}) });
  svg(group, 'path', {
    class: filled ? 'line filled' : 'line',
    d,
    // A style, as the page's rules for lines would win over an attribute.
    style: `stroke: ${css(colour)}${filled ? `; fill: ${css(colour)}` : ''}${shape}`,
  });
}

const cross = ([x, y]: CanvasPoint): string => `M${x - 5} ${y}H${x + 5}M${x} ${y - 5}V${y + 5}`;

/** The name of a shape beside its lines, below the names that stand there already. */
export function drawLabel(
  group: SVGGElement,
  lines: readonly Line[],
  rgb: Rgb,
  text: string,
  taken: CanvasPoint[],
): void {
  let best: CanvasPoint | undefined;
  for (const { points } of lines) for (const p of points) if (!best || p[0] > best[0]) best = p;
  if (!best || text === '') return;
  const x = best[0] + 6;
  let y = best[1] + 4;
  while (taken.some(([tx, ty]) => Math.abs(tx - x) < 120 && Math.abs(ty - y) < LINE_HEIGHT)) y += LINE_HEIGHT;
  taken.push([x, y]);
  svg(group, 'text', { x, y, style: `fill: ${css(rgb)}` }).textContent = text;
}

/** Graphics of a report or a presentation state. */
export function drawGraphics(
  group: SVGGElement,
  graphics: readonly PrGraphic[],
  rgb: Rgb,
  toScreen: ImageToCanvas,
  area: Frame,
): void {
  for (const graphic of graphics) {
    const place = unitsToCanvas(graphic.units, toScreen, area);
    const { points, closed } = graphicPoints(graphic);
    const placed = points.map(([x, y]) => place(x, y)).filter((p): p is CanvasPoint => p !== undefined);
    if (placed.length === 0) continue;
    const lines =
      graphic.type === 'MULTIPOINT' ? placed.map((p) => line([p], false)) : [line(placed, closed)];
    drawLines(group, lines, rgb, graphic.filled, graphic.style);
  }
}

/** Compound graphics, with the labels of their ticks. */
export function drawCompounds(
  group: SVGGElement,
  compounds: readonly PrCompound[],
  rgb: Rgb,
  toScreen: ImageToCanvas,
  area: Frame,
): void {
  for (const compound of compounds) {
    const { lines, labels } = drawnCompound(compound, unitsToCanvas(compound.units, toScreen, area));
    drawLines(group, lines, rgb, compound.filled, compound.style);
    for (const { at, text } of labels)
      svg(group, 'text', {
        x: at[0],
        y: at[1] + 4,
        style: `fill: ${css(compound.style?.rgb ?? rgb)}`,
        'text-anchor': 'middle',
      }).textContent = text;
  }
}

const line = (points: readonly CanvasPoint[], closed: boolean): Line => ({ points, closed });

/** Text in its box or at its anchor, with a line from the anchor to the box where the file asks for it. */
export function drawText(
  group: SVGGElement,
  text: PrText,
  layerRgb: Rgb,
  toScreen: ImageToCanvas,
  area: Frame,
): void {
  const rgb = text.rgb ?? layerRgb;
  const boxed = text.box?.map(([x, y]) => unitsToCanvas(text.boxUnits, toScreen, area)(x, y));
  const anchor = text.anchor && unitsToCanvas(text.anchorUnits, toScreen, area)(...text.anchor);
  const corners = boxed?.filter((p): p is CanvasPoint => p !== undefined) ?? [];
  const lines = text.text.split(/\r\n|\r|\n/);
  let x: number;
  let y: number;
  let align: 'start' | 'middle' | 'end' = 'start';
  if (corners.length === 2) {
    // A flipped image turns the corners round; the text is never mirrored.
    const left = Math.min(corners[0][0], corners[1][0]);
    const right = Math.max(corners[0][0], corners[1][0]);
    const top = Math.min(corners[0][1], corners[1][1]);
    const bottom = Math.max(corners[0][1], corners[1][1]);
    align = text.justify === 'RIGHT' ? 'end' : text.justify === 'CENTER' ? 'middle' : 'start';
    x = align === 'end' ? right : align === 'middle' ? (left + right) / 2 : left;
    y = top + LINE_HEIGHT - 3;
    if (anchor && text.anchorVisible) {
      const near: CanvasPoint = [
        Math.min(right, Math.max(left, anchor[0])),
        Math.min(bottom, Math.max(top, anchor[1])),
      ];
      drawLines(group, [line([anchor, near], false)], rgb);
    }
  } else if (anchor) {
    [x, y] = [anchor[0] + 4, anchor[1] - 4];
    if (text.anchorVisible) drawLines(group, [line([anchor], false)], rgb);
  } else return;
  const element = svg(group, 'text', {
    x,
    y,
    style: `fill: ${css(rgb)}`,
    'text-anchor': align,
  });
  lines.forEach((content, n) => {
    svg(element, 'tspan', { x, dy: n === 0 ? 0 : LINE_HEIGHT }).textContent = content;
  });
}
