/** A place in the other examination as the reader sees it: through the registration, nudged; or linked by hand alone. */
import { add, sub, type Vec3 } from '../../domain/geometry';
import type { ComparePair } from './store';

type Linked = Pick<ComparePair, 'registration' | 'nudge'>;

/**
 * LPS mm of the current examination to LPS mm of the prior. Without a registration the nudge alone moves it: what
 * links by hand sets it to the way between two places that the reader holds for the same.
 */
export const placeInPrior = ({ registration, nudge }: Linked, point: Vec3): Vec3 =>
  add(registration ? registration.toPrior(point) : point, nudge);

/** LPS mm of the prior to LPS mm of the current examination: `placeInPrior` turned round. */
export function placeInCurrent({ registration, nudge }: Linked, point: Vec3): Vec3 {
  const found = sub(point, nudge);
  return registration ? registration.toCurrent(found) : found;
}
