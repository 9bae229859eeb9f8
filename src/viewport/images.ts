import { frameInstance, seriesFrames } from '../domain/frames';
import type { Instance, Series } from '../domain/study';
import { shownInstance } from '../domain/uptake';
import { paddingOf, storedRange, type Padding, type Rescale, type Window } from './window';

export const SCHEME = 'lamplight';

/** An image as objects name it; frames from 1. */
export interface ImageName {
  readonly sopInstanceUid: string;
  readonly frame: number;
}

/** One frame as cornerstone knows it. */
export interface ViewedImage {
  readonly imageId: string;
  readonly instance: Instance;
  /** 1-based. */
  readonly frame: number;
  readonly series: Series;
  /** Set when the pixels handed to cornerstone are already modality values (rescale differs between images). */
  readonly prescaled: boolean;
}

/**
 * Frames that viewports may ask for, by image id. Cornerstone addresses images by text only, so this is how its
 * loader and its metadata come back to our model. Filled by `viewSeries`, emptied by `forgetSeries`.
 */
const images = new Map<string, ViewedImage>();
const windows = new Map<string, Window>();

export const imageIdOf = (instance: Instance, frame: number): string =>
  `${SCHEME}:${instance.sopInstanceUid}/${frame}`;

export const imageNameOf = ({ instance, frame }: ViewedImage): ImageName => ({
  sopInstanceUid: instance.sopInstanceUid,
  frame,
});

export const viewedImage = (imageId: string): ViewedImage | undefined => images.get(imageId);

/** Every frame of a series in the order of reading, with the rescale that leads to the values that are shown. */
const shownFrames = (series: Series): readonly { readonly instance: Instance; readonly frame: number }[] =>
  seriesFrames(series).map(({ instance, frame }) => ({
    instance: shownInstance(series, frameInstance(instance, frame)),
    frame,
  }));

/** Do the images of a series have different rescales (PET)? Then one window in stored values cannot serve. */
export function mixedRescale(series: Series): boolean {
  const images = shownFrames(series).map(({ instance }) => instance);
  const [first] = images;
  return images.some(
    (image) => image.rescaleSlope !== first.rescaleSlope || image.rescaleIntercept !== first.rescaleIntercept,
  );
}

/** Registers an image that no series holds; the caller drops it. */
export const addImage = (image: ViewedImage): void => void images.set(image.imageId, image);
export const dropImage = (imageId: string): void => void images.delete(imageId);

/**
 * Registers every frame of a series, in the order of reading, and returns their image ids. The instance of each is
 * as that frame sees it: its own position, spacing and rescale, that of a PET to SUV where the file allows one.
 */
export function viewSeries(series: Series, window: Window | undefined): readonly string[] {
  const prescaled = mixedRescale(series);
  const ids: string[] = [];
  if (window) windows.set(series.seriesUid, window);
  for (const { instance, frame } of shownFrames(series)) {
    const imageId = imageIdOf(instance, frame);
    images.set(imageId, { imageId, instance, frame, series, prescaled });
    ids.push(imageId);
  }
  return ids;
}

export function forgetSeries(series: Series): void {
  windows.delete(series.seriesUid);
  for (const [imageId, image] of images)
    if (image.series.seriesUid === series.seriesUid) images.delete(imageId);
}

/** Is it drawn in colour? A palette's indices are decoded to RGB. */
export const isColour = ({ samplesPerPixel, photometricInterpretation }: Instance): boolean =>
  samplesPerPixel !== 1 || photometricInterpretation === 'PALETTE COLOR';

/** Rescale from the values that cornerstone holds to those that windows are in: modality values or the VOI LUT's output. */
export function rescaleHeld(image: ViewedImage): Rescale {
  if (image.prescaled || image.instance.voiLut) return { slope: 1, intercept: 0 };
  return { slope: image.instance.rescaleSlope || 1, intercept: image.instance.rescaleIntercept };
}

/** Padding in the values that cornerstone holds. */
export function paddingHeld({ instance, prescaled }: ViewedImage): Padding | undefined {
  const padding = paddingOf(instance);
  if (!padding || !prescaled) return padding;
  const { rescaleSlope: slope, rescaleIntercept: intercept } = instance;
  const ends = [padding.from * slope + intercept, padding.to * slope + intercept];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

/** The window an image is first drawn with, in the values that cornerstone holds; a plain default when unknown. */
export function openingRange(image: ViewedImage): { center: number; width: number } {
  const window = windows.get(image.series.seriesUid);
  if (!window || isColour(image.instance)) return { center: 128, width: 256 };
  const { lower, upper } = storedRange(window, rescaleHeld(image));
  return { center: (lower + upper + 1) / 2, width: upper - lower + 1 };
}
