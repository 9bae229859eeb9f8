/** Frames that findings lie on alone: images without a place to one another, as of ultrasound. */
import { seriesFrames } from '../../domain/frames';
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import type { Series } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import type { StudyFindings } from './store';
import { volumeFor } from './volumes';

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

/**
 * One frame of a series as a volume of one slice; rejects with the loader's error.
 */
export function frameVolume(series: Series, { sopInstanceUid, frame }: FrameName): Promise<Volume> {
  const alone = seriesFrames(series).length === 1;
  return volumeFor(series, { single: true, ...(!alone && { image: { sopInstanceUid, frame } }) });
}
