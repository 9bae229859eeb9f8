/** Going on where a report of Lamplight stopped: the study's work travels inside it. */
export { lookForWork, offerWork, startResume, workForReport } from './commands';
export { ResumeDialog, ResumeNotice } from './ResumeDialog';
export { provideWork, workNow, type WorkPart } from './sources';
export { sameWork } from './same';
export { checkPart } from './shapes';
