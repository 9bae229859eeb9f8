/** The follow-up due list: what guidelines ask for next over all studies of this computer, and a calendar file of it. */
export { assessedAgain, startFollowUp, type FollowUpSource } from './follow';
export { DueDialog } from './DueDialog';
export { DueButton } from './DueButton';
export { NextDue } from './NextDue';
export { closeDue, showDue, useDue } from './store';
