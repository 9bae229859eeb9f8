import { Enums, cache, eventTarget } from '@cornerstonejs/core';
import type { Vec3 } from '../domain/geometry';
import type { Instance, Series, Study } from '../domain/study';
import { dropEngine, drawsOnCpu, engine, purge } from './engine';
import { forgetSeries, isColour, paddingHeld, rescaleHeld, viewedImage, viewSeries } from './images';
import type { Mark } from './marks';
import { forecastMpr, openMprImages, type MprChoice, type MprImages } from './mprImages';
import { mprOffer, type MprOffer } from './overlay/mprOffer';
import { Pane } from './pane';
import type { PaneHost } from './paneHost';
import { prefetch, type Prefetch } from './prefetch';
import { framesOf, imageMiddle, nearestImage, seriesGrid, type SeriesGrid } from './seriesGrid';
import { stackNotes } from './stackNotes';
import { hasOverlays } from './imageLoader';
import { isWhole } from './mprBudget';
import { openStackView } from './stackView';
import type { SurfaceOptions, SurfaceState } from './surfaceState';
import type { Layout, PaneName, Tool } from './tool';
import { openVolume, openVolumeView, type SharedVolume } from './volumeView';
import { openingWindow, windowFromPixels, type Window } from './window';

interface OpenSeries {
  readonly study: Study;
  readonly series: Series;
  readonly imageIds: readonly string[];
  /** Each image as its own frame sees it, in the order of `imageIds`. */
  readonly images: readonly Instance[];
  readonly grid: SeriesGrid;
}

/** Longest time between redraws while slices stream in, ms. */
const STREAM_MS = 150;
/** How long a lost WebGL context may take to come back by itself, ms. */
const RESTORE_MS = 1500;

let surfaces = 0;

/**
 * The viewports of one series in a place of the page, as a stack or as three linked planes. Owns everything that
 * it opens; `dispose` gives all of it back. State that a reader would miss (slice, window, marks, tool) lives
 * here and survives a change of layout and a lost graphics context.
 */
export class ReadingSurface {
  private readonly id = `surface${++surfaces}`;
  private readonly root: HTMLDivElement;
  private readonly resizes: ResizeObserver;
  private readonly off = new AbortController();
  private open: OpenSeries | undefined;
  private panes: Pane[] = [];
  private volume: SharedVolume | undefined;
  /** Stands while planes are asked for that are over the memory: until it is answered the stack stays. */
  private offer: MprOffer | undefined;
  /** How the reader took such planes of the open series. */
  private choice: MprChoice | undefined;
  /** What the planes are cut from, while they are open. */
  private planes: MprImages | undefined;
  private fetching: Prefetch | undefined;
  /** The images that `fetching` fetches. */
  private fetchingIds: readonly string[] | undefined;
  private streamTimer = 0;
  private restoreTimer = 0;
  /** Grows with every change of what is on screen, so that a slow opening knows that it is late. */
  private turn = 0;
  private layout: Layout = 'stack';
  private window: Window | undefined;
  private point: Vec3 | undefined;
  private index = 0;
  /** The reader has scrolled, gone somewhere or set a window on the open series. */
  private touched = false;
  private maximised: PaneName | undefined;
  private tool: Tool = 'window';
  private marks: readonly Mark[] = [];
  private marksVisible = true;
  private overlaysVisible = true;
  private brushMm = 4;

  constructor(
    parent: HTMLElement,
    private readonly options: SurfaceOptions,
  ) {
    this.root = document.createElement('div');
    this.root.className = 'vp-surface';
    parent.append(this.root);
    this.resizes = new ResizeObserver(() => this.resized());
    this.resizes.observe(this.root);
    const listen = (event: string, act: () => void): void => {
      eventTarget.addEventListener(event, act);
      this.off.signal.addEventListener('abort', () => eventTarget.removeEventListener(event, act));
    };
    listen(Enums.Events.WEBGL_CONTEXT_LOST, () => this.contextLost());
    listen(Enums.Events.WEBGL_CONTEXT_RESTORED, () => this.contextBack());
  }

  /**
   * Shows a series, in place of what was open. A series that has only grown since keeps the image, window,
   * plane and marks that the reader chose. Resolves when its first image is drawn or has failed.
   */
  async show(series: Series, study: Study): Promise<void> {
    const kept = this.chosen(series);
    this.forget();
    engine();
    this.window = kept?.window ?? openingWindow(series);
    const imageIds = viewSeries(series, this.window);
    const images = framesOf(series);
    const grid = seriesGrid(series, images);
    this.open = { study, series, imageIds, images, grid };
    const looked = kept ? imageIds.indexOf(kept.imageId) : -1;
    this.index = looked < 0 ? Math.floor(imageIds.length / 2) : looked;
    this.touched = kept !== undefined;
    if (kept) {
      this.maximised = kept.maximised;
      this.marks = kept.marks;
      this.choice = kept.choice;
    }
    if ('grid' in grid) this.point = kept?.point ?? imageMiddle(images[this.index]);
    if (imageIds.length === 0) return;
    await this.openPanes();
  }

  /** What the reader chose on this very series, if anything: kept when more of its images have been read. */
  private chosen(series: Series) {
    const { open, window, point, maximised, marks, choice } = this;
    if (!this.touched || open?.series.seriesUid !== series.seriesUid) return undefined;
    return { window, point, maximised, marks, choice, imageId: open.imageIds[this.index] };
  }

  /** Closes what is open and gives back its memory, that of the graphics card included. */
  closeSeries(): void {
    this.forget();
    dropEngine();
  }

  private forget(): void {
    this.turn++;
    this.closeOffer();
    this.choice = undefined;
    this.closePanes();
    this.stopFetching();
    if (this.open) forgetSeries(this.open.series);
    purge();
    this.open = undefined;
    this.window = undefined;
    this.point = undefined;
    this.maximised = undefined;
    this.marks = [];
    this.touched = false;
    this.tell();
  }

  dispose(): void {
    this.closeSeries();
    this.off.abort();
    this.resizes.disconnect();
    clearTimeout(this.restoreTimer);
    this.root.remove();
  }

  async setLayout(layout: Layout): Promise<void> {
    if (layout === this.layout) return;
    this.layout = layout;
    this.maximised = undefined;
    const asked = this.offer !== undefined;
    // While it is asked, and when the answer is no, the stack is there already.
    if (this.ask()) this.offer?.focus();
    else if (!asked && this.open) await this.openPanes();
    this.tell();
  }

  /** Are planes shown, or on their way? */
  private get cut(): boolean {
    return this.layout === 'mpr' && !this.offer;
  }

  /** Asks how planes are to be made that are over the memory. @returns is there something to ask? */
  private ask(): boolean {
    this.closeOffer();
    const { open } = this;
    if (this.layout !== 'mpr' || this.choice || !open || !('grid' in open.grid) || this.noMpr()) return false;
    const forecast = forecastMpr(open.images, open.grid);
    if (!forecast) return false;
    this.offer = mprOffer(this.root, forecast, this.options.say, {
      take: (choice) => {
        this.choice = choice;
        this.closeOffer();
        void this.openPanes().then(() => this.tell());
      },
      stay: () => void this.setLayout('stack'),
    });
    return true;
  }

  private closeOffer(): void {
    const held = this.root.querySelector('.vp-offer')?.contains(document.activeElement);
    this.offer?.close();
    this.offer = undefined;
    if (held) this.panes[0]?.root.focus();
  }

  setWindow(window: Window): void {
    this.touched = true;
    this.window = window;
    for (const pane of this.panes) pane.view?.setWindow(window);
    this.tell();
  }

  setTool(tool: Tool): void {
    this.tool = tool;
    for (const pane of this.panes) pane.redrawBrush();
  }

  setBrushMm(mm: number): void {
    this.brushMm = mm;
    for (const pane of this.panes) pane.redrawBrush();
  }

  setMarks(marks: readonly Mark[]): void {
    this.marks = marks;
    this.refreshMarks();
  }

  setMarksVisible(visible: boolean): void {
    this.marksVisible = visible;
    this.refreshMarks();
  }

  /** Overlay planes of the files (60xx) on or off. */
  setOverlaysVisible(visible: boolean): void {
    this.overlaysVisible = visible;
    for (const pane of this.panes) pane.redraw();
  }

  /** Every plane goes to a point (LPS mm) and shows it. */
  goTo(point: Vec3): void {
    this.touched = true;
    this.setPoint(point);
    const stack = this.panes.find((pane) => pane.name === 'stack');
    stack?.follow(point);
    if (stack?.view) this.index = stack.view.index();
    this.fetching?.setCentre(this.index);
    for (const pane of this.panes) pane.reveal(point);
  }

  /** Scrolls the plane that the reader works in: the maximised one, else the stack or the axial plane. */
  scrollBy(slices: number): void {
    const pane = this.panes.find(({ name }) => name === this.maximised) ?? this.panes[0];
    if (pane?.view) pane.goToSlice(pane.view.index() + slices);
  }

  toggleMaximise(name?: PaneName): void {
    if (!this.cut) return;
    this.maximised = this.maximised ? undefined : (name ?? 'axial');
    this.arrange();
    this.tell();
  }

  resetView(): void {
    for (const pane of this.panes) pane.view?.fit();
  }

  /** Writes all texts anew, after a change of language. */
  restate(): void {
    for (const pane of this.panes) pane.restate();
    this.offer?.restate();
  }

  /** The window of the images now, in modality values. */
  currentWindow(): Window | undefined {
    return this.window;
  }

  private tell(): void {
    const { window, point, maximised } = this;
    const noMpr = this.noMpr();
    this.options.onState({
      layout: this.offer ? 'stack' : this.layout,
      window,
      point,
      maximised,
      loaded: this.fetching?.fraction() ?? 0,
      overlays: hasOverlays(),
      ...(noMpr && { noMpr }),
    });
  }

  private stopFetching(): void {
    this.fetching?.stop();
    this.fetching = undefined;
    this.fetchingIds = undefined;
  }

  private noMpr(): SurfaceState['noMpr'] {
    if (!this.open) return undefined;
    if ('reason' in this.open.grid) return this.open.grid.reason;
    return drawsOnCpu() ? 'cpu' : undefined;
  }

  private refreshMarks(): void {
    for (const pane of this.panes) {
      pane.refreshTicks();
      pane.redraw();
    }
  }

  private setPoint(point: Vec3): void {
    this.point = point;
    for (const pane of this.panes) if (pane.name !== 'stack') pane.follow(point);
    const acquired = this.open && 'grid' in this.open.grid ? this.panes[0]?.view?.index() : undefined;
    if (this.cut && acquired !== undefined) this.fetching?.setCentre(acquired);
    this.tell();
  }

  private host(open: OpenSeries, planes: MprImages | undefined): PaneHost {
    return {
      study: open.study,
      series: open.series,
      imageIds: planes?.imageIds ?? open.imageIds,
      ownImages: planes?.own ?? true,
      reduced: planes !== undefined && !isWhole(planes.reduction),
      notes: () => stackNotes(open.grid.facts, planes, this.options.say),
      say: this.options.say,
      tool: () => this.tool,
      window: () => this.window,
      setWindow: (window) => this.setWindow(window),
      point: () => (this.cut ? this.point : undefined),
      setPoint: (point) => this.setPoint(point),
      marks: () => this.marks.filter((mark) => mark.seriesUid === open.series.seriesUid),
      marksVisible: () => this.marksVisible,
      overlaysVisible: () => this.overlaysVisible,
      brushMm: () => this.brushMm,
      loaded: () => ({
        fraction: this.fetching?.fraction() ?? 0,
        has: (index) => this.fetching?.has(index) ?? false,
      }),
      emit: this.options.onEvent,
      scrolled: (name, index) => this.scrolled(name, index),
      maximise: (name) => this.toggleMaximise(name),
    };
  }

  private scrolled(name: PaneName, index: number): void {
    this.touched = true;
    const view = this.panes.find((pane) => pane.name === name)?.view;
    if (!view || !this.point) {
      if (name === 'stack') this.index = index;
      this.fetching?.setCentre(this.index);
      return;
    }
    const moved = view.pointOn(index, this.point);
    if (name === 'stack') {
      this.index = index;
      this.point = moved;
      this.fetching?.setCentre(index);
      return;
    }
    this.setPoint(moved);
  }

  private async openPanes(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const turn = ++this.turn;
    try {
      await this.fillPanes(open, () => turn !== this.turn);
    } catch (error) {
      // What was being opened was closed meanwhile: its engine may be gone, and nobody waits for it.
      if (turn !== this.turn) return;
      const detail = error instanceof Error ? error.message : String(error);
      for (const pane of this.panes) pane.setMessage(this.options.say('drawFailed', { detail }));
    }
  }

  private async fillPanes(open: OpenSeries, stale: () => boolean): Promise<void> {
    this.closePanes();
    this.ask();
    const layout: Layout = this.cut && !this.noMpr() ? 'mpr' : 'stack';
    const cut = layout === 'mpr' && 'grid' in open.grid && this.point;
    const planes = cut ? openMprImages(open.imageIds, open.images, open.grid, this.choice) : undefined;
    this.planes = planes;
    const ids = planes?.imageIds ?? open.imageIds;
    if (this.fetchingIds !== ids) this.stopFetching();
    const host = this.host(open, planes);
    this.root.dataset.layout = layout;
    const names: readonly PaneName[] = layout === 'mpr' ? ['axial', 'coronal', 'sagittal'] : ['stack'];
    const panes = names.map((name) => new Pane(this.root, name, host));
    this.panes = panes;
    this.arrange();
    if (layout === 'stack') {
      const [pane] = panes;
      if (this.point && 'grid' in open.grid) this.index = nearestImage(open.images, this.point) ?? this.index;
      const view = await openStackView(this.paneId(pane), pane.image, open.imageIds, this.index, () => {
        this.windowFromFirst(open);
        pane.redraw();
      });
      if (stale()) view.dispose();
      else {
        this.windowFromFirst(open);
        pane.attach(view);
      }
    } else if (planes && this.point) {
      const { grid } = planes;
      const volume = await openVolume(open.series.seriesUid, ids);
      if (stale()) {
        volume.dispose();
        return;
      }
      this.volume = volume;
      for (const pane of panes) {
        const name = pane.name === 'coronal' || pane.name === 'sagittal' ? pane.name : 'axial';
        const view = await openVolumeView(
          this.paneId(pane),
          pane.image,
          volume,
          grid,
          ids[0],
          name,
          this.point,
        );
        if (stale()) {
          view.dispose();
          return;
        }
        pane.attach(view);
      }
    }
    if (stale()) return;
    const own = planes === undefined || planes.own;
    const centre = own ? this.index : Math.round((this.index / open.imageIds.length) * ids.length);
    this.fetchingIds = ids;
    this.fetching ??= prefetch(ids, centre, (index) => this.frameArrived(ids, index));
    for (const pane of panes) pane.refreshLoaded();
    this.tell();
  }

  private readonly paneId = (pane: Pane): string => `${this.id}.${pane.name}`;

  /** A series without a window in its files takes one from the first image that is drawn. */
  private windowFromFirst(open: OpenSeries): void {
    if (this.window) return;
    const loaded = open.imageIds.find((imageId) => cache.isLoaded(imageId));
    const image = loaded === undefined ? undefined : cache.getImage(loaded);
    const viewed = loaded === undefined ? undefined : viewedImage(loaded);
    if (!viewed || !image || isColour(viewed.instance)) return;
    const { touched } = this;
    this.setWindow(windowFromPixels(image.getPixelData(), rescaleHeld(viewed), paddingHeld(viewed)));
    // The page's own choice, not the reader's.
    this.touched = touched;
  }

  private frameArrived(imageIds: readonly string[], index: number): void {
    this.volume?.frameArrived(imageIds[index]);
    if (this.streamTimer) return;
    this.streamTimer = window.setTimeout(() => {
      this.streamTimer = 0;
      for (const pane of this.panes) {
        pane.refreshLoaded();
        if (pane.name === 'stack') pane.redraw();
        else pane.view?.render();
      }
      this.tell();
    }, STREAM_MS);
  }

  private arrange(): void {
    this.root.dataset.maximised = this.maximised ?? '';
    for (const pane of this.panes)
      pane.root.hidden = this.maximised !== undefined && pane.name !== this.maximised;
    this.resized();
  }

  private resized(): void {
    if (!this.panes.some((pane) => pane.view)) return;
    engine().resize(true, true);
    for (const pane of this.panes) {
      pane.view?.resized();
      pane.redraw();
    }
  }

  private closePanes(): void {
    clearTimeout(this.streamTimer);
    this.streamTimer = 0;
    for (const pane of this.panes) pane.dispose();
    this.panes = [];
    this.volume?.dispose();
    this.volume = undefined;
    // Slices that were made for the planes go with them.
    if (this.planes && this.planes.imageIds !== this.open?.imageIds) this.stopFetching();
    this.planes?.dispose();
    this.planes = undefined;
  }

  private contextLost(): void {
    for (const pane of this.panes) pane.setMessage(this.options.say('contextLost'));
    clearTimeout(this.restoreTimer);
    this.restoreTimer = window.setTimeout(() => this.contextBack(), RESTORE_MS);
  }

  /** Textures are gone with the old context: a new engine draws the same state; frames are still in memory. */
  private contextBack(): void {
    clearTimeout(this.restoreTimer);
    if (!this.open) return;
    this.closePanes();
    dropEngine();
    void this.openPanes();
  }
}
