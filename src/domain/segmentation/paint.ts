import { applyBrush, type BrushStroke, type ValueBand } from '../brush';
import type { Grid } from '../geometry';
import type { VoxelMask } from '../volume';
import { intersect, subtract, union } from './boolean';
import { editOf, type Edit } from './edit';

/** Brush and eraser, as a disc on one slice or as a ball; with a band only voxels of those values (threshold brush). */
export const paint = (grid: Grid, mask: VoxelMask, stroke: BrushStroke, band?: ValueBand): Edit =>
  editOf(mask, applyBrush(grid, mask, stroke, band));

const operations = { add: union, subtract, intersect } as const;

/** Another segment added to this one, taken from it, or what both have. */
export const combine = (mask: VoxelMask, other: VoxelMask, how: keyof typeof operations): Edit =>
  editOf(mask, operations[how](mask, other));
