/** The worklist: studies of servers and of this computer in one table, the next one by a key, AI ahead of the reader. */
export { setAhead, tellRuns } from './ahead';
export { AheadStatus } from './Foot';
export { refresh } from './listing';
export { closeList, goToNeighbour, openStudy, showList } from './open';
export { MissedNotice } from './MissedNotice';
export { WorklistOver } from './Over';
export { provideServers, type ServerPort } from './port';
export { startWorklist } from './start';
export { useWorklist } from './store';
export { useHasList, Worklist } from './Worklist';
