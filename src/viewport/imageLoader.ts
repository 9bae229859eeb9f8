import { Enums, utilities, type Types } from '@cornerstonejs/core';
import type { FileReason } from '../domain/study';
import { lookUp } from '../domain/lookup';
import type { DecodedFrame, FrameOverlay, FramePriority } from '../dicom/contract';
import { DicomError, loadFrame, type ServerFault } from '../dicom/index';
import { openingRange, viewedImage, type ViewedImage } from './images';

/** A frame that could not be drawn: which file, and why (untranslated technical text). */
export interface FrameFailure {
  readonly imageId: string;
  readonly path: string;
  /** Why, as the DICOM room sorts it; absent when it is something else. */
  readonly reason?: FileReason;
  readonly detail: string;
  /** Set when a server did not give it. */
  readonly server?: ServerFault;
}

/** Failures by image id; a later success removes the entry. */
const failures = new Map<string, FrameFailure>();
export const frameFailure = (imageId: string): FrameFailure | undefined => failures.get(imageId);
export const dropFailure = (imageId: string): boolean => failures.delete(imageId);
export const forgetFailures = (): void => failures.clear();

/** Overlay planes of the images that cornerstone may hold, by image id. */
const overlays = new Map<string, readonly FrameOverlay[]>();
export const frameOverlays = (imageId: string): readonly FrameOverlay[] => overlays.get(imageId) ?? [];
/** Has any image overlay planes, of those that were decoded? */
export const hasOverlays = (): boolean => overlays.size > 0;
export const forgetOverlays = (): void => {
  overlays.clear();
  lossy.clear();
};

/** Images whose bytes were compressed with a loss that their headers do not tell of. */
const lossy = new Set<string>();
/** Is one of these images such a one? Of those that came. */
export const cameLossy = (imageIds: readonly string[]): boolean =>
  lossy.size > 0 && imageIds.some((imageId) => lossy.has(imageId));

type Held = Uint8Array | Int16Array | Uint16Array | Float32Array;

/**
 * The pixels that cornerstone gets. Whenever it can draw the decoded array as it is, it is the same array that the
 * DICOM room holds, not a copy; only types that it has no texture for, and series whose rescale changes from image
 * to image, are converted.
 */
function heldPixels(image: ViewedImage, decoded: DecodedFrame): Held {
  const { pixels } = decoded;
  const { voiLut } = image.instance;
  if (voiLut && decoded.samplesPerPixel === 1) {
    const { rescaleSlope: slope, rescaleIntercept: intercept } = image.instance;
    return Uint16Array.from(pixels, (value) => lookUp(voiLut, value * slope + intercept));
  }
  if (image.prescaled) {
    const { rescaleSlope: slope, rescaleIntercept: intercept } = image.instance;
    return Float32Array.from(pixels, (value) => value * slope + intercept);
  }
  if (pixels instanceof Int8Array) return Int16Array.from(pixels);
  // Cornerstone's textures hold no more than single precision; measurements read the decoded values themselves.
  if (pixels instanceof Int32Array || pixels instanceof Uint32Array || pixels instanceof Float64Array)
    return Float32Array.from(pixels);
  return pixels;
}

/** Cornerstone's CPU renderer takes colour as RGBA only. */
function withAlpha(rgb: Held): Uint8Array {
  const out = new Uint8Array((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    out[to] = rgb[from];
    out[to + 1] = rgb[from + 1];
    out[to + 2] = rgb[from + 2];
    out[to + 3] = 255;
  }
  return out;
}

function imageOf(image: ViewedImage, decoded: DecodedFrame, rgba: boolean): Types.IImage {
  const { instance, imageId } = image;
  const { rows, columns } = decoded;
  const colour = decoded.samplesPerPixel === 3;
  const grey = heldPixels(image, decoded);
  const pixels = colour && rgba ? withAlpha(grey) : grey;
  const numberOfComponents = colour ? (rgba ? 4 : 3) : 1;
  const window = openingRange(image);
  const { rescaleSlope: slope, rescaleIntercept: intercept, voiLut } = instance;
  const ends = voiLut
    ? [0, 2 ** voiLut.bits - 1]
    : image.prescaled
      ? [decoded.min * slope + intercept, decoded.max * slope + intercept]
      : [decoded.min, decoded.max];
  return {
    imageId,
    minPixelValue: Math.min(...ends),
    maxPixelValue: Math.max(...ends),
    // Cornerstone sees stored values as if they were final; our windows are translated (`storedRange`).
    slope: 1,
    intercept: 0,
    windowCenter: window.center,
    windowWidth: window.width,
    voiLUTFunction: voiFunctionOf(instance),
    getPixelData: () => pixels,
    getCanvas: () => {
      throw new Error('Lamplight images have no canvas of their own');
    },
    rows,
    columns,
    height: rows,
    width: columns,
    color: colour,
    rgba: colour && rgba,
    numberOfComponents,
    columnPixelSpacing: instance.pixelSpacing?.[1] ?? 1,
    rowPixelSpacing: instance.pixelSpacing?.[0] ?? 1,
    sliceThickness: instance.sliceThickness,
    invert: decoded.photometricInterpretation === 'MONOCHROME1',
    photometricInterpretation: decoded.photometricInterpretation,
    sizeInBytes: pixels.byteLength,
    dataType: pixels.constructor.name as Types.PixelDataTypedArrayString,
    imageQualityStatus: Enums.ImageQualityStatus.FULL_RESOLUTION,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: pixels,
      width: columns,
      height: rows,
      numberOfComponents,
    }),
  };
}

/** Windows come to cornerstone as ranges, so that LINEAR_EXACT is linear to it. */
export const voiFunctionOf = ({ voiFunction }: ViewedImage['instance']): Enums.VOILUTFunctionType =>
  voiFunction === 'SIGMOID' ? Enums.VOILUTFunctionType.SAMPLED_SIGMOID : Enums.VOILUTFunctionType.LINEAR;

function failureOf({ imageId, instance: { path } }: ViewedImage, error: unknown): FrameFailure {
  if (error instanceof DicomError) {
    const { reason, detail, server } = error;
    return { imageId, path, reason, detail, ...(server && { server }) };
  }
  return { imageId, path, detail: error instanceof Error ? error.message : String(error) };
}

const priorities: Readonly<Record<string, FramePriority>> = {
  [Enums.RequestType.Interaction]: 'visible',
  [Enums.RequestType.Thumbnail]: 'near',
  [Enums.RequestType.Prefetch]: 'background',
};

/** The reader looks at an image that is on its way: it goes first. */
export function raiseFrame(imageId: string): void {
  const image = viewedImage(imageId);
  // Whoever waits for it hears what went wrong.
  if (image) loadFrame(image.instance, image.frame, { priority: 'visible' }).catch(() => {});
}

/** Cornerstone's image loader for the scheme `lamplight:`. */
export function loadImage(
  imageId: string,
  options?: Record<string, unknown>,
): { promise: Promise<Types.IImage>; cancelFn: () => void } {
  const abort = new AbortController();
  const load = async (): Promise<Types.IImage> => {
    const image = viewedImage(imageId);
    if (!image) throw new Error(`No series is open that holds ${imageId}`);
    try {
      const decoded = await loadFrame(image.instance, image.frame, {
        signal: abort.signal,
        priority: priorities[String(options?.requestType)] ?? 'background',
      });
      failures.delete(imageId);
      if (decoded.lossy) lossy.add(imageId);
      if (decoded.overlays?.length) overlays.set(imageId, decoded.overlays);
      return imageOf(image, decoded, options?.useRGBA === true);
    } catch (error) {
      if (!abort.signal.aborted) failures.set(imageId, failureOf(image, error));
      throw error;
    }
  };
  return { promise: load(), cancelFn: () => abort.abort() };
}
