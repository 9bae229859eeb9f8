import type { Finding } from '../../domain/finding';
import { selectFinding } from './select';
import { say } from './store';

/** A click on what is marked already leads there, and says so. */
export function alreadyThere(f: Finding): void {
  selectFinding(f.trackingUid);
  say('alreadyThere', 'plain', { number: f.number });
}
