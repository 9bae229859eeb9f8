import type { Command } from '../../features/commands';
import { liveBarred, proposalBarred, takeProposal, toggleLive } from '../../features/analysis';

/** A film that is analysed as it plays. */
export const liveCommands: readonly Command[] = [
  { id: 'live.toggle', group: 'findings', keys: ['ctrl+alt+a'], barred: liveBarred, run: toggleLive },
  {
    id: 'live.take',
    group: 'findings',
    keys: ['ctrl+alt+y'],
    barred: proposalBarred,
    run: () => void takeProposal(),
  },
];
