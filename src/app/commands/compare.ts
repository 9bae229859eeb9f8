import type { Command, Why } from '../../features/commands';
import {
  compareWith,
  isLinkable,
  leaveCompare,
  nudge,
  pairOf,
  resetNudge,
  showPair,
  swapWhileHeld,
  toggleLinked,
  useCompare,
  useCompareView,
  type CompareView,
  type NudgeWay,
} from '../../features/compare';
import { studyOpen } from './when';

const pairShown = () => pairOf(useCompare.getState(), useCompareView.getState().pairId);

const comparing = (): Why | undefined => studyOpen() ?? (pairShown() ? undefined : 'notCompared');

/** There is a way from one examination to the other. */
const linkable = (): Why | undefined => {
  const pair = pairShown();
  return comparing() ?? (pair && isLinkable(pair) ? undefined : 'notRegistered');
};

const view = (id: Exclude<CompareView, 'own'>, barred: Command['barred'] = comparing): Command => ({
  id: `compare.${id}`,
  group: 'layout',
  keys: [],
  barred,
  run: () => {
    const pair = pairShown();
    if (pair) void showPair(pair.id, id);
  },
});

/** I J K L lie like arrows under the right hand; U and M go through the slices. */
const nudgeKeys: readonly (readonly [NudgeWay, string])[] = [
  ['left', 'j'],
  ['right', 'l'],
  ['up', 'i'],
  ['down', 'k'],
  ['nearer', 'u'],
  ['farther', 'm'],
];

/** The prior beside the current examination. */
export const compareCommands: readonly Command[] = [
  { id: 'compare.start', group: 'layout', keys: ['ctrl+alt+c'], barred: studyOpen, run: () => compareWith() },
  view('side'),
  view('both'),
  view('flicker'),
  view('difference', linkable),
  {
    id: 'compare.swap',
    group: 'layout',
    keys: ['|'],
    barred: () => comparing() ?? (useCompareView.getState().view === 'flicker' ? undefined : 'notFlickering'),
    repeats: true,
    run: swapWhileHeld,
  },
  { id: 'compare.link', group: 'layout', keys: ['ctrl+alt+g'], barred: linkable, run: toggleLinked },
  ...nudgeKeys.map(([way, key]): Command => ({
    id: `compare.nudge.${way}`,
    group: 'layout',
    keys: [`ctrl+alt+${key}`],
    barred: linkable,
    repeats: true,
    run: () => nudge(way),
  })),
  { id: 'compare.nudge.reset', group: 'layout', keys: [], barred: linkable, run: resetNudge },
  { id: 'compare.leave', group: 'layout', keys: [], barred: comparing, run: leaveCompare },
];
