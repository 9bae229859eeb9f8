/** The sides of a pair among what is open. */
import type { Series, Study } from '../../domain/study';
import { useOpen } from '../open';
import { pairOf, useCompare } from './store';

/** A series with its study, as they are open now. */
export interface OpenSeries {
  readonly study: Study;
  readonly series: Series;
}

export function openSeriesOf(seriesUid: string): OpenSeries | undefined {
  for (const study of useOpen.getState().studies)
    for (const series of study.series) if (series.seriesUid === seriesUid) return { study, series };
  return undefined;
}

/** Both sides of a pair as they are open now. */
export function openSides(
  pairId: string | undefined,
): { current: OpenSeries; prior: OpenSeries } | undefined {
  const pair = pairOf(useCompare.getState(), pairId);
  const current = pair && openSeriesOf(pair.current.seriesUid);
  const prior = pair && openSeriesOf(pair.prior.seriesUid);
  return current && prior && { current, prior };
}
