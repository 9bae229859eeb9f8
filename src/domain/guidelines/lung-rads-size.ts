/** The size columns of Lung-RADS v2022. Diameters are mean diameters in mm, already to 0.1; half-open intervals. */
import type { LungRadsRow } from './keys';
import type { LungRadsCategory } from './lung-rads-order';

export type Ranked = readonly [LungRadsCategory, LungRadsRow];

export function solidBaseline(d: number): Ranked {
  if (d < 6) return ['2', 'lr.solid.base.lt6'];
  if (d < 8) return ['3', 'lr.solid.base.6to8'];
  return d < 15 ? ['4A', 'lr.solid.base.8to15'] : ['4B', 'lr.solid.base.ge15'];
}

export function solidNew(d: number): Ranked {
  if (d < 4) return ['2', 'lr.solid.new.lt4'];
  if (d < 6) return ['3', 'lr.solid.new.4to6'];
  return d < 8 ? ['4A', 'lr.solid.new.6to8'] : ['4B', 'lr.solid.new.ge8'];
}

export const solidGrowing = (d: number): Ranked =>
  d < 8 ? ['4A', 'lr.solid.growing.lt8'] : ['4B', 'lr.solid.growing.ge8'];

/** @param solid mean diameter of the solid part; not looked at below 6 mm in total */
export function partBaseline(total: number, solid: number): Ranked {
  if (total < 6) return ['2', 'lr.part.base.lt6'];
  if (solid < 6) return ['3', 'lr.part.base.solidLt6'];
  return solid < 8 ? ['4A', 'lr.part.base.solid6to8'] : ['4B', 'lr.part.base.solidGe8'];
}

/** A solid part that is new or has grown, or a new part-solid nodule of 6 mm and more. */
export const partActive = (solid: number): Ranked =>
  solid < 4 ? ['4A', 'lr.part.solidLt4'] : ['4B', 'lr.part.solidGe4'];
