/** The viewport room: everything that draws images. The rest of the house never sees cornerstone. */
import './viewport.css';
import './overlay/corners.css';
import './overlay/marks.css';

export { Room } from './room';
export type { Between, Role, SpaceLinks } from './roomLinks';
export type { Cover } from './overlay/cover';
export type { ViewPlane } from './plane';
export { axisEnds, type AxisEnd } from './axes';
export type { KeyStep } from './panePointer';
export { imageScale } from './annotate/placed';
export { SERIES_TYPE } from './seriesDrag';
export type { CellFacts, Links, RoomContent, RoomOptions, RoomState } from './roomState';
export { defaultButtons, type Buttons, type ButtonTool, type WheelAct } from './buttons';
export { setScreen } from './screen';
export { OPACITY_STEP, type FusionLook } from './fusion/look';
export { noSuvNote, uptakeSource } from './uptakeText';
export { planesRefused } from './seriesGrid';
export { captureKeyImage, type KeyImageRequest } from './keyImage';
export {
  activePicture,
  activeShowing,
  allShowing,
  cellPictures,
  imagePicture,
  stackPictureAt,
  type PictureLook,
  type PictureText,
  type Showing,
  type WantedPicture,
} from './capture/index';
export { presets3d, see3dFrom, set3dPreset, sides as sides3d, type Preset3d } from './volume3d/index';
export { setKeyImages, type ImageName } from './keyMarks';
export { drawsOnCpu, framesHeld, hasWebGl2 } from './engine';
export { greyOf } from './grey';
export { openingWindow, paddingOf, rescaleOf, windowFromPixels, windowPresets, type Window } from './window';
export type { PlaneCameras } from './planeCameras';
export type { Orientation } from './view';
export type { NoMpr } from './seriesGrid';
export type { Say } from './say';
export type { LookTool, OutlineTool, PaneName, SegmentTool, Tool } from './tool';
export type { BrushStroke, DrawnByHand, Mark, ViewportEvent } from './marks';
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
export {
  deeper,
  drawSmallPlane,
  pointOn,
  stepOf,
  type SmallMark,
  type SmallPixels,
  type SmallPlane,
} from './small/plane';
export type { PlaneName } from './plane';
export { coronalMap, drawCoronal, type CoronalMap } from './small/coronal';
export { coronalPicture, type MapDot } from './small/coronalPicture';
