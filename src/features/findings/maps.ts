/** Coronal maps of the open series, one each: some 40 kB, kept until the study is closed. */
import type { Series } from '../../domain/study';
import { coronalMap, type CoronalMap } from '../../viewport/index';
import { decode, heldVolume, onRelease, seriesByUid, volumeFor } from './volumes';

const maps = new Map<string, Promise<CoronalMap>>();

onRelease((seriesUid) => {
  if (seriesUid === undefined) maps.clear();
  else maps.delete(seriesUid);
});

/** Slices that are enough for a map, where no volume is held and they must be decoded for it. */
const ENOUGH = 120;

/** Every n-th instance; the whole series where its images are not one a file. */
function thinned(series: Series): Series {
  const every = Math.ceil(series.instances.length / ENOUGH);
  if (every < 2 || series.frames || series.instances.some((one) => one.frames > 1)) return series;
  return { ...series, instances: series.instances.filter((...[, n]) => n % every === 0) };
}

async function make(series: Series): Promise<CoronalMap> {
  const held = await heldVolume(series.seriesUid);
  if (held && held.data.byteLength > 0) return coronalMap(held);
  const part = thinned(series);
  return coronalMap(part === series ? await volumeFor(series) : await decode(part));
}

/** The map of an open series. Rejects when it is not open or has no volume; a failed one is not kept. */
export function mapFor(seriesUid: string): Promise<CoronalMap> {
  const known = maps.get(seriesUid);
  if (known) return known;
  const series = seriesByUid(seriesUid);
  if (!series) return Promise.reject(new Error('findings: series is not open'));
  const map = make(series);
  maps.set(seriesUid, map);
  map.catch(() => maps.get(seriesUid) === map && maps.delete(seriesUid));
  return map;
}
