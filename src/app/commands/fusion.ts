import type { Command, Why } from '../../features/commands';
import { coverMore, fuseRefused, swapHand, toggleFusion, useRead } from '../../features/read';
import { studyOpen } from './when';

const fused = (): Why | undefined =>
  studyOpen() ?? (useRead.getState().fusion === undefined ? 'notFused' : undefined);

/** PET over CT in the active view. */
export const fusionCommands: readonly Command[] = [
  {
    id: 'fusion.toggle',
    group: 'window',
    keys: ['shift+u'],
    barred: () => studyOpen() ?? (fuseRefused() ? 'noFusion' : undefined),
    run: toggleFusion,
  },
  { id: 'fusion.hand', group: 'window', keys: ['shift+y'], barred: fused, run: swapHand },
  {
    id: 'fusion.more',
    group: 'window',
    keys: ['shift+ArrowUp'],
    repeats: true,
    barred: fused,
    run: () => coverMore(1),
  },
  {
    id: 'fusion.less',
    group: 'window',
    keys: ['shift+ArrowDown'],
    repeats: true,
    barred: fused,
    run: () => coverMore(-1),
  },
];
