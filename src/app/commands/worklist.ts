import type { Command, Why } from '../../features/commands';
import { closeList, goToNeighbour, refresh, setAhead, showList, useWorklist } from '../../features/worklist';

/** Without servers and without work there is no list. */
const listed = (): Why | undefined => {
  const { servers, rows } = useWorklist.getState();
  return servers.length === 0 && rows.length === 0 ? 'noList' : undefined;
};

export const worklistCommands: readonly Command[] = [
  {
    id: 'worklist.show',
    group: 'work',
    keys: ['F7'],
    barred: listed,
    run: () => (useWorklist.getState().over ? closeList() : showList()),
  },
  { id: 'worklist.next', group: 'work', keys: ['`'], barred: listed, run: () => void goToNeighbour(1) },
  { id: 'worklist.previous', group: 'work', keys: ['~'], barred: listed, run: () => void goToNeighbour(-1) },
  { id: 'worklist.refresh', group: 'work', keys: [], barred: listed, run: refresh },
  {
    id: 'worklist.ahead',
    group: 'work',
    keys: [],
    barred: listed,
    run: () => setAhead(!useWorklist.getState().ahead.on),
  },
];
