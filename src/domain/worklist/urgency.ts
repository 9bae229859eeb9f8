/**
 * Does what was found in a study mean that it should be read before the others? A rule of order, not of care: it gives
 * no category, and what it says is why the study stands where it stands.
 *
 * 1. The guideline that the reader chose says its highest: Lung-RADS v2022 4B or 4X (ACR), C-Lung-RADS 4 (Nat Med 2024),
 *    Fleischner 2017 solid above 8 mm or suspicious persistent part-solid, Chinese consensus 2018 malignancy from 5 %.
 * 2. A nodule that nobody has decided on has a size of Lung-RADS v2022 4B at a first examination: solid from 15 mm,
 *    solid part from 8 mm (`guidelines/lung-rads-size.ts`). The answers that a category needs are not assumed.
 * 3. A finding is coded as one that the ACR Actionable Reporting Work Group puts into its first category, to be told
 *    within minutes (Larson et al., J Am Coll Radiol 2014;11:552-558).
 */
import type { Finding } from '../finding';
import { assessStudy, type GuidelineChoice, type RuleSet, type StudyAssessment } from '../guidelines';
import { partBaseline, solidBaseline } from '../guidelines/lung-rads-size';
import { tenth } from '../guidelines/round';
import { isLungNodule, solidPartOf } from '../lesion';
import { isPending } from '../report-facts';

/** SNOMED CT codes of rule 3; keys of the catalogue `worklist:critical.*`. */
const critical = {
  '36118008': 'pneumothorax',
  '1386000': 'intracranialHaemorrhage',
  '59282003': 'pulmonaryEmbolism',
  '308546005': 'aorticDissection',
} as const;
export type CriticalKind = (typeof critical)[keyof typeof critical];

export type UrgencyReason =
  /** Rule 1: `category` as the guideline writes it. */
  | { readonly kind: 'category'; readonly ruleSet: RuleSet; readonly category: string }
  /** Rule 2: mean diameter of the nodule or of its solid part, mm to 0.1, and the limit that it reaches. */
  | {
      readonly kind: 'size';
      readonly part: 'nodule' | 'solidPart';
      readonly mm: number;
      readonly limit: number;
    }
  | { readonly kind: 'critical'; readonly what: CriticalKind };

export interface Urgency {
  readonly reason: UrgencyReason;
  /** AI: no reader has decided on what it rests on yet. */
  readonly by: 'ai' | 'reader';
}

interface Found {
  /** What is spoken of in the study, of every review state. */
  readonly findings: readonly Finding[];
  readonly choice: GuidelineChoice;
  /** Acquisition date of a finding's series, YYYYMMDD; empty when not known. */
  readonly dateOf: (finding: Finding) => string;
}

/** From this rank on a rule set asks for work-up now; ranks are those of `guidelines/`. Lung-RADS goes by its name. */
const workUp: Readonly<Record<Exclude<RuleSet, 'lungRads'>, number>> = {
  cLungRads: 4,
  fleischner: 9,
  china2018: 9,
};

function byCategory({ rule, exam }: StudyAssessment): UrgencyReason | undefined {
  if (!rule || exam?.state !== 'given') return undefined;
  const highest = rule === 'lungRads' ? /^4[BX]/.test(exam.category) : exam.rank >= workUp[rule];
  return highest ? { kind: 'category', ruleSet: rule, category: exam.category } : undefined;
}

/** The size of Lung-RADS 4B at a first examination, as far as the finding's own numbers reach. */
function bySize(f: Finding): Extract<UrgencyReason, { kind: 'size' }> | undefined {
  const mean = f.measurements.meanDiameter;
  if (!isLungNodule(f) || mean.unit !== 'mm') return undefined;
  const mm = tenth(mean.value);
  if (f.type === 'solid')
    return solidBaseline(mm)[0] === '4B' ? { kind: 'size', part: 'nodule', mm, limit: 15 } : undefined;
  const solid = solidPartOf(f)?.meanDiameter;
  if (solid?.unit !== 'mm') return undefined;
  const part = tenth(solid.value);
  return partBaseline(mm, part)[0] === '4B'
    ? { kind: 'size', part: 'solidPart', mm: part, limit: 8 }
    : undefined;
}

const byKind = (f: Finding): UrgencyReason | undefined => {
  const what = f.kind.scheme === 'SCT' ? critical[f.kind.value as keyof typeof critical] : undefined;
  return what && { kind: 'critical', what };
};

/** Why a study goes first; undefined when nothing says so. What a reader decided goes before what AI alone found. */
export function urgencyOf({ findings, choice, dateOf }: Found): Urgency | undefined {
  const assessment = assessStudy(findings, choice, dateOf);
  const category = byCategory(assessment);
  if (category) return { reason: category, by: 'reader' };
  const judged = assessment.exam?.state === 'given';
  const hits: Urgency[] = [];
  for (const f of findings) {
    if (f.review === 'rejected') continue;
    const by = isPending(f) ? 'ai' : 'reader';
    // A category that was given speaks for the nodules that went into it.
    const size = judged && by === 'reader' ? undefined : bySize(f);
    for (const reason of [byKind(f), size]) if (reason) hits.push({ reason, by });
  }
  const weight = ({ reason, by }: Urgency): number =>
    (by === 'reader' ? 2000 : 0) + (reason.kind === 'size' ? reason.mm : 1000);
  return hits.toSorted((a, b) => weight(b) - weight(a))[0];
}
