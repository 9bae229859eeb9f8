/** The worklist over the life of the page. */
import { useOpen } from '../open';
import { followAhead } from './ahead';
import { followWork, restoreKnown, type WorkSource } from './known';
import { followRows, listHere, listOpen } from './list';
import { followListing } from './listing';
import { set } from './store';
import { restoreViews } from './views';
import { followWanted } from './wanted';

/** Begins once, with the parts of the work as the app keeps them; returns how to stop. */
export function startWorklist(sources: readonly WorkSource[]): () => void {
  const stops = [followRows(), followListing(), followWork(sources), followAhead(), followWanted()];
  let gone = false;
  void (async () => {
    await Promise.all([restoreViews(), restoreKnown()]);
    await listHere();
    if (!gone) set({ ready: true });
  })();
  stops.push(
    useOpen.subscribe(({ studies, status, activeStudyUid }, before) => {
      // What was opened or closed stands at another place, or for the first time.
      const ended = status === 'idle' && before.status === 'reading';
      if (ended || (status === 'idle' && studies.length !== before.studies.length)) listOpen();
      if (activeStudyUid === undefined && before.activeStudyUid !== undefined)
        set({ over: false, selected: before.activeStudyUid });
    }),
  );
  return () => {
    gone = true;
    for (const stop of stops) stop();
  };
}
