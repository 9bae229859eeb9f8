import type { Analysis } from '../../analyses';
import type { Suitability } from '../../domain/analysis';
import type { Series, Study } from '../../domain/study';

/** Verdicts by series and analysis object: headers do not change under a series, nor a manifest under an analysis. */
const verdicts = new WeakMap<Series, WeakMap<Analysis, Suitability>>();

/** May an analysis run on this series? From the headers, in no time. */
export function suitabilityOf(analysis: Analysis, series: Series, study: Study): Suitability {
  let known = verdicts.get(series);
  if (!known) verdicts.set(series, (known = new WeakMap()));
  let verdict = known.get(analysis);
  if (!verdict) known.set(analysis, (verdict = analysis.check(series, study)));
  return verdict;
}

/**
 * The series to analyse: the one that is read when it suits, else the thinnest suitable one of the study (the one
 * with the most slices), else the one that is read, whose reasons are then shown.
 */
export function seriesToAnalyse(
  analysis: Analysis,
  study: Study,
  activeSeriesUid: string | undefined,
): Series | undefined {
  const suits = (series: Series): boolean => suitabilityOf(analysis, series, study).verdict === 'suitable';
  const active = study.series.find((s) => s.seriesUid === activeSeriesUid);
  if (active && suits(active)) return active;
  return (
    study.series
      .filter(suits)
      .reduce<Series | undefined>(
        (best, s) => (best && best.instances.length >= s.instances.length ? best : s),
        undefined,
      ) ?? active
  );
}
