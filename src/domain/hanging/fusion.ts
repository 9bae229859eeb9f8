/** Which two series of a study may be drawn over each other. */
import type { Series } from '../study';
import { anatomyOf, petOf } from './pet';

/** Keys of the read catalogue `fuse.*`. */
export type CannotFuse = 'noPet' | 'noAnatomy' | 'otherFrame';

/** A PET over its anatomy. */
export interface Fusing {
  readonly base: Series;
  readonly over: Series;
}

/**
 * The fusion that a reader of `active` asks for: the PET over it, or when it is the PET itself the anatomy below it.
 * Only series of one frame of reference lie over each other.
 */
export function fusingFor(active: Series, all: readonly Series[]): Fusing | { readonly refused: CannotFuse } {
  const together = all.filter(
    (one) => one.frameOfReferenceUid !== '' && one.frameOfReferenceUid === active.frameOfReferenceUid,
  );
  if (active.modality === 'PT') {
    const base = anatomyOf(together, active);
    if (base) return { base, over: active };
    return {
      refused: all.some(({ modality }) => modality === 'CT' || modality === 'MR')
        ? 'otherFrame'
        : 'noAnatomy',
    };
  }
  const over = petOf(together);
  if (over) return { base: active, over };
  return { refused: all.some(({ modality }) => modality === 'PT') ? 'otherFrame' : 'noPet' };
}
