/** SVG of annotations: lines with a thin dark edge, handles, and the words beside them. */
import type { AnnotationPath } from '../../domain/annotation/annotation';
import { svg } from '../overlay/svg';
import type { CanvasPoint } from '../plane';

/** Length of an arrowhead's sides, CSS px. */
const HEAD = 11;
/** Height of a line of words, and rough widths of a Latin and a Chinese character, CSS px. */
const LINE = 16;
const CHAR = 7.2;
const WIDE = 12.5;

const d = (points: readonly CanvasPoint[], closed?: boolean): string =>
  points.length === 0
    ? ''
    : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${closed ? 'Z' : ''}`;

/** Draws paths in canvas coordinates, each twice: the dark edge below, the line above. */
export function drawPaths(
  group: SVGGElement,
  paths: readonly AnnotationPath[],
  handles: readonly CanvasPoint[],
): void {
  for (const path of paths) {
    if (path.path === 'dot') {
      const [cx, cy] = path.at;
      svg(group, 'circle', { class: 'edge', cx, cy, r: 3 });
      svg(group, 'circle', { class: 'line', cx, cy, r: 3 });
      continue;
    }
    const shape = path.path === 'line' ? d(path.points, path.closed) : head(path.tip, path.from);
    svg(group, 'path', { class: 'edge', d: shape });
    svg(group, 'path', { class: path.path === 'line' && path.dashed ? 'line dashed' : 'line', d: shape });
  }
  for (const [cx, cy] of handles) svg(group, 'circle', { class: 'handle', cx, cy, r: 4 });
}

function head(tip: CanvasPoint, from: CanvasPoint): string {
  const angle = Math.atan2(from[1] - tip[1], from[0] - tip[0]);
  const side = (turn: number): CanvasPoint => [
    tip[0] + HEAD * Math.cos(angle + turn),
    tip[1] + HEAD * Math.sin(angle + turn),
  ];
  return d([side(0.42), tip, side(-0.42)]);
}

const widthOf = (text: string): number => [...text].reduce((sum, c) => sum + (c > '⺀' ? WIDE : CHAR), 0);

/** Room that words take, CSS px. */
export const sizeOf = (words: readonly string[]): { readonly width: number; readonly height: number } => ({
  width: Math.max(0, ...words.map(widthOf)),
  height: LINE * words.length,
});

/** Words, a line each, from their left top corner. */
export function drawWords(group: SVGGElement, words: readonly string[], [left, top]: CanvasPoint): void {
  words.forEach((word, n) => {
    svg(group, 'text', { x: left, y: top + LINE * (n + 1) - 4 }).textContent = word;
  });
}
