/** The worklist with the parts of the work that the app keeps. */
import { startWorklist as start } from '../features/worklist';
import { sources } from './work';

/** Begins once, after the servers were provided; returns how to stop. */
export const startWorklist = (): (() => void) => start(sources);
