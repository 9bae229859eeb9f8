/** The tools that black out, their keys, and the sizes of the brush. */
import type { Part } from './plan';

export type MaskTool = 'rectangle' | 'brush' | 'eraser';

/** Key of each tool, as the buttons show it. */
export const toolKeys: Readonly<Record<MaskTool, string>> = { rectangle: 'R', brush: 'B', eraser: 'E' };
export const maskTools = Object.keys(toolKeys) as readonly MaskTool[];

export const toolOfKey = (key: string): MaskTool | undefined =>
  maskTools.find((tool) => toolKeys[tool] === key.toUpperCase());

const LEAST_RADIUS = 1;
type Size = Pick<Part, 'columns' | 'rows'>;

/** Pixels: a line of print on most pictures. */
export const startRadius = ({ columns, rows }: Size): number =>
  Math.max(2, Math.round(Math.min(columns, rows) / 40));

/** The next size, pixels: a quarter more or less, at least one pixel; no more than half the picture. */
export function largerBrush(radius: number, larger: boolean, { columns, rows }: Size): number {
  const next = larger ? Math.max(radius + 1, radius * 1.25) : Math.min(radius - 1, radius / 1.25);
  return Math.min(Math.max(LEAST_RADIUS, Math.round(next)), Math.ceil(Math.max(columns, rows) / 2));
}
