/** SVG of the shapes, annotations and shutters of objects. */
import type { PresentationObject, PrGraphic, PrText, Rgb } from '../../dicom/objects/contract';
import { svg } from '../overlay/svg';
import type { CanvasPoint } from '../plane';
import { graphicPoints, unitsToCanvas, type Frame, type ImageToCanvas, type Line } from './geometry';

/** CSS px between lines of text. */
const LINE_HEIGHT = 15;

const css = (rgb: Rgb): string => `rgb(${rgb.join(' ')})`;

const path = (points: readonly CanvasPoint[], closed: boolean): string =>
  `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${closed ? 'Z' : ''}`;

/** Lines with a thin dark edge, so that they read on lung and on bone. A line of one point is a cross. */
export function drawLines(group: SVGGElement, lines: readonly Line[], rgb: Rgb, filled = false): void {
  const d = lines
    .map(({ points, closed }) => (points.length === 1 ? cross(points[0]) : path(points, closed)))
    .join('');
  if (d === '') return;
  svg(group, 'path', { class: 'edge', d });
  svg(group, 'path', {
    class: filled ? 'line filled' : 'line',
    d,
    // A style, as the page's rules for lines would win over an attribute.
    style: `stroke: ${css(rgb)}${filled ? `; fill: ${css(rgb)}` : ''}`,
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
    drawLines(group, lines, rgb, graphic.filled);
  }
}

const line = (points: readonly CanvasPoint[], closed: boolean): Line => ({ points, closed });

/** Text in its box or at its anchor, with a line from the anchor to the box where the file asks for it. */
export function drawText(
  group: SVGGElement,
  text: PrText,
  rgb: Rgb,
  toScreen: ImageToCanvas,
  area: Frame,
): void {
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

/** Everything outside the shutters is covered; several shapes leave only what all of them leave. */
export function drawShutter(
  group: SVGGElement,
  shutter: NonNullable<PresentationObject['shutter']>,
  toScreen: ImageToCanvas,
  size: { readonly width: number; readonly height: number },
): void {
  const level = Math.round(shutter.grey * 255);
  const outside = `M-9 -9H${size.width + 9}V${size.height + 9}H-9Z`;
  const cover = (inside: readonly (readonly [number, number])[]): void => {
    const points = inside.map(([x, y]) => toScreen(x, y)).filter((p): p is CanvasPoint => p !== undefined);
    if (points.length < 3) return;
    svg(group, 'path', {
      d: outside + path(points, true),
      'fill-rule': 'evenodd',
      style: `fill: ${css([level, level, level])}; stroke: none`,
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
}
