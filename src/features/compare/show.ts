/** How a pair hangs: side by side, in two planes, one after the other in one place, or as their difference. */
import { gridLayout, stackedLayout, type CellView, type RoomLayout } from '../../domain/hanging/layout';
import { planeOf } from '../../domain/hanging/match';
import { planesRefused } from '../../viewport';
import { contentOf, hangStudy, roomWidth, touch } from '../read';
import { endDifference, startDifference } from './difference';
import { openSides, type OpenSeries } from './sides';
import { useCompareView, type CompareView } from './view';

/** Images narrower than this, CSS px, stand one above the other. */
const NARROW = 520;

/** A second plane to the one in which the series was acquired; undefined where one of the two has none. */
export function secondPlane({
  current,
  prior,
}: {
  current: OpenSeries;
  prior: OpenSeries;
}): CellView | undefined {
  if (planesRefused(current.series) || planesRefused(prior.series)) return undefined;
  return planeOf(current.series) === 'coronal' ? 'axial' : 'coronal';
}

const sideLayout = (): RoomLayout => (roomWidth() < NARROW ? gridLayout(2, 1) : gridLayout(1, 2));

/** Hangs a pair. Resolves when it is drawn. */
export async function showPair(pairId: string, view: Exclude<CompareView, 'own'>): Promise<void> {
  const sides = openSides(pairId);
  if (!sides) return;
  touch();
  const cell = (side: 'current' | 'prior', as: CellView = 'stack') =>
    contentOf(sides[side].study, sides[side].series, {
      view: as,
      ...(side === 'prior' && { prior: true as const }),
    });
  const both = [cell('current'), cell('prior')];
  const other = secondPlane(sides);
  const shown = view === 'both' && !other ? 'side' : view;
  useCompareView.setState(({ flicker }) => ({
    pairId,
    view: shown,
    flicker: { ...flicker, on: shown === 'flicker' },
  }));
  if (shown !== 'difference') endDifference();
  if (shown === 'difference') {
    startDifference(pairId);
    await hangStudy(gridLayout(1, 1), [cell('current')]);
  } else if (shown === 'flicker') await hangStudy(stackedLayout(2), both);
  else if (shown === 'both' && other)
    await hangStudy(gridLayout(2, 2), [...both, cell('current', other), cell('prior', other)]);
  else await hangStudy(sideLayout(), both);
}
