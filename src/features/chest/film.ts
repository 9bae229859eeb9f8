import { isChestFilm } from '../../domain/chest-film';
import type { Series } from '../../domain/study';
import { useOpen } from '../open';

/** The film that is read now; undefined on other images. */
export function filmOf(state: ReturnType<typeof useOpen.getState>): Series | undefined {
  const study = state.studies.find(({ studyUid }) => studyUid === state.activeStudyUid);
  const series = study?.series.find(({ seriesUid }) => seriesUid === state.activeSeriesUid);
  return study && series && isChestFilm(study, series) ? series : undefined;
}

export const onChestFilm = (): boolean => filmOf(useOpen.getState()) !== undefined;
