import { strokeMask, type BrushStroke, type ValueBand } from '../brush';
import type { Grid } from '../geometry';
import { countVoxels, type VoxelMask } from '../volume';
import { intersect, subtract, union } from './boolean';
import { editOf, type Edit } from './edit';

/**
 * Brush and eraser, as a disc on one slice or as a ball; with a band only voxels of those values (threshold brush).
 * Whether anything changed is told from the stroke's own box: a stroke on a large segment stays quick.
 */
export function paint(grid: Grid, mask: VoxelMask, stroke: BrushStroke, band?: ValueBand): Edit {
  const { mode, ...path } = stroke;
  const touched = strokeMask(grid, path, band);
  const already = countVoxels(intersect(mask, touched));
  const idle = mode === 'add' ? already === countVoxels(touched) : already === 0;
  if (idle) return { mask, outcome: mask.data.includes(1) ? 'unchanged' : 'nothingThere' };
  const after = mode === 'add' ? union(mask, touched) : subtract(mask, touched);
  return { mask: after, outcome: after.data.length > 0 ? 'changed' : 'emptied' };
}

const operations = { add: union, subtract, intersect } as const;

/** Another segment added to this one, taken from it, or what both have. */
export const combine = (mask: VoxelMask, other: VoxelMask, how: keyof typeof operations): Edit =>
  editOf(mask, operations[how](mask, other));
