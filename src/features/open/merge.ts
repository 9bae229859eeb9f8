import { objectClass } from '../../dicom/objects';
import type { Series, Study } from '../../domain/study';

/** Objects that stand beside the images and show nothing by themselves. */
const OBJECTS = new Set(['SEG', 'SR', 'PR', 'KO', 'REG', 'RTSTRUCT', 'RTPLAN', 'FID', 'RWV', 'DOC']);

/** Has this series pictures to look at? The modality of a document may be that of what it documents (ECG, OT). */
export const isImageSeries = (series: Series): boolean =>
  !OBJECTS.has(series.modality.toUpperCase()) &&
  (series.instances.length === 0 ||
    series.instances.some((instance) => objectClass(instance.sopClassUid) === undefined));

/** Images in a series, frames counted one by one. */
export const imageCount = (series: Series): number =>
  series.frames?.length ?? series.instances.reduce((sum, instance) => sum + Math.max(instance.frames, 1), 0);

/** A planning picture (topogram, scout): never the first to show when there is anything else. */
export const isLocalizer = (series: Series): boolean =>
  series.instances.some((instance) => instance.imageType.includes('LOCALIZER'));

/** The instances of both, the newly read ones in place of the same ones, in the order of the larger side. */
function mergeSeries(old: Series, read: Series): Series {
  if (old.instances.every((o) => read.instances.some((r) => r.sopInstanceUid === o.sopInstanceUid)))
    return read;
  const known = new Set(old.instances.map((instance) => instance.sopInstanceUid));
  const added = read.instances.filter((instance) => !known.has(instance.sopInstanceUid));
  if (added.length === 0) return old;
  return { ...old, instances: [...old.instances, ...added].sort(byInstance) };
}

const byInstance = (a: Series['instances'][number], b: Series['instances'][number]) =>
  (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0);

/** Adds what was just read to what is open: by study, series and instance UID. Order of the open ones stays. */
export function mergeStudies(open: readonly Study[], read: readonly Study[]): readonly Study[] {
  const out = [...open];
  for (const study of read) {
    const at = out.findIndex((s) => s.studyUid === study.studyUid);
    if (at < 0) {
      out.push(study);
      continue;
    }
    // A series may have been split since: what is read now knows all of its parts, older parts would be doubles.
    const source = ({ instances, seriesUid }: Series) => instances[0]?.seriesUid ?? seriesUid;
    const split = new Set(study.series.filter((one) => one.part).map(source));
    const series = out[at].series.filter((one) => !split.has(source(one)));
    for (const one of study.series) {
      const s = series.findIndex((x) => x.seriesUid === one.seriesUid);
      if (s < 0) series.push(one);
      else series[s] = mergeSeries(series[s], one);
    }
    out[at] = { ...out[at], series };
  }
  return out;
}

/** The series that a reader wants to see first: of the newest study, images, not a localizer, the most slices. */
export function firstToShow(studies: readonly Study[]): Series | undefined {
  const shown = (series: Series): boolean => !isLocalizer(series) && series.modality !== 'RTDOSE';
  const rank = (series: Series): number => (shown(series) ? 1e6 : 0) + imageCount(series);
  const at = ({ date = '', time = '' }: Study): string => date.padEnd(8, '0') + time;
  const newestFirst = [...studies].sort((a, b) => at(b).localeCompare(at(a)));
  const images = newestFirst.map((study) => study.series.filter(isImageSeries));
  // A newer study of nothing but scouts or doses does not hide what can be read.
  const readable = images.find((list) => list.some(shown)) ?? images.find((list) => list.length > 0) ?? [];
  return readable.reduce<Series | undefined>(
    (best, series) => (best === undefined || rank(series) > rank(best) ? series : best),
    undefined,
  );
}

export function findSeries(studies: readonly Study[], seriesUid?: string): Series | undefined {
  if (seriesUid === undefined) return undefined;
  for (const study of studies)
    for (const series of study.series) if (series.seriesUid === seriesUid) return series;
  return undefined;
}
