/** The reader moves the prior under the current examination, or links the two without a registration. */
import { add, norm, scale, sub, type Vec3 } from '../../domain/geometry';
import { activePlane, middleOf } from '../read';
import { changePair, pairOf, useCompare, type ComparePair } from './store';
import { useCompareView } from './view';

/** A step, mm. */
export const NUDGE_MM = 1;

export type NudgeWay = 'left' | 'right' | 'up' | 'down' | 'nearer' | 'farther';

const shown = () => pairOf(useCompare.getState(), useCompareView.getState().pairId);

const unit = (way: Vec3): Vec3 => scale(way, 1 / (norm(way) || 1));

/**
 * Moves the prior by a step as it is seen in the active cell: to a side, or through the slices (`nearer`: towards the
 * viewer). False when nothing is linked.
 */
export function nudge(way: NudgeWay, mm = NUDGE_MM): boolean {
  const pair = shown();
  const plane = activePlane();
  if (!pair || !plane || !isLinkable(pair)) return false;
  const [right, down] = [unit(plane.right), unit(plane.down)];
  const moved: Record<NudgeWay, Vec3> = {
    left: scale(right, -1),
    right,
    up: scale(down, -1),
    down,
    nearer: plane.normal,
    farther: scale(plane.normal, -1),
  };
  // The image goes to the right when what is read of it lies further to the left.
  changePair(pair.id, { nudge: add(pair.nudge, scale(moved[way], -mm)) });
  return true;
}

export function resetNudge(): void {
  const pair = shown();
  if (pair) changePair(pair.id, { nudge: pair.byHand ? (byHand.get(pair.id) ?? pair.nudge) : [0, 0, 0] });
}

/** How a pair that was linked by hand lay when it was. */
const byHand = new Map<string, Vec3>();

/** Where the reader has moved the prior from where it was found, or linked, mm in LPS as the image goes. */
export function nudgedBy(pair: Pick<ComparePair, 'id' | 'nudge' | 'byHand'>): Vec3 {
  const from: Vec3 = (pair.byHand && byHand.get(pair.id)) ?? [0, 0, 0];
  return sub(from, pair.nudge).map((mm) => Math.round(mm * 10) / 10 || 0) as unknown as Vec3;
}

/** Is there a way from one to the other? */
export const isLinkable = (pair: { readonly registration?: unknown; readonly byHand?: true }): boolean =>
  pair.registration !== undefined || pair.byHand === true;

/**
 * Takes what both cells show in their middle for the same place, without a registration. False when one of the two is
 * not on show.
 */
export function linkByHand(): boolean {
  const pair = shown();
  const now = pair && middleOf(pair.current.seriesUid);
  const then = pair && middleOf(pair.prior.seriesUid);
  if (!pair || !now || !then) return false;
  const way = sub(then, pair.registration?.toPrior(now) ?? now);
  if (!pair.registration) byHand.set(pair.id, way);
  changePair(pair.id, { nudge: way, ...(!pair.registration && { byHand: true as const }) });
  useCompareView.setState({ linked: true });
  return true;
}

/** The two go apart, or together again. */
export const toggleLinked = (): void => useCompareView.setState(({ linked }) => ({ linked: !linked }));
