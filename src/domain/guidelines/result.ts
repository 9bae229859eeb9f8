/**
 * What a rule set says, in one shape for all of them: which rules in which version, what they were given, what is
 * missing, the row of the table that applied. Texts are keys; `report/guideline-words.ts` has them in both languages.
 */
import type { ManagementKey, OutsideKey, RowKey, CautionKey } from './keys';

export type RuleSet = 'lungRads' | 'fleischner' | 'cLungRads' | 'china2018';
export type RiskModel = 'brock' | 'mayo' | MoreModel;
/** Models that are reckoned only when the reader chose them. */
export type MoreModel = 'brock1a' | 'brock1b' | 'brock2a' | 'peking' | 'va';

export const moreModels: readonly MoreModel[] = ['brock2a', 'brock1b', 'brock1a', 'peking', 'va'];

/** Coefficients without a source that was found, or one of doubtful sign: quoted with that remark. */
export const unconfirmedModels: readonly RiskModel[] = ['brock1a', 'brock1b', 'va'];

export const ruleSets: readonly RuleSet[] = ['lungRads', 'fleischner', 'cLungRads', 'china2018'];

/** Edition of each rule set and model, as it is quoted. */
export const versions: Readonly<Record<RuleSet | RiskModel, string>> = {
  lungRads: 'v2022',
  fleischner: '2017',
  cLungRads: '2024',
  china2018: '2018',
  brock: '2b',
  mayo: '1997',
  brock1a: '1a',
  brock1b: '1b',
  brock2a: '2a',
  peking: '2011',
  va: '2007',
};

/** Everything that a rule can ask for. */
export type InputName =
  | 'setting'
  | 'comparison'
  | 'priorDate'
  | 'interval'
  | 'age'
  | 'sex'
  | 'smoking'
  | 'familyHistory'
  | 'familyCancer'
  | 'quitYears'
  | 'emphysema'
  | 'cancer'
  | 'immunosuppressed'
  | 'risk'
  | 'riskFactor'
  | 'solidCount'
  | 'subsolidCount'
  | 'noduleCount'
  | 'lungsEvaluable'
  | 'infection'
  | 'otherFinding'
  | 'noNodules'
  | 'modelStep'
  | 'nodules'
  | 'type'
  | 'meanDiameter'
  | 'longAxis'
  | 'solidPart'
  | 'site'
  | 'juxtapleuralSmooth'
  | 'calcification'
  | 'cyst'
  | 'cystChange'
  | 'status'
  | 'solidStatus'
  | 'priorCategory'
  | 'provenBenign'
  | 'priorDiameter'
  | 'priorVolume'
  | 'priorSolidPart'
  | 'volume'
  | 'suspicious'
  | 'spiculation'
  | 'calcium'
  | 'smoothBorder'
  | 'upperLobe'
  | 'modelProbability'
  | 'malignancyProbability';

export type InputValue = string | number | boolean;

/** An input as the rule used it: after the rule's own rounding. Units are UCUM: mm, mm3, a, d; absent for words. */
export interface UsedInput {
  readonly name: InputName;
  readonly value: InputValue;
  readonly unit?: 'mm' | 'mm3' | 'a' | 'd' | '1';
}

interface Traced {
  readonly inputs: readonly UsedInput[];
  /** Inputs that the rule asked for and did not get. Never assumed. */
  readonly missing: readonly InputName[];
  readonly cautions: readonly CautionKey[];
}

export type RuleResult = Traced & {
  readonly ruleSet: RuleSet;
  readonly version: string;
  /** The table awaits confirmation by a radiologist: shown and quoted with that remark. */
  readonly unconfirmed?: true;
} & (
    | {
        readonly state: 'given';
        /** As the guideline writes it; Fleischner and the Chinese consensus have size classes instead. */
        readonly category: string;
        /** Rows of the table that applied, the deciding one first. */
        readonly rows: readonly RowKey[];
        readonly management: ManagementKey;
        /** Orders results of one rule set by how much they ask for; larger is more. */
        readonly rank: number;
      }
    /** No category: something is missing. `atLeast` is what holds already. */
    | { readonly state: 'open'; readonly atLeast?: string }
    /** The rule set does not speak of this case. */
    | { readonly state: 'outside'; readonly reason: OutsideKey }
  );

export type Given = Extract<RuleResult, { state: 'given' }>;

export type ModelResult = Traced & {
  readonly model: RiskModel;
  readonly version: string;
  /** The coefficients await confirmation: shown and quoted with that remark. */
  readonly unconfirmed?: true;
} & (
    | { readonly state: 'given'; readonly probability: number }
    | { readonly state: 'open' }
    | { readonly state: 'outside'; readonly reason: OutsideKey }
  );
