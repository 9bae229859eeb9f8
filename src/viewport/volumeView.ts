import { Enums, cache, volumeLoader, type VolumeViewport } from '@cornerstonejs/core';
import type { Grid, Vec3 } from '../domain/geometry';
import { cameraPlacement, cameraPlane, panCamera, placeCamera, slideCamera, zoomCamera } from './camera';
import { engine } from './engine';
import { colourLayer, type LayerSource } from './fusion/layer';
import { rescaleHeld, viewedImage } from './images';
import { mmPerPixel, onSlice, sliceAt, sliceRun } from './plane';
import { orientedCamera, upright } from './orientation';
import type { PlaneCamera } from './planeCameras';
import type { Orientation, View } from './view';
import { storedRange } from './window';

let volumes = 0;
/** Every opening has its own: one that is given up while it runs must not take the next one's volume along. */
const volumeIdOf = (seriesUid: string): string => `lamplightVolume:${++volumes}:${seriesUid}`;

/** What the house uses of cornerstone's volume; its texture takes frames one by one. */
interface StreamedVolume {
  readonly imageIds: string[];
  readonly vtkOpenGLTexture: {
    setUpdatedFrame(index: number): void;
    releaseGraphicsResources(window: unknown): void;
    delete(): void;
  };
}

/** A volume on the graphics card, filled with the frames of cornerstone's image cache as they arrive. */
export interface SharedVolume {
  readonly volumeId: string;
  /** A frame has arrived: it goes to the texture before the next drawing. */
  frameArrived(imageId: string): void;
  /** Remembers the WebGL window that holds the texture; without it the texture could not be freed. */
  drawnIn(openGlWindow: unknown): void;
  /** Frees the texture; the frames stay in the image cache. Viewports that draw it must be gone. */
  dispose(): void;
}

/**
 * Makes the volume of a series' images. Its voxels are the arrays of cornerstone's image cache, read in place.
 * Cornerstone's own `load()` is not used: it leaves a listener behind for every frame that is already cached.
 */
export async function openVolume(seriesUid: string, imageIds: readonly string[]): Promise<SharedVolume> {
  const volumeId = volumeIdOf(seriesUid);
  const volume = (await volumeLoader.createAndCacheVolume(volumeId, {
    imageIds: [...imageIds],
  })) as unknown as StreamedVolume;
  const places = new Map(volume.imageIds.map((imageId, index) => [imageId, index]));
  for (const [imageId, index] of places)
    if (cache.isLoaded(imageId)) volume.vtkOpenGLTexture.setUpdatedFrame(index);
  let glWindow: unknown;
  return {
    volumeId,
    frameArrived: (imageId) => {
      const index = places.get(imageId);
      if (index !== undefined) volume.vtkOpenGLTexture.setUpdatedFrame(index);
    },
    drawnIn: (openGlWindow) => {
      glWindow = openGlWindow;
    },
    dispose: () => {
      // Neither removeVolumeLoadObject nor the volume's destroy() frees the texture in cornerstone 5.14: vtk.js
      // deletes it only when it is told in which window.
      if (cache.getVolume(volumeId)) cache.removeVolumeLoadObject(volumeId);
      if (glWindow) volume.vtkOpenGLTexture.releaseGraphicsResources(glWindow);
      volume.vtkOpenGLTexture.delete();
    },
  };
}

const blends = {
  mip: Enums.BlendModes.MAXIMUM_INTENSITY_BLEND,
  minip: Enums.BlendModes.MINIMUM_INTENSITY_BLEND,
  mean: Enums.BlendModes.AVERAGE_INTENSITY_BLEND,
} as const;

/**
 * A plane through a volume, straight or oblique: a cornerstone orthographic viewport in `element`; `over` is another
 * volume of the same frame of reference, drawn in colour over it.
 */
export async function openVolumeView(
  viewportId: string,
  element: HTMLDivElement,
  volume: SharedVolume,
  grid: Grid,
  firstImageId: string,
  opening: PlaneCamera,
  start: Vec3,
  over?: LayerSource,
): Promise<View> {
  const renderer = engine();
  renderer.enableElement({
    viewportId,
    element,
    type: Enums.ViewportType.ORTHOGRAPHIC,
    defaultOptions: {
      background: [0, 0, 0],
      orientation: { viewPlaneNormal: [...opening.towards], viewUp: [...opening.up] },
    },
  });
  const viewport = renderer.getViewport<VolumeViewport>(viewportId);
  let run = sliceRun(grid, opening.towards);
  let at = onSlice(run, sliceAt(run, start), start);
  let fitted = true;
  let base = opening;
  let turned: Orientation = upright;
  const glWindow = renderer.getOffscreenMultiRenderWindow(viewportId).getOpenGLRenderWindow();
  volume.drawnIn(glWindow);
  over?.volume.drawnIn(glWindow);
  await viewport.setVolumes([volume, ...(over ? [over.volume] : [])].map(({ volumeId }) => ({ volumeId })));
  const layer = over && colourLayer(viewport, over);
  slideCamera(viewport, at);

  const fit = (): void => {
    viewport.resetCamera();
    slideCamera(viewport, at);
  };
  /** Looks at the plane from where the reader wants it, as near as before. */
  const look = (): void => {
    const { parallelScale } = viewport.getCamera();
    const placed = cameraPlacement(viewport, fitted);
    const { towards, up } = orientedCamera(base, turned);
    viewport.setOrientation({ viewPlaneNormal: [...towards], viewUp: [...up] });
    viewport.setCamera({ parallelScale });
    if (placed) placeCamera(viewport, placed);
    slideCamera(viewport, at);
  };

  return {
    ...(layer && { layer }),
    count: () => run.count,
    index: () => sliceAt(run, at),
    setIndex: (index) => {
      at = onSlice(run, index, at);
      slideCamera(viewport, at);
      viewport.render();
    },
    indexAt: (point) => sliceAt(run, point),
    pointOn: (index, near) => onSlice(run, index, near),
    plane: () => cameraPlane(viewport),
    setWindow: (window) => {
      const image = viewedImage(firstImageId);
      if (!image) return;
      viewport.setProperties({ voiRange: storedRange(window, rescaleHeld(image)) }, volume.volumeId);
      viewport.render();
    },
    zoomBy: (factor, about) => {
      fitted = false;
      zoomCamera(viewport, factor, about);
      viewport.render();
    },
    panBy: (dx, dy) => {
      fitted = false;
      panCamera(viewport, dx, dy);
      viewport.render();
    },
    fit: () => {
      fitted = true;
      fit();
      viewport.render();
    },
    orient: (as) => {
      const sideways = (as.rotation - turned.rotation) % 180 !== 0;
      turned = as;
      look();
      if (fitted && sideways) fit();
      viewport.setProperties({ invert: as.invert }, volume.volumeId);
      viewport.render();
    },
    placement: () => cameraPlacement(viewport, fitted),
    place: (placement) => {
      if (placement.fitted) return;
      fitted = false;
      placeCamera(viewport, placement);
      viewport.render();
    },
    turnPlane: (camera, about) => {
      run = sliceRun(grid, camera.towards);
      at = about;
      base = camera;
      look();
      viewport.render();
    },
    setSlab: (slab) => {
      viewport.setBlendMode(slab ? blends[slab.mode] : Enums.BlendModes.COMPOSITE);
      // Cornerstone takes the way from the plane to either side, half of what a slab is.
      if (slab) viewport.setSlabThickness(slab.mm / 2);
      else viewport.resetSlabThickness();
      layer?.keepBlend();
      slideCamera(viewport, at);
      viewport.render();
    },
    magnification: () => {
      const plane = cameraPlane(viewport);
      return plane ? grid.spacing[0] / mmPerPixel(plane) : 1;
    },
    resized: () => {
      if (fitted) fit();
      viewport.render();
    },
    render: () => viewport.render(),
    dispose: () => {
      if (!renderer.hasBeenDestroyed) renderer.disableElement(viewportId);
    },
  };
}
