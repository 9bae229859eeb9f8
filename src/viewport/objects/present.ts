/** Applies a presentation state to a stack view: window, inversion, flip, rotation, displayed area. */
import type { PresentationObject } from '../../dicom/objects/contract';
import type { ViewedImage } from '../images';
import type { PaneHost } from '../paneHost';
import { toCanvas } from '../plane';
import type { View } from '../view';
import type { Window } from '../window';
import { gradationOf } from './gradation';
import { partFor } from './names';

/** CSS pixels per mm where nobody has measured the screen: 96 to the inch. */
const CSS_PER_MM = 96 / 25.4;

interface Corners {
  readonly topLeft: readonly [number, number];
  readonly bottomRight: readonly [number, number];
}

/** Corners of the displayed area as points of the image, whole pixels inside; the whole image without one. */
export function areaOf(state: PresentationObject, image: ViewedImage): Corners {
  const area = partFor(state.areas, image);
  const { columns, rows } = image.instance;
  const [x1, y1] = area?.topLeft ?? [1, 1];
  const [x2, y2] = area?.bottomRight ?? [columns, rows];
  return {
    topLeft: [Math.min(x1, x2) - 1.5, Math.min(y1, y2) - 1.5],
    bottomRight: [Math.max(x1, x2) - 0.5, Math.max(y1, y2) - 0.5],
  };
}

/** Keeps a pane's view as the presentation state asks, and gives back what was there before. */
export class PresentationApplier {
  private applied = '';
  private before: Window | undefined;
  private busy = false;

  constructor(private readonly host: PaneHost) {}

  /** Cheap when nothing has changed: called for every drawn frame. */
  apply(view: View, image: ViewedImage, state: PresentationObject | undefined): void {
    const plane = view.plane();
    if (this.busy || !plane) return;
    const size = state ? `${plane.width}x${plane.height}` : '';
    const key = state ? `${image.imageId}|${identity(state)}|${size}` : '';
    if (key === this.applied) return;
    const first = this.applied === '';
    this.applied = key;
    // Each step draws, and drawing comes back here.
    this.busy = true;
    try {
      if (state) this.turnOn(view, image, state, first);
      else this.turnOff(view, image);
    } finally {
      this.busy = false;
    }
  }

  private turnOn(view: View, image: ViewedImage, state: PresentationObject, first: boolean): void {
    if (first) this.before = this.host.window();
    const gradation = gradationOf(state, image);
    // A curve holds the inversion too. Where the state's greys cannot be had, the image keeps its own.
    const invert = gradation ? state.inverse && !gradation.curve : invertedAsIs(image);
    view.orient?.({ flip: state.flip, rotation: state.rotation, invert });
    if (gradation) this.host.setWindow(gradation.window);
    view.setCurve?.(gradation?.curve);
    this.showArea(view, image, state);
  }

  private turnOff(view: View, image: ViewedImage): void {
    view.orient?.({ flip: false, rotation: 0, invert: invertedAsIs(image) });
    view.setCurve?.(undefined);
    if (this.before) this.host.setWindow(this.before);
    this.before = undefined;
  }

  private showArea(view: View, image: ViewedImage, state: PresentationObject): void {
    const corners = areaOf(state, image);
    const area = partFor(state.areas, image);
    const place = (): { x: number; y: number; w: number; h: number } | undefined => {
      const plane = view.plane();
      const a = view.imagePoint?.(...corners.topLeft);
      const b = view.imagePoint?.(...corners.bottomRight);
      if (!plane || !a || !b) return undefined;
      const [p, q] = [toCanvas(plane, a), toCanvas(plane, b)];
      return {
        x: (p[0] + q[0]) / 2,
        y: (p[1] + q[1]) / 2,
        w: Math.abs(q[0] - p[0]),
        h: Math.abs(q[1] - p[1]),
      };
    };
    const before = place();
    const plane = view.plane();
    if (!before || !plane || before.w === 0 || before.h === 0) return;
    const fit = Math.min(plane.width / before.w, plane.height / before.h);
    const spacing = area?.spacing?.[1] ?? image.instance.pixelSpacing?.[1];
    const wanted =
      area?.mode === 'MAGNIFY' && area.magnification
        ? area.magnification / view.magnification()
        : area?.mode === 'TRUE SIZE' && spacing
          ? (spacing * CSS_PER_MM) / view.magnification()
          : fit;
    view.zoomBy(wanted);
    const after = place();
    if (after) view.panBy(plane.width / 2 - after.x, plane.height / 2 - after.y);
  }
}

/** A presentation state says itself whether grey is inverted; without one the photometric interpretation does. */
const invertedAsIs = ({ instance }: ViewedImage): boolean =>
  instance.photometricInterpretation === 'MONOCHROME1';

const ids = new WeakMap<PresentationObject, number>();
let lastId = 0;
function identity(state: PresentationObject): number {
  let id = ids.get(state);
  if (id === undefined) ids.set(state, (id = ++lastId));
  return id;
}
