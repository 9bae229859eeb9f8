/** Frames of a series in the order of reading, each with its own geometry. */
import type { FrameRef } from './frame-facts';
import type { Instance, Series } from './study';

export interface SeriesFrame {
  readonly instance: Instance;
  /** 1-based. */
  readonly frame: number;
}

/** All frames of a series in the order of reading. */
export function seriesFrames(series: Pick<Series, 'instances' | 'frames'>): SeriesFrame[] {
  if (series.frames)
    return series.frames.map(({ instance, frame }: FrameRef) => ({
      instance: series.instances[instance],
      frame,
    }));
  return series.instances.flatMap((instance) =>
    Array.from({ length: Math.max(1, instance.frames) }, (_, n) => ({ instance, frame: n + 1 })),
  );
}

/**
 * The instance as one of its frames (1-based) sees it: position, direction, spacing and rescale of that frame. A
 * multi-frame object without functional groups places no frame but its first: the others get no position.
 */
export function frameInstance(instance: Instance, frame: number): Instance {
  const own = instance.perFrame?.[frame - 1];
  if (own)
    return {
      ...instance,
      imagePosition: own.position,
      imageOrientation: own.orientation ?? instance.imageOrientation,
      pixelSpacing: own.spacing ?? instance.pixelSpacing,
      sliceThickness: own.thickness ?? instance.sliceThickness,
      rescaleSlope: own.rescaleSlope ?? instance.rescaleSlope,
      rescaleIntercept: own.rescaleIntercept ?? instance.rescaleIntercept,
    };
  if (instance.frames <= 1 || instance.imagePosition === undefined) return instance;
  return { ...instance, imagePosition: undefined };
}

/** Series Instance UID as files have it: `seriesUid` of a part has a suffix. */
export const dicomSeriesUid = (series: Pick<Series, 'seriesUid' | 'instances'>): string =>
  series.instances[0]?.seriesUid ?? series.seriesUid.split('#')[0];
