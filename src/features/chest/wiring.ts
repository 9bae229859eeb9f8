import { useFindings } from '../findings';
import { currentProposal, pick } from '../measure';
import { onViewportEvent, toggleMarks, useRead } from '../read';
import { putMark } from './mark';

let started = false;

/** Ties quick marks to the images. Lasts for the page's life; calling it again does nothing. */
export function startChest(): void {
  if (started) return;
  started = true;
  onViewportEvent((event) => {
    if (event.kind !== 'annotationDrawn' || event.drawn.kind !== 'mark') return;
    putMark(event.drawn);
    // What was just drawn must be seen.
    if (!useRead.getState().marksVisible) toggleMarks();
  });
  // Accept and reject are of what was chosen last: a finding that is chosen takes them from a proposal.
  useFindings.subscribe(({ jump }, before) => {
    if (jump !== before.jump && currentProposal()) pick(undefined);
  });
}
