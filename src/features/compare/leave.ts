/** The end of a comparison. */
import { gridLayout } from '../../domain/hanging/layout';
import { contentOf, hangStudy } from '../read';
import { endDifference } from './difference';
import { cancelPair } from './pair';
import { openSides } from './sides';
import { useCompareView } from './view';

/** The current examination alone again; what is registered stays for the next time. */
export function leaveCompare(): void {
  const { pairId } = useCompareView.getState();
  const sides = openSides(pairId);
  if (pairId === undefined) return;
  cancelPair(pairId);
  endDifference();
  useCompareView.setState(({ flicker }) => ({
    pairId: undefined,
    view: 'own',
    flicker: { ...flicker, on: false },
  }));
  if (sides)
    void hangStudy(gridLayout(1, 1), [
      contentOf(sides.current.study, sides.current.series, { view: 'stack' }),
    ]);
}
