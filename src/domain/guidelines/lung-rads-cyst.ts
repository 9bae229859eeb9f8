/** Atypical pulmonary cysts, Lung-RADS v2022. */
import type { CystChange, CystForm } from './answers';
import type { Ranked } from './lung-rads-size';

/**
 * Undefined where the table has no row: a thick-walled or multilocular cyst that did not change (only the step from
 * 4A to 3 speaks of it).
 */
export function cystRow(
  form: Extract<CystForm, 'thick' | 'multilocular'>,
  change: CystChange | undefined,
): Ranked | undefined {
  if (change === undefined)
    return form === 'thick' ? ['4A', 'lr.cyst.thick'] : ['4A', 'lr.cyst.multilocular'];
  switch (change) {
    case 'cystGrowing':
      return ['3', 'lr.cyst.thick.cystGrowing'];
    case 'wallGrowing':
      return ['4B', 'lr.cyst.thick.wallGrowing'];
    case 'becameMultilocular':
      return ['4A', 'lr.cyst.became'];
    case 'multilocularGrowing':
    case 'moreOpacity':
      return ['4B', 'lr.cyst.multilocular.growing'];
    case 'stable':
      return undefined;
  }
}
