/** The chosen rule set and the two models on every nodule of a study, and what follows for the study as a whole. */
import type { Finding } from '../finding';
import { isLungNodule } from '../lesion';
import { isPending, isReportable } from '../report-facts';
import type { FollowedAnswers, NoduleAnswers, StudyAnswers } from './answers';
import { brock } from './brock';
import { cLungRadsNodule } from './c-lung-rads';
import { china2018Nodule } from './china-2018';
import { fleischnerNodule } from './fleischner';
import { disagrees, noduleInputs, type Change, type NoduleInputs } from './inputs';
import type { CautionKey } from './keys';
import { Ledger } from './ledger';
import { lungRadsExam } from './lung-rads-exam';
import { lungRadsNodule } from './lung-rads';
import { mayo } from './mayo';
import { peking } from './peking';
import type { Given, ModelResult, MoreModel, RuleResult, RuleSet } from './result';
import { veterans } from './veterans';

export interface GuidelineChoice {
  /** None until the reader chooses one. */
  readonly rule?: RuleSet;
  /** Models that the reader wants beside Brock 2b and Mayo. */
  readonly models?: readonly MoreModel[];
  readonly answers: StudyAnswers;
  /** By tracking UID. */
  readonly nodules: Readonly<Record<string, FollowedAnswers>>;
}

export const noChoice: GuidelineChoice = { answers: {}, nodules: {} };

export interface NoduleAssessment {
  readonly finding: Finding;
  /** Absent while no rule set is chosen. */
  readonly result?: RuleResult;
  readonly brock: ModelResult;
  readonly mayo: ModelResult;
  /** Those that the reader chose beside them; absent in what older versions kept. */
  readonly others?: readonly ModelResult[];
  readonly change?: Change;
  readonly solidChange?: Change;
  /** Mean diameter of the solid part as the reader measured it, mm; it goes before the outline's. */
  readonly readerSolidPart?: number;
  /** The reader confirmed it: it counts for the study and goes into the report. */
  readonly counted: boolean;
}

/** How many nodules the reader confirmed, to be offered as an answer; counts are undefined while a type is not set. */
export interface ListedCounts {
  readonly solid?: number;
  readonly subsolid?: number;
  readonly pending: number;
}

export interface StudyAssessment {
  readonly rule?: RuleSet;
  readonly answers: StudyAnswers;
  /** Of the study as a whole; absent while no rule set is chosen. */
  readonly exam?: RuleResult;
  /** The nodule that decides it. */
  readonly leading?: NoduleAssessment;
  readonly nodules: readonly NoduleAssessment[];
  readonly listed: ListedCounts;
}

/**
 * @param findings those of the study that are shown, of every review state; only lung nodules are looked at
 * @param dateOf acquisition date, YYYYMMDD, of the series of a finding; empty when not known
 */
export function assessStudy(
  findings: readonly Finding[],
  choice: GuidelineChoice,
  dateOf: (finding: Finding) => string,
): StudyAssessment {
  const { rule, answers } = choice;
  const nodules = findings
    .filter((f) => isLungNodule(f) && f.review !== 'rejected')
    .map((f) => assessNodule(f, choice, dateOf(f)));
  const listed = countListed(nodules);
  if (!rule) return { answers, nodules, listed };
  const counted = nodules.filter((n) => n.counted);
  const leading = leadingOf(counted);
  const results = counted.map((n) => n.result!);
  const exam = rule === 'lungRads' ? lungRadsExam(answers, results) : whole(rule, results, leading?.result);
  const cautions: CautionKey[] = [...exam.cautions];
  if (listed.pending > 0) cautions.push('pendingNotCounted');
  const wrong = (said: number | undefined, have: number | undefined) =>
    said !== undefined && have !== undefined && said !== have;
  const countsUsed = results.some((r) => r.inputs.some(({ name }) => /^(sub)?solidCount$/.test(name)));
  if (
    countsUsed &&
    (wrong(answers.solidCount, listed.solid) || wrong(answers.subsolidCount, listed.subsolid))
  )
    cautions.push('countDiffers');
  return { rule, answers, exam: { ...exam, cautions }, leading, nodules, listed };
}

/** One nodule; one that waits is judged, too, but does not count. */
export function assessNodule(finding: Finding, choice: GuidelineChoice, date: string): NoduleAssessment {
  const { answers } = choice;
  const own = choice.nodules[finding.trackingUid] ?? {};
  const inputs = noduleInputs(finding, own, answers, date);
  const both = { ...answers, ...inputs };
  return {
    finding,
    result: choice.rule && withCautions(byRule(choice.rule, both), own, inputs),
    brock: brock(both),
    mayo: mayo(both),
    ...(choice.models?.length && { others: choice.models.map((model) => byModel(model, both)) }),
    change: inputs.change,
    solidChange: inputs.solidChange,
    readerSolidPart: own.solidPart,
    counted: isReportable(finding),
  };
}

/** All that were reckoned for a nodule. */
export const modelsOf = ({ brock: b, mayo: m, others = [] }: Models): readonly ModelResult[] => [
  b,
  m,
  ...others,
];
export type Models = Pick<NoduleAssessment, 'brock' | 'mayo' | 'others'>;

function byModel(model: MoreModel, n: StudyAnswers & NoduleInputs): ModelResult {
  if (model === 'peking') return peking(n);
  return model === 'va' ? veterans(n) : brock(n, model);
}

function byRule(rule: RuleSet, n: StudyAnswers & NoduleInputs): RuleResult {
  switch (rule) {
    case 'lungRads':
      return lungRadsNodule(n);
    case 'fleischner':
      return fleischnerNodule(n);
    case 'cLungRads':
      return cLungRadsNodule(n);
    case 'china2018':
      return china2018Nodule(n);
  }
}

/** Where a status came from, when the rule went by it. */
function withCautions(result: RuleResult, own: NoduleAnswers, inputs: NoduleInputs): RuleResult {
  if (!result.inputs.some(({ name }) => name === 'status')) return result;
  if (own.status === undefined) return { ...result, cautions: [...result.cautions, 'statusFromSizes'] };
  return disagrees(own.status, inputs.growth)
    ? { ...result, cautions: [...result.cautions, 'statusDisagrees'] }
    : result;
}

const isGiven = (r: RuleResult | undefined): r is Given => r?.state === 'given';

function leadingOf(counted: readonly NoduleAssessment[]): NoduleAssessment | undefined {
  const size = (n: NoduleAssessment) => n.finding.measurements.meanDiameter.value;
  return counted
    .filter((n) => isGiven(n.result))
    .toSorted((a, b) => (b.result as Given).rank - (a.result as Given).rank || size(b) - size(a))[0];
}

/** Of rule sets without a category of the examination: the nodule that asks for most. */
function whole(rule: RuleSet, results: readonly RuleResult[], leading: RuleResult | undefined): RuleResult {
  const ledger = new Ledger();
  if (results.length === 0) return ledger.outside(rule, 'noNodule');
  if (results.some((r) => r.state === 'open')) {
    ledger.need('nodules', undefined);
    const least = leading?.state === 'given' ? leading.category : undefined;
    return ledger.open(rule, rule === 'cLungRads' ? least : undefined);
  }
  // What no row speaks of does not hide what one does.
  return leading ?? results[0];
}

function countListed(nodules: readonly NoduleAssessment[]): ListedCounts {
  const pending = nodules.filter((n) => isPending(n.finding)).length;
  const counted = nodules.filter((n) => n.counted).map((n) => n.finding.type);
  if (counted.includes(undefined)) return { pending };
  const subsolid = counted.filter((type) => type === 'partSolid' || type === 'nonSolid').length;
  return { solid: counted.filter((type) => type === 'solid').length, subsolid, pending };
}
