import { Enums, type VolumeViewport3D } from '@cornerstonejs/core';
import { add, cross, normalise, scale, sub, type Grid, type Vec3 } from '../domain/geometry';
import { cameraPlacement, panCamera, placeCamera, zoomCamera } from './camera';
import { engine } from './engine';
import { rescaleHeld, viewedImage } from './images';
import { planeCameras } from './plane';
import type { Say } from './say';
import { controls3d, SHIFT, type Look3d, type Side3d } from './volume3d/controls';
import { cropPlanes, vtkPlanes, wholeBox } from './volume3d/crop';
import { volumeDrawing } from './volume3d/drawing';
import { light, setCropPlanes, setTransferFunction, volumeActor } from './volume3d/look';
import type { Drawn } from './volume3d/pace';
import { heldFunction, isPreset3d, transferFunctions, windowFunction } from './volume3d/presets';
import type { View } from './view';
import type { SharedVolume } from './volumeView';
import { storedRange, type Window } from './window';

/** Radians that the volume turns for one CSS pixel of the hand's way. */
const TURN = 0.008;

const vec = (p: readonly number[]): Vec3 => [p[0], p[1], p[2]];

/** From where each side is seen, and what is up. */
const sideCameras: Readonly<Record<Side3d, { readonly towards: Vec3; readonly up: Vec3 }>> = {
  front: planeCameras.coronal,
  left: planeCameras.sagittal,
  // From above the head, the face up on the screen.
  head: { towards: [0, 0, 1], up: [0, -1, 0] },
};

export interface Volume3dSource {
  readonly volume: SharedVolume;
  readonly grid: Grid;
  readonly firstImageId: string;
  readonly say: Say;
  /** A name of `presets3d`; others are no preset of a volume. */
  readonly preset?: string;
}

/** The volume itself, seen from the front: a cornerstone 3-D viewport in `element`, its controls beside it. */
export async function openVolume3dView(
  viewportId: string,
  element: HTMLDivElement,
  { volume, grid, firstImageId, say, preset }: Volume3dSource,
): Promise<View> {
  const renderer = engine();
  const front = sideCameras.front;
  renderer.enableElement({
    viewportId,
    element,
    type: Enums.ViewportType.VOLUME_3D,
    defaultOptions: {
      background: [0, 0, 0],
      orientation: { viewPlaneNormal: [...front.towards], viewUp: [...front.up] },
      parallelProjection: true,
    },
  });
  const viewport = renderer.getViewport<VolumeViewport3D>(viewportId);
  volume.drawnIn(renderer.getOffscreenMultiRenderWindow(viewportId).getOpenGLRenderWindow());
  await viewport.setVolumes([{ volumeId: volume.volumeId }]);
  const actor = volumeActor(viewport);
  const image = viewedImage(firstImageId);
  if (!actor || !image) throw new Error('The volume is not drawn');
  light(actor);
  const rescale = rescaleHeld(image);
  const hounsfield = image.series.modality === 'CT';
  const opening: Look3d = {
    ...(hounsfield && { preset: isPreset3d(preset) ? preset : ('bone' as const) }),
    shift: 0,
    crop: wholeBox,
  };
  let look = opening;
  let window: Window | undefined;
  let fitted = true;
  const right = (): Vec3 => {
    const { viewUp, viewPlaneNormal } = viewport.getCamera();
    return viewUp && viewPlaneNormal ? normalise(cross(vec(viewUp), vec(viewPlaneNormal))) : [1, 0, 0];
  };
  const refresh = (drawn?: Drawn): void => {
    const { viewUp } = viewport.getCamera();
    controls.update(look, right(), viewUp ? scale(vec(viewUp), -1) : [0, 0, -1], drawn);
    const pane = element.parentElement;
    if (pane) pane.dataset.preset3d = look.preset ?? '';
  };
  const applyLook = (): void => {
    const range = window && storedRange(window, { slope: 1, intercept: 0 });
    const own = look.preset
      ? transferFunctions[look.preset]
      : windowFunction(range?.lower ?? 0, range?.upper ?? 255);
    setTransferFunction(actor, heldFunction(own, rescale, look.shift));
    setCropPlanes(actor, vtkPlanes(cropPlanes(grid, look.crop)));
  };
  const drawing = volumeDrawing(viewport, viewportId, refresh);
  const redraw = (): void => {
    refresh();
    if (element.parentElement) element.parentElement.dataset.drawn = 'moving';
    drawing.changed();
  };
  const change = (next: Look3d): void => {
    look = next;
    applyLook();
    redraw();
  };
  /** Looks at the same point from another direction. A normal without that point would move the point itself. */
  const lookFrom = (towards: Vec3, up: Vec3): void => {
    const { focalPoint, position } = viewport.getCamera();
    if (!focalPoint || !position) return;
    const away = Math.hypot(...sub(vec(position), vec(focalPoint)));
    const eye = add(vec(focalPoint), scale(towards, away));
    viewport.setCamera({ focalPoint, position: [...eye], viewUp: [...up] });
  };
  const seeFrom = (side: Side3d): void => lookFrom(sideCameras[side].towards, sideCameras[side].up);
  const reset = (): void => {
    look = opening;
    fitted = true;
    applyLook();
    seeFrom('front');
    viewport.resetCamera();
    redraw();
  };

  const turn = (axis: Vec3, angle: number): void => {
    const { focalPoint, position, viewUp } = viewport.getCamera();
    if (!focalPoint || !position || !viewUp) return;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const about = (v: Vec3): Vec3 => {
      const d = v[0] * axis[0] + v[1] * axis[1] + v[2] * axis[2];
      return add(add(scale(v, c), scale(cross(axis, v), s)), scale(axis, d * (1 - c)));
    };
    const eye = add(vec(focalPoint), about(sub(vec(position), vec(focalPoint))));
    viewport.setCamera({ position: [...eye], viewUp: [...about(vec(viewUp))] });
  };

  const fromSide = (side: Side3d): void => {
    seeFrom(side);
    redraw();
  };
  const controls = controls3d(element.parentElement ?? element, say, grid, look, {
    preset: (name) => change({ ...look, preset: name, shift: 0 }),
    side: fromSide,
    shift: (shift) => change({ ...look, shift }),
    crop: (crop) => change({ ...look, crop }),
    reset,
  });
  applyLook();
  viewport.resetCamera();
  redraw();

  return {
    count: () => 1,
    index: () => 0,
    setIndex: () => undefined,
    indexAt: () => undefined,
    pointOn: (...[, near]) => near,
    plane: () => undefined,
    // A window of planes says nothing of a body's colours, but of images without Hounsfield units it is all there is.
    setWindow: (next) => {
      window = next;
      if (look.preset) return;
      applyLook();
      redraw();
    },
    rotateBy: (dx, dy) => {
      const { viewUp } = viewport.getCamera();
      if (!viewUp) return;
      const across = right();
      turn(normalise(vec(viewUp)), -dx * TURN);
      turn(across, -dy * TURN);
      redraw();
    },
    setPreset3d: (name) => {
      if (look.preset && isPreset3d(name)) change({ ...look, preset: name, shift: 0 });
    },
    shiftBy: (hu) => {
      if (!look.preset) return false;
      const shift = Math.round(Math.min(SHIFT, Math.max(-SHIFT, look.shift + hu)));
      if (shift !== look.shift) change({ ...look, shift });
      return true;
    },
    seeFrom: fromSide,
    zoomBy: (factor, about) => {
      fitted = false;
      zoomCamera(viewport, factor, about);
      redraw();
    },
    panBy: (dx, dy) => {
      fitted = false;
      panCamera(viewport, dx, dy);
      redraw();
    },
    fit: reset,
    placement: () => {
      const placed = cameraPlacement(viewport, fitted);
      const { viewPlaneNormal, viewUp } = viewport.getCamera();
      if (!placed || !viewPlaneNormal || !viewUp) return placed;
      return { ...placed, volume: { look, towards: vec(viewPlaneNormal), up: vec(viewUp) } };
    },
    place: (placement) => {
      if (placement.volume) {
        const { towards, up } = placement.volume;
        look = placement.volume.look;
        applyLook();
        lookFrom(towards, up);
      }
      if (!placement.fitted) {
        fitted = false;
        placeCamera(viewport, placement);
      }
      redraw();
    },
    magnification: () => 1,
    resized: () => {
      drawing.resized();
      if (fitted) viewport.resetCamera();
    },
    // Frames stream in, several times a second.
    render: drawing.grown,
    dispose: () => {
      drawing.dispose();
      controls.dispose();
      if (!renderer.hasBeenDestroyed) renderer.disableElement(viewportId);
    },
  };
}
