/** Which earlier examinations the report compares with: those that are open, and the one that the guideline goes by. */
import { dicomDate } from '../domain/person-text';
import type { StudyAssessment } from '../domain/guidelines';
import type { ReportLanguage } from '../domain/report-facts';
import { priorText } from './words';

/** An earlier examination of the same patient that is open on the page. */
export interface Prior {
  readonly studyUid: string;
  /** YYYYMMDD; never empty. */
  readonly date: string;
  /** Those of its images, in its own order, each once. */
  readonly modalities: readonly string[];
  readonly description: string;
}

/** Sentences of what was open begin with it: opening an examination later says nothing against what was signed. */
export const OPEN_PRIOR = 'comparison:open:';

/** "与2023-11-02 CT（胸部平扫）对比。" */
function openText({ date, modalities, description }: Prior, language: ReportLanguage): string {
  const day = dicomDate(date);
  const what = modalities.join('/');
  const said = description.trim();
  if (language === 'en')
    return `Compared with ${what || 'the examination'} of ${day}${said && ` (${said})`}.`;
  return `与${day}${what && ` ${what}`}检查${said && `（${said}）`}对比。`;
}

/** One sentence an examination, the latest first; the guideline's date is not said twice. */
export function comparisons({
  priors = [],
  guideline,
  language,
}: {
  readonly priors?: readonly Prior[];
  readonly guideline?: StudyAssessment;
  readonly language: ReportLanguage;
}): readonly { readonly key: string; readonly text: string }[] {
  const { comparison, priorDate } = guideline?.answers ?? {};
  const said = comparison === 'prior' ? priorDate : undefined;
  const open = priors.toSorted((a, b) => b.date.localeCompare(a.date));
  return [
    ...(said && !open.some(({ date }) => date === said)
      ? [{ key: 'comparison:prior', text: priorText(said, language) }]
      : []),
    ...open.map((one) => ({ key: `${OPEN_PRIOR}${one.studyUid}`, text: openText(one, language) })),
  ];
}
