/** The worklist with the servers, and with the parts of the work that the app keeps. */
import { serverPort } from '../features/servers';
import { provideServers, startWorklist as start } from '../features/worklist';
import { sources } from './work';

/** Begins once; returns how to stop. */
export function startWorklist(): () => void {
  provideServers(serverPort);
  return start(sources);
}
