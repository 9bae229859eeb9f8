/** Which of the images that an object refers to are open here, and going to them. */
import type { ObjectRef } from '../../dicom/objects';
import type { Instance, Series } from '../../domain/study';
import { goToImage } from '../../viewport';
import { activateSeries, isImageSeries, useOpen } from '../open';

export interface Place {
  readonly series: Series;
  readonly instance: Instance;
}

/** Where a SOP instance is open as an image; undefined when it is not here. */
export function placeOf(sopInstanceUid: string): Place | undefined {
  for (const study of useOpen.getState().studies)
    for (const series of study.series) {
      if (!isImageSeries(series)) continue;
      const instance = series.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
      if (instance) return { series, instance };
    }
  return undefined;
}

export const isHere = (ref: ObjectRef): boolean => placeOf(ref.sopInstanceUid) !== undefined;

/** How many different instances a list refers to, and how many of them are not open here. */
export function countPlaces(refs: readonly ObjectRef[]): { readonly all: number; readonly missing: number } {
  const uids = new Set(refs.map((ref) => ref.sopInstanceUid));
  const here = new Set<string>();
  for (const study of useOpen.getState().studies)
    for (const series of study.series)
      for (const instance of series.instances)
        if (uids.has(instance.sopInstanceUid)) here.add(instance.sopInstanceUid);
  return { all: uids.size, missing: uids.size - here.size };
}

/** Shows an image that an object refers to; false when it is not here. */
export function goToRef(ref: ObjectRef): boolean {
  const place = placeOf(ref.sopInstanceUid);
  if (!place) return false;
  if (useOpen.getState().activeSeriesUid !== place.series.seriesUid) activateSeries(place.series.seriesUid);
  goToImage({ sopInstanceUid: ref.sopInstanceUid, frame: ref.frames[0] ?? 1 });
  return true;
}
