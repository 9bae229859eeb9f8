/** What guidelines and risk models say, as coded and numeric items. Values have no standard codes: private ones. */
import { PRIVATE_SCHEME } from '../../domain/codes';
import type { Code } from '../../domain/finding';
import {
  modelsOf,
  type ModelResult,
  type NoduleAssessment,
  type RiskModel,
  type RuleResult,
  type RuleSet,
  type StudyAssessment,
} from '../../domain/guidelines';
import { code, num, text } from './content-items';
import { dcm, sct } from './items';
import type { Dataset } from './part10';

const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });

/** Lung-RADS has a concept in SNOMED CT and none for its values; the others have neither. */
const ruleConcepts: Readonly<Record<RuleSet, Code>> = {
  lungRads: sct('1362105002', 'Lung-RADS assessment category'),
  fleischner: own('FLEISCHNER', 'Fleischner Society size class'),
  cLungRads: own('C_LUNGRADS', 'C-Lung-RADS category'),
  china2018: own('CHINA_2018', 'Chinese consensus 2018 size class'),
};

const prefix: Readonly<Record<RuleSet, string>> = {
  lungRads: 'LR',
  fleischner: 'FL',
  cLungRads: 'CLR',
  china2018: 'CN',
};

const models: Readonly<Record<RiskModel, string>> = {
  brock: 'Brock (PanCan) 2b',
  mayo: 'Mayo 1997',
  brock1a: 'Brock (PanCan) 1a',
  brock1b: 'Brock (PanCan) 1b',
  brock2a: 'Brock (PanCan) 2a',
  peking: 'Peking University 2011',
  va: 'VA 2007',
};

const isCode = (key: string): string => key.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();

/** "LR_4A"; where a rule set has no categories, the row of its table. SH holds 16 characters, so rows are cut. */
function valueOf(result: Extract<RuleResult, { state: 'given' }>): Code {
  const { ruleSet, category, rows } = result;
  const [row = category] = rows;
  const key =
    ruleSet === 'lungRads' || ruleSet === 'cLungRads' ? category : row.split('.').slice(1).join('.');
  return own(`${prefix[ruleSet]}_${isCode(key)}`.slice(0, 16), `${category} (${row})`);
}

const withVersion = ({ version }: { readonly version: string }): Dataset =>
  text('HAS CONCEPT MOD', dcm('111003', 'Algorithm Version'), version);

/** The category, when the rule set gives one; nothing is said where an input is missing. */
const categoryOf = (result: RuleResult | undefined): Dataset[] =>
  result?.state === 'given'
    ? [code('CONTAINS', ruleConcepts[result.ruleSet], valueOf(result), [withVersion(result)])]
    : [];

/** Per cent, to 0.01; named by its model, for two of them may stand side by side. */
const probabilityOf = (result: ModelResult): Dataset[] =>
  result.state === 'given'
    ? [
        num('CONTAINS', dcm('111047', 'Probability of cancer'), 100 * result.probability, '%', 2, [
          text('HAS CONCEPT MOD', dcm('111001', 'Algorithm Name'), models[result.model]),
          withVersion(result),
        ]),
      ]
    : [];

/** Probabilities of a nodule: NUM items of its group. */
export const modelNumbers = (assessed: NoduleAssessment | undefined): Dataset[] =>
  assessed ? modelsOf(assessed).flatMap(probabilityOf) : [];

/** Category of a nodule: a CODE item of its group. */
export const noduleCategory = (assessed: NoduleAssessment | undefined): Dataset[] =>
  categoryOf(assessed?.result);

/** Category of the examination: a CODE item of the qualitative evaluations. */
export const examCategory = (guideline: StudyAssessment | undefined): Dataset[] =>
  categoryOf(guideline?.exam);

export const assessmentOf = (
  guideline: StudyAssessment | undefined,
  trackingUid: string,
): NoduleAssessment | undefined => guideline?.nodules.find((one) => one.finding.trackingUid === trackingUid);
