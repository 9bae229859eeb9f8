import { useMemo } from 'react';
import type { Finding } from '../../domain/finding';
import {
  assessNodule,
  assessStudy,
  type NoduleAssessment,
  type StudyAssessment,
} from '../../domain/guidelines';
import type { Study } from '../../domain/study';
import { studyGrowth, useStudyGrowth, withComparison } from '../growth';
import { useOpen } from '../open';
import { shownFindings, useShownFindings } from './source';
import { studyChoice, useChoice, type StudyGuidelineChoice } from './store';

/** The day on which the images of a series were made, as written; the study's when the series does not say. */
const dateIn =
  (study: Study) =>
  ({ seriesUid }: Pick<Finding, 'seriesUid'>): string =>
    study.series.find((s) => s.seriesUid === seriesUid)?.date || study.date;

const useStudy = (studyUid: string | undefined): Study | undefined =>
  useOpen((s) => s.studies.find((one) => one.studyUid === studyUid));

/** The reader's choice and answers, over what a comparison with an earlier examination measured. */
export function useAnswers(studyUid: string | undefined): StudyGuidelineChoice {
  const choice = useChoice(studyUid);
  const { reviewed } = useStudyGrowth(studyUid);
  return useMemo(() => withComparison(choice, reviewed), [choice, reviewed]);
}

/** What the chosen guideline and the models say of a study; undefined while it is not open. */
export function useAssessment(studyUid: string | undefined): StudyAssessment | undefined {
  const study = useStudy(studyUid);
  const findings = useShownFindings(studyUid);
  const choice = useAnswers(studyUid);
  return useMemo(() => study && assessStudy(findings, choice, dateIn(study)), [study, findings, choice]);
}

/** The same outside of components. */
export const assessmentOf = (study: Study): StudyAssessment =>
  assessStudy(
    shownFindings(study.studyUid),
    withComparison(studyChoice(study.studyUid), studyGrowth(study.studyUid).reviewed),
    dateIn(study),
  );

/** The same of one finding as it is handed in: its sizes may follow a hand that drags an axis. */
export function useNoduleAssessment(finding: Finding): NoduleAssessment | undefined {
  const study = useStudy(finding.studyUid);
  const choice = useAnswers(finding.studyUid);
  return useMemo(
    () => study && assessNodule(finding, choice, dateIn(study)(finding)),
    [study, finding, choice],
  );
}
