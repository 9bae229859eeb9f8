import { Enums, cache, imageLoader, type Types } from '@cornerstonejs/core';
import { GRID_SCHEME, loadGridImage } from './gridImages';
import { loadImage, raiseFrame } from './imageLoader';

const loaderOf = (imageId: string): typeof loadImage =>
  imageId.startsWith(`${GRID_SCHEME}:`) ? loadGridImage : loadImage;

/**
 * Brings one frame into cornerstone's cache; false when it cannot be read (`frameFailure` says why).
 * Cornerstone's own `loadAndCacheImage` leaves an unhandled rejection behind for each frame that fails.
 */
export async function fetchFrame(imageId: string, requestType: Enums.RequestType): Promise<boolean> {
  if (cache.isLoaded(imageId)) return true;
  try {
    const underway = cache.getImageLoadObject(imageId);
    if (underway) {
      // It may wait among what is fetched ahead, or be held there.
      if (requestType === Enums.RequestType.Interaction) raiseFrame(imageId);
      await (underway.promise as Promise<Types.IImage>);
      return true;
    }
    await cache.putImageLoadObject(imageId, loaderOf(imageId)(imageId, { requestType }));
    return cache.isLoaded(imageId);
  } catch {
    return false;
  }
}

/** Gives up on a frame that is still being decoded. */
export function abandonFrame(imageId: string): void {
  if (!cache.isLoaded(imageId) && cache.getImageLoadObject(imageId)) imageLoader.cancelLoadImage(imageId);
}
