import type { Laterality } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import type { LungZone } from '../../domain/nodule';
import type { VoxelMask } from '../../domain/volume';
import { LEFT, RIGHT, type Lungs } from './lungs';

/** First and last slice of one lung; undefined when it has none. */
function extentOf({ side, size }: Lungs, label: number): readonly [number, number] | undefined {
  const plane = size[0] * size[1];
  const first = side.indexOf(label);
  return first < 0 ? undefined : [Math.floor(first / plane), Math.floor(side.lastIndexOf(label) / plane)];
}

/**
 * The third of that lung's extent, from apex to base, that holds most of the mask; of two that hold as much the one
 * nearer to the head. Undefined without a side, and when the scan ends within the lungs: their thirds are not known
 * then. `axes` are those of the grid that both `mask` and `lungs` have their slices on.
 */
export function zoneOf(
  mask: VoxelMask,
  laterality: Laterality | undefined,
  lungs: Lungs,
  { axes }: Pick<Grid, 'axes'>,
): LungZone | undefined {
  if (!laterality || lungs.cut) return undefined;
  const extent = extentOf(lungs, laterality === 'left' ? LEFT : RIGHT);
  if (!extent) return undefined;
  const [from, to] = extent;
  const plane = mask.size[0] * mask.size[1];
  const votes = [0, 0, 0];
  for (let c = 0; c < mask.size[2]; c++) {
    const along = (mask.start[2] + c - from + 0.5) / (to - from + 1);
    // LPS z grows to the head.
    const fromApex = axes[2][2] > 0 ? 1 - along : along;
    const third = Math.min(2, Math.max(0, Math.floor(3 * fromApex)));
    for (let v = c * plane; v < (c + 1) * plane; v++) votes[third] += mask.data[v];
  }
  return (['upper', 'middle', 'lower'] as const)[votes.indexOf(Math.max(...votes))];
}
