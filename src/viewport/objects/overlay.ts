/** The part of a pane that draws objects: their shapes, and a presentation state with its switch. */
import type { PresentationObject, Rgb } from '../../dicom/objects';
import { drawBitmap, drawShutter } from './bitmap';
import { drawCompounds, drawGraphics, drawLabel, drawLines, drawText } from './draw';
import {
  contourLine,
  flatMaskLines,
  maskLines,
  slicePitch,
  type Frame,
  type ImageToCanvas,
  type Line,
} from './geometry';
import {
  arrived,
  objectLayer,
  onObjectLayer,
  wantedImage,
  type ContourShape,
  type ObjectShape,
} from './layer';
import { names } from './names';
import { areaOf, PresentationApplier } from './present';
import { presentationSwitch } from './switch';
import { html, svg } from '../overlay/svg';
import { imageIdOf, viewedImage, type ViewedImage } from '../images';
import type { PaneHost } from '../paneHost';
import { toCanvas, type CanvasPoint, type ViewPlane } from '../plane';
import type { PaneName } from '../tool';
import type { View } from '../view';
import './objects.css';

/** What the overlay asks of its pane. */
export interface OverlaidPane {
  readonly root: HTMLElement;
  readonly name: PaneName;
  readonly host: PaneHost;
  readonly view: View | undefined;
  goToSlice(index: number): void;
  redraw(): void;
}

export class ObjectOverlay {
  private readonly shutters: SVGGElement;
  private readonly shapes: SVGGElement;
  private readonly annotations: SVGGElement;
  private readonly button: ReturnType<typeof presentationSwitch>;
  private readonly applier: PresentationApplier;
  private readonly stop: () => void;

  constructor(
    overlay: SVGSVGElement,
    private readonly pane: OverlaidPane,
  ) {
    this.shutters = svg(overlay, 'g', { class: 'vp-shutters' });
    this.shapes = svg(overlay, 'g', { class: 'vp-objects' });
    this.annotations = svg(overlay, 'g', { class: 'vp-objects' });
    this.button = presentationSwitch(html(pane.root, 'div', 'vp-presentation'));
    this.applier = new PresentationApplier(pane.host);
    this.stop = onObjectLayer(() => {
      this.goToWanted();
      pane.redraw();
    });
  }

  dispose(): void {
    this.stop();
  }

  /** Goes to the image that the reader was sent to, when it is one of this pane's. */
  private goToWanted(): void {
    const { view, host, name } = this.pane;
    const wanted = wantedImage();
    if (!wanted || !view) return;
    const instance = host.series.instances.find((one) => one.sopInstanceUid === wanted.sopInstanceUid);
    if (!instance) return;
    if (name === 'stack') {
      const index = host.imageIds.indexOf(imageIdOf(instance, wanted.frame));
      if (index < 0) return;
      arrived();
      this.pane.goToSlice(index);
      return;
    }
    const { imagePosition } = instance;
    if (name !== 'axial' || !imagePosition) return;
    arrived();
    const index = view.indexAt(imagePosition);
    if (index !== undefined) this.pane.goToSlice(index);
  }

  /** Brings everything up to what is drawn. `waiting`: the image on screen is not the one that is wanted. */
  draw(plane: ViewPlane, waiting: boolean): void {
    this.goToWanted();
    const { view, host, name } = this.pane;
    for (const group of [this.shutters, this.shapes, this.annotations]) group.replaceChildren();
    const image = name === 'stack' && view ? viewedImage(host.imageIds[view.index()]) : undefined;
    const presentation = objectLayer().presentation;
    const meant = image && presentation && names(presentation.state.images, image) ? presentation : undefined;
    this.button.show(meant);
    if (!view || waiting) return;
    const state = meant?.on ? meant.state : undefined;
    if (name === 'stack' && image) this.applier.apply(view, image, state);
    // Applying may have moved the image.
    const now = view.plane() ?? plane;
    const toScreen: ImageToCanvas = (column, row) => {
      const lps = view.imagePoint?.(column, row);
      return lps && toCanvas(now, lps);
    };
    if (state && image && meant) this.drawPresentation(state, image, now, toScreen);
    const taken: CanvasPoint[] = [];
    if (host.marksVisible())
      for (const shape of objectLayer().shapes) this.drawShape(shape, image, now, toScreen, taken);
  }

  private drawPresentation(
    state: PresentationObject,
    image: ViewedImage,
    plane: ViewPlane,
    toScreen: ImageToCanvas,
  ): void {
    if (state.shutter) drawShutter(this.shutters, state.shutter, toScreen, plane);
    if (!this.pane.host.marksVisible()) return;
    const area = this.areaFrame(state, image, plane, toScreen);
    const order = new Map(state.layers.map((layer, n) => [layer.name, n]));
    const sorted = [...state.annotations]
      .filter((one) => names(one.images, image))
      .sort((a, b) => (order.get(a.layer) ?? 0) - (order.get(b.layer) ?? 0));
    const colourOf = (layer: string): Rgb =>
      state.layers.find((one) => one.name === layer)?.rgb ?? [255, 255, 255];
    for (const overlay of state.overlays)
      drawBitmap(
        svg(this.annotations, 'g', { 'data-layer': overlay.layer }),
        overlay,
        colourOf(overlay.layer),
        toScreen,
      );
    for (const { layer, graphics, texts, compounds } of sorted) {
      const rgb = colourOf(layer);
      const group = svg(this.annotations, 'g', { 'data-layer': layer });
      drawGraphics(group, graphics, rgb, toScreen, area);
      drawCompounds(group, compounds, rgb, toScreen, area);
      for (const text of texts) drawText(group, text, rgb, toScreen, area);
    }
  }

  /** The displayed area on the screen. */
  private areaFrame(
    state: PresentationObject,
    image: ViewedImage,
    plane: ViewPlane,
    toScreen: ImageToCanvas,
  ): Frame {
    const { topLeft, bottomRight } = areaOf(state, image);
    const a = toScreen(topLeft[0], topLeft[1]);
    const b = toScreen(bottomRight[0], bottomRight[1]);
    if (!a || !b) return { left: 0, top: 0, width: plane.width, height: plane.height };
    return {
      left: Math.min(a[0], b[0]),
      top: Math.min(a[1], b[1]),
      width: Math.abs(b[0] - a[0]),
      height: Math.abs(b[1] - a[1]),
    };
  }

  private drawShape(
    shape: ObjectShape,
    image: ViewedImage | undefined,
    plane: ViewPlane,
    toScreen: ImageToCanvas,
    taken: CanvasPoint[],
  ): void {
    const group = svg(this.shapes, 'g', { 'data-shape': shape.id });
    if (shape.kind === 'pixels') {
      const here =
        image?.instance.sopInstanceUid === shape.sopInstanceUid &&
        (shape.frames.length === 0 || shape.frames.includes(image.frame));
      const whole: Frame = { left: 0, top: 0, width: plane.width, height: plane.height };
      if (here) drawGraphics(group, shape.graphics, shape.rgb, toScreen, whole);
      return;
    }
    const lines = this.linesOf(shape, image, plane, toScreen);
    drawLines(group, lines, shape.rgb);
    drawLabel(group, lines, shape.rgb, shape.label, taken);
  }

  private linesOf(
    shape: Exclude<ObjectShape, { readonly kind: 'pixels' }>,
    image: ViewedImage | undefined,
    plane: ViewPlane,
    toScreen: ImageToCanvas,
  ): Line[] {
    if (shape.kind === 'contours') return this.contours(shape, image, plane);
    if (shape.images) {
      const k = shape.images.findIndex(
        (one) => one.sopInstanceUid === image?.instance.sopInstanceUid && one.frame === image.frame,
      );
      return k < 0 ? [] : flatMaskLines(shape, k, toScreen);
    }
    const here = this.pane.host.series;
    const placed = this.pane.name !== 'stack' || image?.instance.imageOrientation !== undefined;
    const same = shape.frameOfReferenceUid
      ? here.frameOfReferenceUid === shape.frameOfReferenceUid
      : here.seriesUid === shape.seriesUid;
    return placed && same ? maskLines(shape, this.pane.name, plane) : [];
  }

  private contours(shape: ContourShape, image: ViewedImage | undefined, plane: ViewPlane): Line[] {
    const { view, host, name } = this.pane;
    if (!view || (name === 'stack' && !image?.instance.imageOrientation)) return [];
    const pitch = slicePitch(view, plane) ?? image?.instance.sliceThickness ?? 1;
    const same = !shape.frameOfReferenceUid || host.series.frameOfReferenceUid === shape.frameOfReferenceUid;
    return shape.contours.flatMap((contour) => {
      const named = image !== undefined && contour.sopInstanceUids.includes(image.instance.sopInstanceUid);
      if (!same && !named) return [];
      // A hair more than half, so that a contour in the middle between two slices is on one of them at least.
      const line = contourLine(contour, plane, pitch / 2 + 1e-3);
      return line ? [line] : [];
    });
  }
}
