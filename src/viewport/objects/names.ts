import type { ObjectRef } from '../../dicom/objects/contract';
import type { ViewedImage } from '../images';

/** Does a reference name this image? No references: all images. */
export const names = (refs: readonly ObjectRef[], image: ViewedImage): boolean =>
  refs.length === 0 ||
  refs.some(
    ({ sopInstanceUid, frames }) =>
      sopInstanceUid === image.instance.sopInstanceUid &&
      (frames.length === 0 || frames.includes(image.frame)),
  );
