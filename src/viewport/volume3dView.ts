import { Enums, type VolumeViewport3D } from '@cornerstonejs/core';
import { add, cross, normalise, scale, sub, type Vec3 } from '../domain/geometry';
import { cameraPlacement, panCamera, placeCamera, zoomCamera } from './camera';
import { engine } from './engine';
import { planeCameras } from './plane';
import type { View } from './view';
import type { SharedVolume } from './volumeView';

/** Radians that the volume turns for one CSS pixel of the hand's way. */
const TURN = 0.008;

const vec = (p: readonly number[]): Vec3 => [p[0], p[1], p[2]];

/** The volume itself, seen from the front: a cornerstone 3-D viewport in `element`. */
export async function openVolume3dView(
  viewportId: string,
  element: HTMLDivElement,
  volume: SharedVolume,
  preset = 'CT-Bone',
): Promise<View> {
  const renderer = engine();
  const { towards, up } = planeCameras.coronal;
  renderer.enableElement({
    viewportId,
    element,
    type: Enums.ViewportType.VOLUME_3D,
    defaultOptions: {
      background: [0, 0, 0],
      orientation: { viewPlaneNormal: [...towards], viewUp: [...up] },
      parallelProjection: true,
    },
  });
  const viewport = renderer.getViewport<VolumeViewport3D>(viewportId);
  volume.drawnIn(renderer.getOffscreenMultiRenderWindow(viewportId).getOpenGLRenderWindow());
  await viewport.setVolumes([{ volumeId: volume.volumeId }]);
  viewport.setProperties({ preset });
  viewport.resetCamera();
  viewport.render();
  let fitted = true;

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

  return {
    count: () => 1,
    index: () => 0,
    setIndex: () => undefined,
    indexAt: () => undefined,
    pointOn: (...[, near]) => near,
    plane: () => undefined,
    setWindow: () => undefined,
    rotateBy: (dx, dy) => {
      const { viewUp, viewPlaneNormal } = viewport.getCamera();
      if (!viewUp || !viewPlaneNormal) return;
      const top = normalise(vec(viewUp));
      const right = normalise(cross(top, vec(viewPlaneNormal)));
      turn(top, -dx * TURN);
      turn(right, -dy * TURN);
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
      viewport.setOrientation?.({ viewPlaneNormal: [...towards], viewUp: [...up] });
      viewport.resetCamera();
      viewport.render();
    },
    placement: () => cameraPlacement(viewport, fitted),
    place: (placement) => {
      if (placement.fitted) return;
      fitted = false;
      placeCamera(viewport, placement);
      viewport.render();
    },
    magnification: () => 1,
    resized: () => {
      if (fitted) viewport.resetCamera();
      viewport.render();
    },
    render: () => viewport.render(),
    dispose: () => {
      if (!renderer.hasBeenDestroyed) renderer.disableElement(viewportId);
    },
  };
}
