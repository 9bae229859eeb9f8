/** The reader's guideline for the study: the choice, the answers it asks for, its category; Brock, Mayo, growth. */
export { assessmentOf, useAssessment } from './assessment';
export { answerNodule, answerStudy, chooseRule } from './change';
export { FindingGuideline } from './FindingGuideline';
export { closeGuideline, guidelineSnapshot, restoreGuideline } from './snapshot';
export { followFindings } from './source';
export { useGuideline } from './store';
export { StudyGuideline } from './StudyGuideline';
