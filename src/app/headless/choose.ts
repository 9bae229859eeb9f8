import type { Analysis } from '../../analyses';
import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import type { Series, Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { HeadlessStop } from './contract';

export interface Judged {
  readonly study: Study;
  readonly series: Series;
  readonly verdict: Suitability;
}

const slices = (series: Series): number =>
  series.instances.reduce((sum, i) => sum + Math.max(1, i.frames), 0);

/** Sentences of the page's own catalogue. */
export const reasonWords = (reasons: readonly SuitabilityReason[], language: 'zh' | 'en'): string[] => {
  const t = i18n.getFixedT(language, 'analysis') as (key: string, values?: object) => string;
  return reasons.map((reason) => t(`suitability.${reason.key}`, reason.values ?? {}));
};

export const reasonsOf = ({ verdict }: Judged): readonly SuitabilityReason[] =>
  verdict.verdict === 'suitable' ? verdict.warnings : verdict.reasons;

/** Every series with images, judged; the one with most images first. */
export const judgeAll = (analysis: Analysis, studies: readonly Study[]): Judged[] =>
  studies
    .flatMap((study) =>
      study.series
        .filter((series) => series.instances.some((i) => i.rows > 0))
        .map((series) => ({ study, series, verdict: analysis.check(series, study) })),
    )
    .sort((a, b) => slices(b.series) - slices(a.series));

export const seriesText = ({ series }: Judged): string =>
  `${series.seriesUid} (${[series.modality, series.number, series.description].filter(Boolean).join(' ')}, ${slices(series)} images)`;

/** What is run on: the series asked for, else the suitable one with most images; undefined when none suits. */
export function choose(all: readonly Judged[], seriesUid: string | undefined): Judged | undefined {
  const asked = seriesUid === undefined ? all : all.filter((j) => j.series.seriesUid === seriesUid);
  if (asked.length === 0)
    throw new HeadlessStop(
      2,
      seriesUid === undefined
        ? 'no DICOM images were found'
        : `series ${seriesUid} is not there; found:\n${all.map((j) => `  ${seriesText(j)}`).join('\n')}`,
    );
  return asked.find((j) => j.verdict.verdict === 'suitable');
}
