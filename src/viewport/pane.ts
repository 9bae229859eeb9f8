import { Enums } from '@cornerstonejs/core';
import type { LengthSource } from '../domain/calibration';
import { dot, norm, normalise, scale, type Vec3 } from '../domain/geometry';
import type { Instance } from '../domain/study';
import { enterPane, leavePane } from './capture/shownPanes';
import { drawsOnCpu } from './engine';
import { listenToHand } from './hand';
import { failureMessage } from './failureMessage';
import { failureOf } from './gridImages';
import { fusionBar } from './fusion/bar';
import { cameLossy, frameOverlays, hasOverlays } from './imageLoader';
import { isColour, viewedImage } from './images';
import { keyMarks } from './keyMarks';
import type { Mark } from './marks';
import { imageIndex, marksHere } from './marksHere';
import { AnnotationLayer } from './annotate/layer';
import { pitchOf } from './annotate/placed';
import { AnnotateHand } from './hands/annotate';
import { ObjectOverlay } from './objects/overlay';
import { cineControl } from './overlay/cine';
import { corners } from './overlay/corners';
import { drawContours, type DrawnMark } from './overlay/contours';
import { CoverLayer } from './overlay/cover';
import { drawCrossing, drawCursor } from './overlay/crossing';
import { axesOnPlane, drawAxes, drawScale } from './overlay/pointer';
import { scrollTrack } from './overlay/scrollTrack';
import { graphics } from './overlay/graphics';
import { html, svg } from './overlay/svg';
import { videoLayer } from './overlay/video';
import { paneHand } from './paneHand';
import type { HandledPane, PaneHost } from './paneHost';
import { PanePointer } from './panePointer';
import { mmPerPixel, orientationLetters, toCanvas, type CanvasPoint } from './plane';
import { mmPerCssPx, planeScale, shownScale } from './scale';
import { cssPxPerMm, isTrueSize } from './screen';
import { lengthNote } from './stackNotes';
import type { PaneName } from './tool';
import { windowText } from './uptakeText';
import type { View } from './view';

/** Free space around labels, and for the scroll track, CSS px. */
const MARGIN = 26;

/** One viewport on screen: drawn image, overlay, corners, scroll track and the hand on it. */
export class Pane implements HandledPane {
  readonly root: HTMLDivElement;
  readonly image: HTMLDivElement;
  view: View | undefined;
  drawn: readonly DrawnMark[] = [];
  private readonly layers;
  private readonly graphics;
  private readonly video;
  private readonly cover: CoverLayer;
  private readonly objects;
  private readonly corners;
  private readonly track;
  private readonly annotations: AnnotationLayer;
  private readonly annotate: AnnotateHand;
  private readonly stopHand: () => void;
  readonly pointer: PanePointer;
  private message: string | undefined;
  private readonly cine;
  private readonly fusion;
  private readonly keys;
  private readonly onRendered = (): void => this.redraw();

  constructor(
    parent: HTMLElement,
    readonly name: PaneName,
    readonly host: PaneHost,
  ) {
    this.root = html(parent, 'div', `vp-pane vp-pane-${name}`);
    this.root.dataset.testid = `viewport-${name}`;
    this.root.tabIndex = 0;
    this.root.setAttribute('role', 'application');
    this.root.setAttribute('aria-label', host.say(`pane.${name}`));
    this.image = html(this.root, 'div', 'vp-image');
    this.graphics = graphics(this.root);
    this.video = videoLayer(this.root, host.say);
    this.cover = new CoverLayer(html(this.root, 'div', 'vp-image vp-cover-place'));
    const overlay = svg(this.root, 'svg', { class: 'vp-overlay', 'aria-hidden': 'true' });
    this.objects = new ObjectOverlay(overlay, this);
    const layer = (name: string): SVGGElement => svg(overlay, 'g', { class: `vp-${name}` });
    this.layers = {
      crosshair: layer('crosshair'),
      marks: layer('marks'),
      axes: layer('axes'),
      brush: layer('brush'),
      scale: layer('scale'),
      cursor: layer('cursor'),
    };
    this.pointer = new PanePointer(this, this.layers.brush);
    this.annotations = new AnnotationLayer(overlay, this);
    this.annotate = new AnnotateHand(this, this.annotations);
    this.corners = corners(this.root, host.study, host.series, host.say, host.layer?.series);
    this.fusion = host.layer && fusionBar(this.root, host.layer, host.series.modality, host.say);
    if (host.series.modality === 'PT') this.root.classList.add('vp-uptake');
    if (host.layer) this.root.classList.add('vp-fused');
    this.cine = cineControl(this.root, host.say, {
      images: host.imageIds,
      index: () => this.view?.index() ?? 0,
      goTo: (index) => this.goToSlice(index),
      // A plane that is cut through the images takes from each what is there.
      has: (index) =>
        this.name !== 'stack' || host.loaded().has(index) || failureOf(host.imageIds[index]) !== undefined,
    });
    this.track = scrollTrack(
      this.root,
      (index) => this.goToSlice(index),
      (id) => host.emit({ kind: 'markClicked', id }),
    );
    this.keys = keyMarks(this);
    this.image.addEventListener(Enums.Events.IMAGE_RENDERED, this.onRendered);
    this.stopHand = listenToHand(this.root, paneHand(this, this.annotate));
    enterPane(this);
  }

  /** Takes on the drawn image once it is ready. */
  attach(view: View): void {
    this.view = view;
    const { layer } = this.host;
    const window = this.host.baseWindow();
    if (window) view.setWindow(window);
    if (layer) view.layer?.draw(layer.window(), layer.look());
    this.refreshTicks();
    this.refreshLoaded();
    this.redraw();
  }

  goToSlice(index: number): void {
    const { view } = this;
    if (!view) return;
    const wanted = Math.min(view.count() - 1, Math.max(0, index));
    if (wanted === view.index()) return;
    view.setIndex(wanted);
    this.redraw();
    this.annotate.cancel();
    this.host.scrolled(wanted);
  }

  zoomBy(factor: number, about?: CanvasPoint): void {
    this.view?.zoomBy(factor, about);
    this.host.zoomed(factor);
  }

  panBy(dx: number, dy: number): void {
    this.view?.panBy(dx, dy);
    this.host.panned(dx, dy);
  }

  /** A film that plays stays where it is. */
  stopFilm(): void {
    this.cine.stop();
  }

  /** Plays or stops a film or slices; false when there is nothing to play. */
  toggleFilm(): boolean {
    return this.cine.toggle();
  }

  /** mm that one CSS px shows; undefined when the image is not calibrated, and of a volume, seen from anywhere. */
  mmPerCssPx(): number | undefined {
    const plane = this.view?.plane();
    if (!plane || this.name === 'volume') return undefined;
    return this.name === 'stack' ? mmPerCssPx(this.instance(), plane)?.mm : mmPerPixel(plane);
  }

  /** Zooms so that a mm is a mm on the screen; false when one of the two is not known. */
  trueSize(): boolean {
    const [mm, screen] = [this.mmPerCssPx(), cssPxPerMm()];
    if (mm === undefined || screen === undefined) return false;
    this.view?.zoomBy(mm * screen);
    this.redraw();
    return true;
  }

  /** What the corner says of the size on the screen: that it is true, and of what. */
  private sizeNote(source: LengthSource): string {
    if (!isTrueSize(this.mmPerCssPx(), cssPxPerMm())) return '';
    return this.host.say(source === 'detector' ? 'trueSize.detector' : 'trueSize.object');
  }

  /** Lets go of what is half drawn; true when there was something. */
  letGo(): boolean {
    return this.annotate.cancel();
  }

  /** What is half drawn has enough points; true when it took them. */
  enough(): boolean {
    return this.annotate.enough();
  }

  /** Goes to the slice of a point, without telling the host. */
  follow(point: Vec3): void {
    const index = this.view?.indexAt(point);
    if (index !== undefined && index !== this.view?.index()) this.view?.setIndex(index);
    this.redraw();
  }

  /** Pans so that a point is well inside the viewport. */
  reveal(point: Vec3): void {
    const plane = this.view?.plane();
    if (!plane) return;
    const [x, y] = toCanvas(plane, point);
    const away = 0.15;
    const inside =
      x > away * plane.width &&
      x < (1 - away) * plane.width &&
      y > away * plane.height &&
      y < (1 - away) * plane.height;
    if (!inside) this.view?.panBy(plane.width / 2 - x, plane.height / 2 - y);
  }

  setMessage(text: string | undefined): void {
    this.message = text;
    this.redraw();
  }

  setBrushAt(at: CanvasPoint | undefined): void {
    this.pointer.hover(at);
  }

  redrawBrush(): void {
    this.root.dataset.tool = this.host.tool();
    this.annotate.toolChanged();
    this.pointer.redraw();
  }

  /** The current mark when its axes lie on the slice that is shown. */
  currentOnSlice(): Mark | undefined {
    const plane = this.view?.plane();
    const mark = marksHere(this).find((m) => m.current);
    if (!plane || !mark?.axes || !this.host.marksVisible()) return undefined;
    const along = mark.grid.axes[2];
    const parallel = Math.abs(dot(along, plane.normal)) > 0.999;
    return parallel && axesOnPlane(mark.axes, plane, mark.grid.spacing[2] / 2) ? mark : undefined;
  }

  /** The image file that is drawn, or that lies nearest; undefined in planes cut through many. */
  instance(): Instance | undefined {
    if (!this.view) return undefined;
    if (this.name === 'coronal' || this.name === 'sagittal' || !this.host.ownImages) return undefined;
    return viewedImage(this.host.imageIds[this.view.index()])?.instance;
  }

  refreshTicks(): void {
    const { view } = this;
    if (!view) return;
    const visible = this.host.marksVisible() ? this.host.marks() : [];
    const ticks = visible.flatMap((mark) => {
      // Segments reach over many slices: a tick in the middle would say nothing.
      if (mark.segment || mark.live) return [];
      const index = mark.image ? imageIndex(this, mark) : view.indexAt(mark.point);
      return index === undefined ? [] : [{ mark, index }];
    });
    this.track.setMarks(ticks, view.count());
  }

  refreshLoaded(): void {
    const { fraction, has } = this.host.loaded();
    const acquired = this.name === 'stack' || this.view?.count() === this.host.imageIds.length;
    this.track.setLoaded(fraction, acquired ? has : undefined, this.host.imageIds.length);
    this.root.dataset.loaded = fraction.toFixed(3);
  }

  restate(): void {
    this.corners.restate();
    this.root.setAttribute('aria-label', this.host.say(`pane.${this.name}`));
    this.redraw();
  }

  /** Brings overlay and corners up to what is drawn. Cheap enough for every drawn frame. */
  redraw(): void {
    const { view, host } = this;
    if (!view) {
      this.corners.setMessage(this.message);
      return;
    }
    const index = view.index();
    const failure = this.name === 'stack' || this.instance() ? failureOf(host.imageIds[index]) : undefined;
    this.image.classList.toggle('vp-hidden', failure !== undefined);
    const video = this.video.show(this.name === 'stack' ? this.instance() : undefined);
    const told = failure && !video && this.message === undefined ? failureMessage(failure, host) : undefined;
    this.corners.setMessage(this.message ?? told?.text, told?.again);

    const { dataset } = this.root;
    dataset.slice = String(index + 1);
    dataset.slices = String(view.count());
    this.track.setSlice(index, view.count());
    this.keys.draw();
    const window = host.window();
    dataset.window = window ? `${window.width}/${window.center}` : '';

    const plane = view.plane();
    if (!plane) {
      this.corners.setSlice(index + 1, view.count(), false);
      return;
    }
    this.cover.show(this.name === 'volume' ? undefined : host.cover(), plane);
    const instance = this.instance();
    const placed = this.name !== 'stack' || instance?.imageOrientation !== undefined;
    const scaled = this.name === 'stack' ? shownScale(instance, plane) : planeScale(plane);
    // Marks of one image alone lie where it is drawn, also without a place in the patient.
    const alone = this.name === 'stack' && host.imageIds.length === 1;
    const shown = host.marksVisible() ? marksHere(this, placed || alone) : [];
    const waiting = this.name === 'stack' && !host.loaded().has(index) && !failure;
    this.drawn = waiting || failure ? [] : drawContours(this.layers.marks, shown, plane, this.name, MARGIN);
    if (waiting || failure) this.layers.marks.replaceChildren();
    const overlays = waiting || failure ? [] : frameOverlays(host.imageIds[index]);
    const drawnOverlays = this.name === 'stack' && host.overlaysVisible() ? overlays : [];
    this.graphics.update(drawnOverlays, instance, plane);
    this.objects.draw(plane, waiting || failure !== undefined);
    drawAxes(this.layers.axes, waiting ? undefined : this.currentOnSlice(), plane);
    drawCrossing(this.layers.crosshair, plane, host.marksVisible() ? host.crossing() : [], host.point());
    drawCursor(this.layers.cursor, plane, host.cursor(), pitchOf(this));
    this.annotations.draw(waiting || failure !== undefined);
    this.root.dataset.active = String(host.isActive());
    drawScale(this.layers.scale, scaled, plane);
    dataset.lengths = scaled.source;
    this.fusion?.show();
    this.cine.show(this.name === 'stack' && !failure ? instance : undefined, view.count());
    this.redrawBrush();

    const axis = [0, 1, 2].reduce((a, b) => (Math.abs(plane.normal[b]) > Math.abs(plane.normal[a]) ? b : a));
    const toward = (direction: Vec3): string => (placed ? orientationLetters(normalise(direction)) : '');
    const middle: Vec3 = plane.origin;
    const loaded = host.loaded().fraction;
    this.corners.update({
      slice: index + 1,
      slices: view.count(),
      position:
        placed && (instance?.imagePosition || this.name !== 'stack')
          ? this.position(middle, axis, index)
          : undefined,
      axis: Math.abs(plane.normal[axis]) > 0.98 ? (['x', 'y', 'z'] as const)[axis] : undefined,
      thickness: instance?.sliceThickness,
      ...(this.name !== 'stack' && { slab: host.slab() }),
      magnification: view.magnification(),
      windows: this.windowTexts(instance),
      letters: [
        toward(scale(plane.right, -1)),
        toward(plane.right),
        toward(scale(plane.down, -1)),
        toward(plane.down),
      ],
      // Two grids on one plane: one of them at least is drawn between its own voxels.
      resampled:
        host.cover() !== undefined ||
        (this.name !== 'stack' && !(host.ownImages && !host.layer && this.acquired(plane.normal))),
      reduced: host.reduced,
      notes: [...host.notes(), ...this.overlayNote(overlays.length > 0)],
      lengths: lengthNote(scaled.source, host.say),
      trueSize: this.sizeNote(scaled.source),
      lossy: host.series.instances.some((one) => one.lossy) || cameLossy(host.imageIds),
      ...(this.name !== 'stack' && loaded < 1 && { arriving: loaded }),
      loading: waiting,
      cpu: drawsOnCpu(),
      research: host.marksVisible() && host.marks().some((mark) => !mark.byReader),
    });
  }

  /** The window of what lies above, then of the image itself. */
  private windowTexts(instance: Instance | undefined): string[] {
    const { host } = this;
    if ((instance && isColour(instance)) || host.cover()) return [];
    const [over, own] = [host.layer?.window(), host.baseWindow()];
    return [
      ...(host.layer && over ? [windowText(over, host.layer.series, undefined, host.say)] : []),
      ...(own ? [windowText(own, host.series, instance?.rescaleType, host.say)] : []),
    ];
  }

  /** Says when overlay planes of the file are not on the image: planes are cut through many, and a key hides them. */
  private overlayNote(onImage: boolean): string[] {
    if (this.name !== 'stack') return hasOverlays() ? [this.host.say('note.overlaysOnStack')] : [];
    return onImage && !this.host.overlaysVisible() ? [this.host.say('note.overlaysHidden')] : [];
  }

  private position(middle: Vec3, axis: number, index: number): number {
    const instance = this.name === 'stack' ? viewedImage(this.host.imageIds[index])?.instance : undefined;
    return (instance?.imagePosition ?? middle)[axis];
  }

  /** Is this plane the one that the scanner acquired? */
  private acquired(normal: Vec3): boolean {
    const o = this.host.series.instances[0]?.imageOrientation;
    if (!o) return true;
    const own: Vec3 = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]];
    return Math.abs(dot(own, normal)) > 0.9999 * norm(own);
  }

  dispose(): void {
    leavePane(this);
    this.keys.dispose();
    this.objects.dispose();
    this.stopHand();
    this.annotate.dispose();
    this.cine.dispose();
    this.image.removeEventListener(Enums.Events.IMAGE_RENDERED, this.onRendered);
    this.video.dispose();
    this.cover.dispose();
    this.view?.dispose();
    this.view = undefined;
    this.root.remove();
  }
}
