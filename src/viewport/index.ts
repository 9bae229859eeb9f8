/** The viewport room: everything that draws images. The rest of the house never sees cornerstone. */
import './viewport.css';

export { ReadingSurface } from './surface';
export type { SurfaceOptions, SurfaceState } from './surfaceState';
export { captureKeyImage, type KeyImageRequest } from './keyImage';
export { drawsOnCpu, framesHeld, hasWebGl2 } from './engine';
export { greyOf } from './grey';
export {
  openingWindow,
  paddingOf,
  presetOf,
  rescaleOf,
  windowFromPixels,
  windowPresets,
  type Window,
  type WindowPreset,
} from './window';
export type { NoMpr } from './seriesGrid';
export type { Say } from './say';
export type { Layout, PaneName, Tool } from './tool';
export type { BrushStroke, Mark, ViewportEvent } from './marks';
export { keepsOwnGrey } from './objects/gradation';
export {
  goToImage,
  setObjectShapes,
  setPresentation,
  type ContourShape,
  type MaskShape,
  type ObjectShape,
  type PixelShape,
  type Presentation,
} from './objects/layer';
