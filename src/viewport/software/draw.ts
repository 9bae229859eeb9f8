/**
 * Stacks and planes drawn by the processor, where WebGL itself is done by the processor (SwiftShader, WARP, llvmpipe: a
 * remote desktop, a virtual machine, a computer without a driver). Uploading a texture, running a general shader and
 * reading the picture back take longer there than sampling the image directly, and the texture is a second copy of
 * the images in memory. What is drawn is what a graphics card would draw: values blended between their neighbours,
 * then sent through the transfer function that cornerstone has for the window, the curve, the inversion.
 */
import {
  Enums,
  StackViewport,
  VolumeViewport,
  cache,
  type RenderingEngine,
  type Types,
} from '@cornerstonejs/core';
import { cameraPlane } from '../camera';
import { greysOf, type TransferFunction } from './greys';
import { sampleImage, sampleVolume, samplingOf, type Sampling } from './sampling';

type Drawn = StackViewport | VolumeViewport;

const screens = new WeakMap<HTMLCanvasElement, ImageData>();

/** The pixels of a viewport's canvas, and where they lie in the voxels; `fill` puts them there. */
function paint(
  viewport: Drawn,
  toIndex: (world: Types.Point3) => ArrayLike<number>,
  fill: (sampling: Sampling, out: Uint32Array, width: number) => void,
): boolean {
  const { canvas, sWidth: width, sHeight: height } = viewport;
  const plane = cameraPlane(viewport);
  const context = canvas.getContext('2d');
  if (!plane || !context || width < 1 || height < 1) return false;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  let screen = screens.get(canvas);
  if (screen?.width !== width || screen.height !== height) {
    screen = new ImageData(width, height);
    screens.set(canvas, screen);
  }
  fill(samplingOf(plane, toIndex, width, height), new Uint32Array(screen.data.buffer), width);
  context.putImageData(screen, 0, 0);
  return true;
}

const transferOf = (actor: Types.ActorEntry | undefined): TransferFunction | undefined =>
  (actor?.actor as Types.ImageActor | undefined)?.getProperty().getRGBTransferFunction(0) ?? undefined;

function drawStack(viewport: StackViewport): boolean {
  const image = viewport.getCornerstoneImage();
  const toIndex = viewport.getImageData()?.imageData.worldToIndex;
  const grey = transferOf(viewport.getDefaultActor());
  if (!image || !toIndex || !grey) return false;
  const data = image.getPixelData();
  const { columns, rows } = image;
  const sampled = { data, columns, rows, components: Math.round(data.length / (columns * rows)) };
  const smooth = viewport.getProperties().interpolationType !== Enums.InterpolationType.NEAREST;
  return paint(viewport, toIndex, (sampling, out, width) =>
    sampleImage(sampled, sampling, greysOf(grey), smooth, out, width),
  );
}

/** Slices of a volume that are in cornerstone's image cache, read in place. */
const slicesOf = (volume: Types.IImageVolume) =>
  volume.imageIds.map((imageId) =>
    cache.isLoaded(imageId) ? cache.getImage(imageId)?.getPixelData() : undefined,
  );

/** Half of the slab of a plain plane, mm: below it nothing is gathered along the line of sight. */
const THIN = 0.1;

/** One grey volume and no slab: what lies along the line of sight is left to WebGL. */
function drawPlane(viewport: VolumeViewport): boolean {
  const actors = viewport.getActors();
  if (actors.length !== 1 || viewport.getSlabThickness() > THIN) return false;
  const volumeId = viewport.getVolumeId();
  const volume = volumeId === undefined ? undefined : cache.getVolume(volumeId);
  const toIndex = volume?.imageData?.worldToIndex;
  const grey = transferOf(actors[0]);
  if (!volume || !toIndex || !grey) return false;
  const [columns, rows] = volume.dimensions;
  const slices = slicesOf(volume);
  const first = slices.find((slice) => slice !== undefined);
  // Three values a voxel are colour, which planes are not cut through.
  if (first && first.length !== columns * rows) return false;
  return paint(viewport, toIndex, (sampling, out, width) =>
    sampleVolume({ slices, columns, rows }, sampling, greysOf(grey), out, width),
  );
}

/** @returns whether it was drawn; false leaves it to cornerstone */
function drawDirectly(viewport: Types.IViewport): boolean {
  if (viewport instanceof StackViewport) return drawStack(viewport);
  if (viewport instanceof VolumeViewport) return drawPlane(viewport);
  return false;
}

interface Drawer {
  renderViewportUsingCustomOrVtkPipeline(viewport: Types.IViewport): unknown;
}

/** Draws what can be drawn directly; cornerstone 5.14 has no setting for it. All else is drawn as ever. */
export function drawWithoutWebGl(engine: RenderingEngine): void {
  const drawer = (engine as unknown as Record<'_implementation', Drawer>)['_implementation'];
  const draw = drawer.renderViewportUsingCustomOrVtkPipeline.bind(drawer);
  drawer.renderViewportUsingCustomOrVtkPipeline = (viewport) => {
    if (!drawDirectly(viewport)) return draw(viewport);
    const { element, id: viewportId, renderingEngineId, suppressEvents } = viewport;
    return {
      element,
      viewportId,
      renderingEngineId,
      suppressEvents,
      viewportStatus: viewport.viewportStatus,
    };
  };
}
