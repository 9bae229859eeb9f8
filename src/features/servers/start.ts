import { startSignIn } from './sign-in';
import { restoreServers } from './store';

/** Begins once: reads the list of servers, and lets them ask who is there. @returns how to stop */
export function startServers(): () => void {
  void restoreServers();
  return startSignIn();
}
