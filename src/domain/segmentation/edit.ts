import type { VoxelMask } from '../volume';
import { sameVoxels } from './boolean';

/**
 * What a tool did to a segment:
 * - `changed`: voxels were added or removed, some are there
 * - `unchanged`: the same voxels as before
 * - `emptied`: there were voxels, none is left
 * - `nothingThere`: the segment was empty and still is
 */
export type EditOutcome = 'changed' | 'unchanged' | 'emptied' | 'nothingThere';

export interface Edit {
  /** The segment after the tool, with the smallest box; the very mask that came in when nothing changed. */
  readonly mask: VoxelMask;
  readonly outcome: EditOutcome;
}

const isEmpty = (mask: VoxelMask): boolean => mask.data.indexOf(1) < 0;

/** Names what happened between two states of a segment. */
export function editOf(before: VoxelMask, after: VoxelMask): Edit {
  if (isEmpty(after)) {
    if (isEmpty(before)) return { mask: before, outcome: 'nothingThere' };
    return { mask: after, outcome: 'emptied' };
  }
  if (sameVoxels(before, after)) return { mask: before, outcome: 'unchanged' };
  return { mask: after, outcome: 'changed' };
}
