import type { ObjectRef } from '../../dicom/objects';
import type { ViewedImage } from '../images';

/** Does a reference name this image? No references: all images. */
export const names = (refs: readonly ObjectRef[], image: ViewedImage): boolean =>
  refs.length === 0 ||
  refs.some(
    ({ sopInstanceUid, frames }) =>
      sopInstanceUid === image.instance.sopInstanceUid &&
      (frames.length === 0 || frames.includes(image.frame)),
  );

/** The part of a presentation state that holds for an image: one that names it, else one for all images. */
export const partFor = <T extends { readonly images: readonly ObjectRef[] }>(
  parts: readonly T[],
  image: ViewedImage,
): T | undefined =>
  parts.find((part) => part.images.length > 0 && names(part.images, image)) ??
  parts.find((part) => part.images.length === 0);
