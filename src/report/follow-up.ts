/** What the guidelines of a report ask for next, with their own words; the days follow in `domain/follow-up`. */
import type { FilledForm } from '../domain/filled-form';
import { lungSteps, type DueAsk, type Region } from '../domain/follow-up';
import type { StudyAssessment } from '../domain/guidelines';
import type { ReportLanguage } from '../domain/report-facts';
import { categoryText, managementText, ruleName } from './guideline-text';
import { label } from './sentences';

const inBoth = (say: (language: ReportLanguage) => string) => ({ zh: say('zh'), en: say('en') });

/** Regions of the forms whose rules speak of follow-up. */
const formRegions: Readonly<Record<string, Region>> = {
  acrTiRads: 'thyroid',
  cTiRads: 'thyroid',
  biRads: 'breast',
};

function lungAsk({ exam, leading }: StudyAssessment): readonly DueAsk[] {
  if (exam?.state !== 'given') return [];
  return [
    {
      id: exam.ruleSet,
      region: 'chest',
      steps: lungSteps[exam.management],
      rule: inBoth((l) => ruleName(exam.ruleSet, l)),
      category: inBoth((l) => categoryText(exam, l)),
      advice: inBoth((l) => managementText(exam.management, l)),
      ...(leading && {
        finding: {
          trackingUid: leading.finding.trackingUid,
          label: inBoth((l) => label(leading.finding, l)),
        },
      }),
      ...(exam.unconfirmed && { unconfirmed: true }),
    },
  ];
}

function formAsk(form: FilledForm): readonly DueAsk[] {
  const region = formRegions[form.form];
  if (!region || !form.advice || !form.asks) return [];
  const { id, label: named, trackingUid, version, name, category, advice, asks, remarks } = form;
  return [
    {
      id,
      region,
      steps: asks,
      rule: inBoth((l) => `${name[l]} ${version}`),
      category: category?.text ?? { zh: '', en: '' },
      advice,
      finding: { ...(trackingUid !== undefined && { trackingUid }), label: named },
      ...(remarks.length > 0 && { unconfirmed: true }),
    },
  ];
}

/** One for each result that is given, also where its rule asks for nothing more. */
const asked = (guideline: StudyAssessment | undefined, forms: readonly FilledForm[]): readonly DueAsk[] => [
  ...(guideline ? lungAsk(guideline) : []),
  ...forms.flatMap(formAsk),
];

/**
 * What is asked for. A guideline that gives no category, for want of an input or because it does not speak of the case,
 * asks for nothing.
 * @param forms those of the report; of other rules than TI-RADS and BI-RADS none speaks of follow-up
 */
export const asksOf = (
  guideline: StudyAssessment | undefined,
  forms: readonly FilledForm[] = [],
): readonly DueAsk[] => asked(guideline, forms).filter(({ steps }) => steps.length > 0);

/** Regions that a guideline judged, also where nothing is due. */
export const judgedRegions = (
  guideline: StudyAssessment | undefined,
  forms: readonly FilledForm[] = [],
): readonly Region[] => [...new Set(asked(guideline, forms).map(({ region }) => region))];
