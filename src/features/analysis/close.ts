import { closeAnalysis as closeRuns } from './commands';
import { closeLive } from './live/control';

/** Stops and forgets what belongs to a study that is closed. */
export function closeAnalysis(studyUid: string): void {
  closeLive(studyUid);
  closeRuns(studyUid);
}
