import { partOfSeries, partOfStudy } from '../../domain/hanging/body-part';
import type { Series, Study } from '../../domain/study';
import { useOpen } from '../open';

const FILMS = new Set(['CR', 'DX', 'RF']);

/** May this be a film of the chest? Where no word names a part of the body, the reader knows better than the file. */
export function isChestFilm(study: Study, series: Series): boolean {
  if (!FILMS.has(series.modality)) return false;
  const part = (partOfSeries(series) ?? partOfStudy(study, [series]))?.part;
  return part === undefined || part === 'chest' || part === 'heart';
}

/** The film that is read now; undefined on other images. */
export function filmOf(state: ReturnType<typeof useOpen.getState>): Series | undefined {
  const study = state.studies.find(({ studyUid }) => studyUid === state.activeStudyUid);
  const series = study?.series.find(({ seriesUid }) => seriesUid === state.activeSeriesUid);
  return study && series && isChestFilm(study, series) ? series : undefined;
}

export const onChestFilm = (): boolean => filmOf(useOpen.getState()) !== undefined;
