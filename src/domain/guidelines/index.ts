/** Rules and models for lung nodules: pure, one file each; `assessStudy` lays the chosen one over a study. */
export { assessNodule, assessStudy, modelsOf, noChoice } from './assess';
export type { GuidelineChoice, ListedCounts, Models, NoduleAssessment, StudyAssessment } from './assess';
export type { FollowedAnswers, NoduleAnswers, StudyAnswers } from './answers';
export type { Change } from './inputs';
export type { CautionKey, ManagementKey, OutsideKey, RowKey } from './keys';
export { moreModels, ruleSets, unconfirmedModels, versions } from './result';
export type {
  Given,
  InputName,
  InputValue,
  ModelResult,
  MoreModel,
  RiskModel,
  RuleResult,
  RuleSet,
  UsedInput,
} from './result';
