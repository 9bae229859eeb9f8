/** Frames that findings lie on alone: images without a place to one another, as of ultrasound. */
import { seriesFrames } from '../../domain/frames';
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import type { Series } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import type { StudyFindings } from './store';
import { decode, onRelease, seriesByUid, volumeOf } from './volumes';

/** An image as objects name it; frames from 1. */
export type FrameName = Pick<Finding['keyImage'], 'sopInstanceUid' | 'frame'>;

/** The grid that a finding's mask lies on. */
export const gridOf = (study: StudyFindings, f: Finding): Grid | undefined =>
  f.onFrame?.grid ?? study.grids[f.seriesUid];

/** Number of a frame in the order of the series, from 0; -1 when it is not of it. */
export const frameIndex = (series: Series, { sopInstanceUid, frame }: FrameName): number =>
  seriesFrames(series).findIndex(
    (one) => one.instance.sopInstanceUid === sopInstanceUid && one.frame === frame,
  );

/** The frame that was asked for last: a reader grows and corrects on one image for a while. */
let held: { readonly key: string; readonly volume: Promise<Volume> } | undefined;
onRelease(() => {
  held = undefined;
});

/**
 * One frame of a series as a volume of one slice.
 * @throws RangeError when the series has no such frame; else the loader's error
 */
export function frameVolume(series: Series, name: FrameName): Promise<Volume> {
  const key = `${series.seriesUid}/${name.sopInstanceUid}/${name.frame}`;
  if (held?.key === key) return held.volume;
  const instance = series.instances.find((one) => one.sopInstanceUid === name.sopInstanceUid);
  if (!instance) return Promise.reject(new RangeError('findings: the image is not of the series'));
  const part: Series = { ...series, instances: [instance], frames: [{ instance: 0, frame: name.frame }] };
  const volume = decode(part, { single: true });
  const mine = { key, volume };
  held = mine;
  volume.catch(() => {
    if (held === mine) held = undefined;
  });
  return volume;
}

/** The pixels that a finding was measured on. */
export function volumeOfFinding(f: Finding): Promise<Volume> {
  if (!f.onFrame) return volumeOf(f.seriesUid);
  const series = seriesByUid(f.seriesUid);
  return series ? frameVolume(series, f.keyImage) : Promise.reject(new Error('findings: series is not open'));
}
