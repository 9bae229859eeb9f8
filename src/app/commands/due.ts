import type { Command } from '../../features/commands';
import { closeDue, showDue, useDue } from '../../features/follow-up';

export const dueCommands: readonly Command[] = [
  {
    id: 'due.show',
    group: 'work',
    keys: ['F6'],
    run: () => (useDue.getState().shown ? closeDue() : showDue()),
  },
];
