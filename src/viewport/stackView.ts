import { Enums, type StackViewport } from '@cornerstonejs/core';
import { cross, dot, sub, type Vec3 } from '../domain/geometry';
import { cameraPlacement, cameraPlane, panCamera, placeCamera, zoomCamera } from './camera';
import { drawsOnCpu, engine } from './engine';
import { fetchFrame } from './frames';
import { isColour, rescaleHeld, viewedImage } from './images';
import { mmPerPixel, toCanvas } from './plane';
import { drawCurve } from './objects/curve';
import { turnStack } from './objects/turn';
import type { Orientation, View } from './view';
import { storedRange, type Window } from './window';

/** Image plane of one frame, when the file gives it. */
function framePlane(imageId: string): { origin: Vec3; normal: Vec3 } | undefined {
  const instance = viewedImage(imageId)?.instance;
  if (!instance?.imagePosition || !instance.imageOrientation) return undefined;
  const o = instance.imageOrientation;
  return { origin: instance.imagePosition, normal: cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]) };
}

/** Moves the whole image to the left or right edge of its viewport. */
function alignImage(viewport: StackViewport, edge: 'left' | 'right'): void {
  const plane = cameraPlane(viewport);
  const image = viewport.getCornerstoneImage();
  const data = viewport.getImageData()?.imageData;
  if (!plane || !image || !data?.indexToWorld) return;
  const toWorld = data.indexToWorld;
  const [columns, rows] = [image.columns - 0.5, image.rows - 0.5];
  const x = [-0.5, columns].flatMap((i) =>
    [-0.5, rows].map((j) => {
      const at = toWorld([i, j, 0]);
      return toCanvas(plane, [at[0], at[1], at[2]])[0];
    }),
  );
  panCamera(viewport, edge === 'left' ? -Math.min(...x) : plane.width - Math.max(...x), 0);
}

/**
 * Any image, drawn as it was acquired: a cornerstone stack viewport in `element`.
 * `onShown` is called when a new frame has been drawn or has failed. The whole image lies at the edge `align` of the
 * viewport, or in its middle.
 */
export async function openStackView(
  viewportId: string,
  element: HTMLDivElement,
  imageIds: readonly string[],
  start: number,
  onShown: () => void,
  align?: 'left' | 'right',
): Promise<View> {
  const renderer = engine();
  renderer.enableElement({
    viewportId,
    element,
    type: Enums.ViewportType.STACK,
    defaultOptions: { background: [0, 0, 0] },
  });
  const viewport = renderer.getViewport<StackViewport>(viewportId);
  let wanted = start;
  let window: Window | undefined;
  let disposed = false;
  let fitted = true;
  let turned: Orientation | undefined;
  let curved = false;

  const applyWindow = (): void => {
    const image = viewedImage(imageIds[wanted]);
    if (!window || !image || isColour(image.instance)) return;
    // A curve has the window's own function in it.
    const sigmoid = window.function === 'SIGMOID' && !curved;
    const voiRange = storedRange(window, rescaleHeld(image));
    const drawn = sigmoid ? Enums.VOILUTFunctionType.SAMPLED_SIGMOID : Enums.VOILUTFunctionType.LINEAR;
    // Drawn without a graphics device a window is always a straight line: cornerstone throws when it is told one.
    viewport.setProperties(drawsOnCpu() ? { voiRange } : { voiRange, VOILUTFunction: drawn });
  };
  let stacked = false;
  const fitWhole = (): void => {
    viewport.resetCamera();
    if (turned) turnStack(viewport, turned);
    if (align) alignImage(viewport, align);
  };
  // Only frames that are here reach cornerstone: it has no way back from one that cannot be read.
  const show = async (): Promise<void> => {
    const index = wanted;
    const ok = await fetchFrame(imageIds[index], Enums.RequestType.Interaction);
    if (disposed || index !== wanted) return;
    if (ok && stacked) await viewport.setImageIdIndex(index);
    else if (ok) {
      stacked = true;
      await viewport.setStack([...imageIds], index);
      if (!disposed) {
        applyWindow();
        if (align) fitWhole();
      }
    }
    if (!disposed) onShown();
  };
  await show();

  return {
    count: () => imageIds.length,
    index: () => wanted,
    setIndex: (index) => {
      wanted = index;
      void show();
    },
    indexAt: (point) => {
      let best: number | undefined;
      let least = Infinity;
      for (let index = 0; index < imageIds.length; index++) {
        const plane = framePlane(imageIds[index]);
        if (!plane) continue;
        const off = Math.abs(dot(sub(point, plane.origin), plane.normal));
        if (off < least) {
          least = off;
          best = index;
        }
      }
      return best;
    },
    pointOn: (index, near) => {
      const plane = framePlane(imageIds[index]);
      if (!plane) return near;
      const off = dot(sub(plane.origin, near), plane.normal);
      return [
        near[0] + off * plane.normal[0],
        near[1] + off * plane.normal[1],
        near[2] + off * plane.normal[2],
      ];
    },
    plane: () => (viewport.getCornerstoneImage() ? cameraPlane(viewport) : undefined),
    imagePoint: (column, row) => {
      const at = viewport.getImageData()?.imageData.indexToWorld?.([column, row, 0]);
      return at && [at[0], at[1], at[2]];
    },
    orient: (as) => {
      turned = as;
      fitted = true;
      fitWhole();
      viewport.render();
    },
    setWindow: (next) => {
      window = next;
      applyWindow();
      viewport.render();
    },
    setCurve: (curve) => {
      if (drawsOnCpu()) return curve === undefined;
      curved = curve !== undefined;
      applyWindow();
      drawCurve(viewport, curve);
      viewport.render();
      return true;
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
      fitWhole();
      viewport.render();
    },
    placement: () => (stacked ? cameraPlacement(viewport, fitted) : undefined),
    place: (placement) => {
      if (placement.fitted) return;
      fitted = false;
      placeCamera(viewport, placement);
      viewport.render();
    },
    magnification: () => {
      const plane = cameraPlane(viewport);
      const spacing = viewport.getCornerstoneImage()?.columnPixelSpacing ?? 1;
      return plane ? spacing / mmPerPixel(plane) : 1;
    },
    resized: () => {
      if (fitted && stacked) fitWhole();
      viewport.render();
    },
    render: () => viewport.render(),
    dispose: () => {
      disposed = true;
      if (!renderer.hasBeenDestroyed) renderer.disableElement(viewportId);
    },
  };
}
