import {
  Enums,
  getEnabledElement,
  type Types,
  type VolumeViewport,
  type VolumeViewport3D,
} from '@cornerstonejs/core';
import { engine } from '../engine';
import { copyLayer } from '../fusion/layer';
import { html } from '../overlay/svg';
import { copyLook3d } from '../volume3d/look';
import { overlayPicture } from './overlayPicture';
import type { PictureLook } from './picture';
import type { ShownPane } from './shownPanes';
import { drawWords } from './words';

/** Parts of the overlay that belong to the hand, and those that are marks. */
const HAND = '.vp-brush, .vp-cursor, .vp-crosshair, .vp-axes, .handle';
const MARKS = '.vp-marks, .vp-annotations, .vp-objects';

let pictures = 0;

/**
 * A plane or a volume as it is on screen, drawn anew with `scale` pixels for each CSS pixel.
 * @throws Error when the pane shows a stack or nothing is drawn.
 */
export async function planePicture(pane: ShownPane, look: PictureLook): Promise<HTMLCanvasElement> {
  const { host, image, view } = pane;
  const shown = getEnabledElement(image)?.viewport as VolumeViewport | VolumeViewport3D | undefined;
  if (!view || !shown || pane.name === 'stack') throw new Error('No plane is shown');
  const [width, height] = [image.clientWidth, image.clientHeight];
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * look.scale);
  canvas.height = Math.round(height * look.scale);
  const draw = canvas.getContext('2d', { alpha: false });
  if (!draw) throw new Error('No 2-D canvas for the picture');
  draw.drawImage(await drawnAgain(shown, canvas.width, canvas.height), 0, 0, canvas.width, canvas.height);
  const overlay = pane.root.querySelector<SVGSVGElement>('.vp-overlay');
  if (overlay) {
    const leaveOut = look.marks ? HAND : `${HAND}, ${MARKS}`;
    draw.drawImage(await overlayPicture(overlay, canvas.width, canvas.height, leaveOut), 0, 0);
  }
  drawWords(draw, canvas.width, canvas.height, look.scale, {
    host,
    text: look.text,
    ...(pane.name !== 'volume' && {
      slice: [view.index(), view.count()] as const,
      window: host.baseWindow(),
    }),
    plane: view.plane() ?? cameraOf(shown),
    research: look.marks && pane.drawn.some(({ mark }) => !mark.byReader),
  });
  return canvas;
}

/** What a viewport shows, on a canvas of another size: a second viewport with the same volumes and camera. */
async function drawnAgain(
  shown: VolumeViewport | VolumeViewport3D,
  width: number,
  height: number,
): Promise<HTMLCanvasElement> {
  const renderer = engine();
  const viewportId = `picture${++pictures}`;
  const element = html(document.body, 'div', '');
  const ratio = window.devicePixelRatio || 1;
  Object.assign(element.style, {
    position: 'fixed',
    left: '-20000px',
    top: '0',
    width: `${width / ratio}px`,
    height: `${height / ratio}px`,
  });
  element.setAttribute('aria-hidden', 'true');
  try {
    renderer.enableElement({
      viewportId,
      element,
      type: shown.type,
      defaultOptions: { background: [0, 0, 0], parallelProjection: true },
    });
    const copy = renderer.getViewport<VolumeViewport | VolumeViewport3D>(viewportId);
    const ids = shown.getAllVolumeIds();
    await copy.setVolumes(ids.map((volumeId) => ({ volumeId })));
    if (shown.type === Enums.ViewportType.VOLUME_3D) copyLook3d(shown, copy);
    else copyPlane(shown as VolumeViewport, copy as VolumeViewport, ids);
    const { focalPoint, position, viewUp, viewPlaneNormal, parallelScale, clippingRange } = shown.getCamera();
    copy.setCamera({ focalPoint, position, viewUp, viewPlaneNormal, parallelScale, clippingRange });
    const drawn = new Promise<void>((resolve) =>
      element.addEventListener(Enums.Events.IMAGE_RENDERED, () => resolve(), { once: true }),
    );
    copy.render();
    await drawn;
    const picture = document.createElement('canvas');
    picture.width = width;
    picture.height = height;
    picture.getContext('2d')?.drawImage(copy.getCanvas(), 0, 0, width, height);
    return picture;
  } finally {
    if (!renderer.hasBeenDestroyed) renderer.disableElement(viewportId);
    element.remove();
  }
}

function copyPlane(from: VolumeViewport, to: VolumeViewport, ids: readonly string[]): void {
  const [own, ...over] = ids;
  const look = from.getProperties(own);
  if (look) {
    const { voiRange, colormap, invert } = look;
    to.setProperties({ voiRange, ...(colormap && { colormap }), invert }, own);
  }
  const slab = from.getSlabThickness();
  const blend = (from as unknown as { blendMode?: Enums.BlendModes }).blendMode ?? from.getBlendMode();
  to.setBlendMode(blend);
  if (blend !== Enums.BlendModes.COMPOSITE) to.setSlabThickness(slab);
  for (const id of over) copyLayer(from, to, id);
}

/** Directions of a volume's camera, for the letters at the edges. */
function cameraOf(viewport: VolumeViewport | VolumeViewport3D) {
  const { viewUp, viewPlaneNormal } = viewport.getCamera() as Required<Types.ICamera>;
  const [u, n] = [viewUp, viewPlaneNormal];
  const right = [u[1] * n[2] - u[2] * n[1], u[2] * n[0] - u[0] * n[2], u[0] * n[1] - u[1] * n[0]] as const;
  return {
    origin: [0, 0, 0] as const,
    right,
    down: [-u[0], -u[1], -u[2]] as const,
    normal: [n[0], n[1], n[2]] as const,
    width: 1,
    height: 1,
  };
}
