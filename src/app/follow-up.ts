/** The due list with what it needs of features that show parts of it themselves. */
import { startFollowUp as start } from '../features/follow-up';
import { signedVersion, studyReport, useReport } from '../features/report';
import { openStudy } from '../features/worklist';

/** Begins once; returns how to stop. */
export const startFollowUp = (): (() => void) =>
  start({
    signed: (studyUid) => {
      const version = signedVersion(studyReport(studyUid));
      return version && { guideline: version.guideline, forms: version.document.forms ?? [] };
    },
    subscribe: (changed) => useReport.subscribe(changed),
    open: (studyUid) => void openStudy(studyUid),
  });
