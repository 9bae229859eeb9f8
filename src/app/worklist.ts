/** The worklist with the parts of the work that the app keeps, and the log of what ran. */
import { startWorklist as start, tellRuns } from '../features/worklist';
import { noteRun } from './audit/follow';
import { sources } from './work';

/** Begins once, after the servers were provided; returns how to stop. */
export function startWorklist(): () => void {
  tellRuns(noteRun);
  return start(sources);
}
