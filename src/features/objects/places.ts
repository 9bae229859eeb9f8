/** Which of the images that an object refers to are open here, and going to them. */
import type { DicomObject, ObjectRef } from '../../dicom/objects';
import type { Instance, Series } from '../../domain/study';
import { goToImage } from '../../viewport';
import { activateSeries, activeSeries, isImageSeries, useOpen } from '../open';

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

/** Images that an object refers to. */
export function refsOf(object: DicomObject): readonly ObjectRef[] {
  switch (object.kind) {
    case 'segmentation':
    case 'keyObjects':
    case 'presentation':
      return object.images;
    case 'structures':
      return object.rois.flatMap((roi) => roi.contours.flatMap((contour) => contour.images));
    default:
      return [];
  }
}

/** The image series that a segmentation or structure set lies on: the one it names, else one of its space. */
export function groundOf(refs: readonly ObjectRef[], space: readonly string[]): Series | undefined {
  const named = refs.map((ref) => placeOf(ref.sopInstanceUid)?.series).find((one) => one !== undefined);
  if (named) return named;
  const state = useOpen.getState();
  const fits = (one: Series): boolean =>
    isImageSeries(one) && one.frameOfReferenceUid !== '' && space.includes(one.frameOfReferenceUid);
  const active = activeSeries(state);
  if (active && fits(active)) return active;
  return state.studies.flatMap((study) => study.series).find(fits);
}
