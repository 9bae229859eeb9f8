import { add, cross, normalise, scale, type Vec3 } from '../../domain/geometry';
import type { Instance } from '../../domain/study';
import { html, svg } from '../overlay/svg';
import type { HandledPane, PaneHost } from '../paneHost';
import type { ViewPlane } from '../plane';
import type { View } from '../view';
import type { ShownPane } from './shownPanes';
import { imageAt, type Turned } from './turned';

/** A pane that no one sees: marks are drawn on it as on screen, at the place and the size of a picture. */
export interface PicturePane extends HandledPane {
  readonly plane: ViewPlane;
  readonly overlay: SVGSVGElement;
  dispose(): void;
}

/** LPS mm of a point of an image; without a place, as cornerstone draws it: at the origin, 1 mm a pixel. */
function placeOn(instance: Instance): (column: number, row: number) => Vec3 {
  const [dy, dx] = instance.pixelSpacing ?? [1, 1];
  const o = instance.imageOrientation ?? [1, 0, 0, 0, 1, 0];
  const across = scale([o[0], o[1], o[2]], dx);
  const down = scale([o[3], o[4], o[5]], dy);
  const first = instance.imagePosition ?? [0, 0, 0];
  return (column, row) => add(first, add(scale(across, column), scale(down, row)));
}

/**
 * @param index image of the stack, 0-based.
 * @param perUnit image pixels for one unit of the overlay, in which words are 12 units high.
 */
export function picturePane(
  pane: ShownPane,
  real: View,
  index: number,
  instance: Instance,
  turn: Turned,
  perUnit: number,
): PicturePane {
  const imagePoint = placeOn(instance);
  const at = (x: number, y: number): Vec3 => {
    const [column, row] = imageAt(turn, x * perUnit, y * perUnit);
    return imagePoint(column - 0.5, row - 0.5);
  };
  const origin = at(0, 0);
  const way = (to: Vec3): Vec3 => add(to, scale(origin, -1));
  const [right, down] = [way(at(1, 0)), way(at(0, 1))];
  const plane: ViewPlane = {
    origin,
    right,
    down,
    normal: normalise(cross(down, right)),
    width: turn.width / perUnit,
    height: turn.height / perUnit,
  };

  const root = html(document.body, 'div', 'vp-pane vp-picture');
  Object.assign(root.style, {
    position: 'fixed',
    inset: 'auto',
    left: '-20000px',
    top: '0',
    width: `${plane.width}px`,
    height: `${plane.height}px`,
  });
  root.setAttribute('aria-hidden', 'true');
  const overlay = svg(root, 'svg', { class: 'vp-overlay' });
  const nothing = (): undefined => undefined;
  const host: PaneHost = {
    ...pane.host,
    // In a picture nothing is being worked on.
    currentAnnotation: nothing,
    marks: () =>
      pane.host
        .marks()
        .filter((mark) => mark.review !== 'rejected')
        .map((mark) => ({ ...mark, axes: undefined, current: false })),
    marksVisible: () => true,
    setWindow: nothing,
    setPoint: nothing,
    setCursor: nothing,
    emit: nothing,
    scrolled: nothing,
  };
  // What a presentation state asks of a view is drawn already.
  const view: View = {
    ...real,
    index: () => index,
    setIndex: nothing,
    plane: () => plane,
    imagePoint,
    orient: nothing,
    setWindow: nothing,
    setCurve: () => true,
    zoomBy: nothing,
    panBy: nothing,
    fit: nothing,
    place: nothing,
    magnification: () => 1 / perUnit,
    resized: nothing,
    render: nothing,
    dispose: nothing,
  };
  return {
    name: 'stack',
    root,
    host,
    view,
    drawn: [],
    plane,
    overlay,
    currentOnSlice: nothing,
    goToSlice: nothing,
    zoomBy: nothing,
    panBy: nothing,
    setBrushAt: nothing,
    redraw: nothing,
    dispose: () => root.remove(),
  };
}
