/** Rules and models for lung nodules: pure, one file each; `assessStudy` lays the chosen one over a study. */
export { assessNodule, assessStudy, noChoice } from './assess';
export type { GuidelineChoice, ListedCounts, NoduleAssessment, StudyAssessment } from './assess';
export type { NoduleAnswers, StudyAnswers } from './answers';
export type { Change } from './inputs';
export type { CautionKey, ManagementKey, OutsideKey, RowKey } from './keys';
export { ruleSets, versions } from './result';
export type {
  Given,
  InputName,
  InputValue,
  ModelResult,
  RiskModel,
  RuleResult,
  RuleSet,
  UsedInput,
} from './result';
