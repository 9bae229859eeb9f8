import type { Vec3 } from '../domain/geometry';
import { CellLayer } from './cellLayer';
import type { NoFusion, Part } from './fusion/look';
import { viewedImage } from './images';
import { isWhole } from './mprBudget';
import type { OpenSeries } from './openSeries';
import { html } from './overlay/svg';
import { upright } from './orientation';
import { Pane } from './pane';
import type { PaneHost } from './paneHost';
import type { PlaneName } from './plane';
import { nearestImage } from './seriesGrid';
import type { CellFacts, RoomContent } from './roomState';
import { stackNotes } from './stackNotes';
import { noSuvNote } from './uptakeText';
import { openStackView } from './stackView';
import type { Say } from './say';
import type { Window } from './window';
import type { Orientation, Placement, View } from './view';
import { openVolumeView } from './volumeView';
import { openVolume3dView } from './volume3dView';
import type { PlaneCameras } from './planeCameras';
import { takeSeries } from './seriesDrag';

/** What a cell needs of its room. */
export interface CellRoom {
  readonly say: Say;
  /** The part of a pane's host that is the same for every cell, bound to this one. */
  hostOf(
    cell: Cell,
  ): Omit<
    PaneHost,
    'study' | 'series' | 'imageIds' | 'ownImages' | 'planes' | 'reduced' | 'notes' | 'say' | 'loaded'
  >;
  /** The point that the planes in the space of this cell share. */
  pointOf(cell: Cell): Vec3 | undefined;
  camerasOf(cell: Cell): PlaneCameras;
  /** Where the other cells of its space are, when slices are linked; undefined: nowhere yet. */
  sharedPoint(cell: Cell): Vec3 | undefined;
  /** The window of this cell changed by itself: found from the first image. */
  windowFound(cell: Cell): void;
  changed(): void;
  activate(cell: Cell): void;
  dropped(cell: Cell, seriesUid: string): void;
}

let cells = 0;

/**
 * One place of the room: what it shows, and everything that a reader would miss when it is drawn anew (slice,
 * zoom, orientation). Owns its pane and view; the series belongs to the room.
 */
export class Cell {
  readonly root: HTMLDivElement;
  private readonly empty: HTMLDivElement;
  private readonly id = `cell${++cells}`;
  content: RoomContent | undefined;
  series: OpenSeries | undefined;
  /** What its content wants over this series. */
  readonly over = new CellLayer();
  pane: Pane | undefined;
  /** Slice of the stack. */
  index = 0;
  /** The reader has gone to a slice of its series. */
  touched = false;
  private placement: Placement | undefined;
  orientation: Orientation | undefined;
  private holdsPlanes = false;
  /** Planes were asked for and a stack is shown instead. */
  asStack = false;
  private turns = 0;
  /** Ends with the drawing that runs now. */
  drawing: Promise<void> = Promise.resolve();
  private isDrawing = false;
  /** Why nothing could be drawn. */
  private failed: string | undefined;

  constructor(
    parent: HTMLElement,
    private readonly room: CellRoom,
  ) {
    this.root = html(parent, 'div', 'vp-cell');
    this.empty = html(this.root, 'div', 'vp-cell-empty');
    this.empty.textContent = room.say('emptyCell');
    this.root.addEventListener('pointerdown', () => room.activate(this));
    this.root.addEventListener('focusin', () => room.activate(this));
    takeSeries(this.root, (seriesUid) => room.dropped(this, seriesUid));
  }

  /** The window that its content asks for. */
  openingOf(part: Part): Window | undefined {
    return part === 'layer' ? this.content?.over?.window : this.content?.window;
  }

  seriesOf(part: Part): OpenSeries | undefined {
    return part === 'layer' ? this.over.series : this.series;
  }

  /** What is drawn in it: its own series, and the one over it. */
  get parts(): readonly Part[] {
    return this.over.held ? ['base', 'layer'] : ['base'];
  }

  /** What window, presets and the hand act on. */
  get hand(): Part {
    return this.over.hand;
  }

  showWindow(part: Part, window: Window): void {
    if (part === 'base') this.view?.setWindow(window);
    else this.over.draw(this.pane, window);
  }

  /** Takes windows that no file gives from the first images that are here; true when it found one. */
  windowsFromFirst(): boolean {
    return this.parts.map((part) => this.seriesOf(part)?.windowFromFirst() ?? false).some(Boolean);
  }

  /** Why the series that it wants over its own is not drawn there. */
  noFusion(): NoFusion | undefined {
    return this.over.refused(this.series, this.content?.view === 'stack');
  }

  get view(): View | undefined {
    return this.pane?.view;
  }

  /**
   * Takes on what it is to show; `draw` draws it. Of the same series it keeps slice, zoom and orientation, also when
   * the series has grown.
   */
  take(content: RoomContent | undefined, series: OpenSeries | undefined, layer?: OpenSeries): void {
    const same = content !== undefined && content.seriesUid === this.content?.seriesUid;
    // A series that still grows shows the middle of what is there until the reader has gone somewhere.
    const looked = same && this.touched ? this.series?.imageIds[this.index] : undefined;
    this.close();
    this.content = content;
    this.series = series;
    this.over.take(layer, content?.over?.look);
    this.empty.hidden = content !== undefined;
    const found = looked === undefined ? -1 : (series?.imageIds.indexOf(looked) ?? -1);
    const count = series?.imageIds.length ?? 0;
    const asked = content?.image === undefined ? undefined : Math.min(content.image, count - 1);
    const shared = series && content?.view === 'stack' ? this.room.sharedPoint(this) : undefined;
    const there = shared && series && nearestImage(series.images, shared);
    this.index = found >= 0 ? found : (asked ?? there ?? Math.floor(count / 2));
    if (same) return;
    this.touched = false;
    this.placement = undefined;
    this.orientation = content?.orientation ?? this.resting();
  }

  /** Uptake is read dark on white; nothing else is turned by itself. */
  private resting(): Orientation | undefined {
    return this.series?.series.modality === 'PT' ? { ...upright, invert: true } : undefined;
  }

  /** Unturned, and as grey as it opens. */
  upright(): void {
    const resting = this.resting();
    if (this.orientation) this.orient(resting ?? upright);
    this.orientation = resting;
  }

  /** Is it drawn, or being drawn? */
  get busy(): boolean {
    return this.pane !== undefined || this.isDrawing;
  }

  /** Goes on with what it shows; only the slab may have changed. */
  goOn(content: RoomContent | undefined): void {
    const before = this.content?.slab;
    this.content = content;
    const slab = content?.slab;
    if (before?.mode !== slab?.mode || before?.mm !== slab?.mm) this.view?.setSlab?.(slab);
  }

  /** Are planes asked for that this series can have? */
  wantsPlanes(): boolean {
    const { content, series } = this;
    return content !== undefined && series !== undefined && content.view !== 'stack' && !series.noMpr();
  }

  /** Draws what it holds. Resolves when the first image is drawn or has failed. */
  draw(): Promise<void> {
    this.drawing = this.drawNow();
    return this.drawing;
  }

  private async drawNow(): Promise<void> {
    const { content, series } = this;
    this.close();
    this.fail(undefined);
    if (!content || !series || series.imageIds.length === 0) return;
    const turn = ++this.turns;
    this.isDrawing = true;
    const stale = (): boolean => turn !== this.turns;
    const waiting = this.wantsPlanes() && series.forecast() !== undefined;
    this.asStack = content.view !== 'stack' && (!this.wantsPlanes() || waiting);
    try {
      if (content.view === 'stack' || this.asStack) await this.drawStack(series, stale);
      else await this.drawPlane(series, content.view, stale);
    } catch (error) {
      // What was being opened was closed meanwhile: its engine may be gone, and nobody waits for it.
      if (stale()) return;
      const detail = error instanceof Error ? error.message : String(error);
      if (this.pane) this.pane.setMessage(this.room.say('drawFailed', { detail }));
      else this.fail(detail);
    }
    if (stale()) return;
    this.isDrawing = false;
    this.room.changed();
  }

  /** Says in the empty cell why nothing could be drawn. */
  private fail(detail: string | undefined): void {
    this.failed = detail;
    this.empty.hidden = this.content !== undefined && detail === undefined;
    this.empty.textContent =
      detail === undefined ? this.room.say('emptyCell') : this.room.say('drawFailed', { detail });
  }

  /** Its own viewport for every drawing: one that is given up while it opens must not close the next one's. */
  private get viewportId(): string {
    return `${this.id}-${this.turns}`;
  }

  private host(series: OpenSeries, imageIds: readonly string[]): PaneHost {
    const planes = series.openedPlanes()?.images;
    const cut = this.holdsPlanes ? planes : undefined;
    return {
      study: series.study,
      series: series.series,
      imageIds,
      ownImages: cut?.own ?? true,
      planes: cut,
      reduced: cut !== undefined && !isWhole(cut.reduction),
      notes: () => [
        ...this.valueNotes(series),
        ...stackNotes('facts' in series.grid ? series.grid.facts : undefined, cut, this.room.say),
      ],
      say: this.room.say,
      loaded: () => {
        const fetching = series.fetching(imageIds);
        return {
          // Both are there when the later one is.
          fraction: Math.min(fetching?.fraction() ?? 0, this.over.fraction()),
          has: (index) => fetching?.has(index) ?? false,
        };
      },
      ...this.room.hostOf(this),
    };
  }

  /** That values are no SUV, and that a series is not drawn over this one, each with its reason. */
  private valueNotes(series: OpenSeries): string[] {
    const { say } = this.room;
    const shown = [series, ...(this.over.held && this.over.series ? [this.over.series] : [])];
    const refused = this.noFusion();
    return [
      ...shown.flatMap((one) => noSuvNote(one.series, say) ?? []),
      ...(refused ? [say(`fusion.refused.${refused}`)] : []),
    ];
  }

  private async drawStack(series: OpenSeries, stale: () => boolean): Promise<void> {
    const pane = new Pane(this.root, 'stack', this.host(series, series.imageIds));
    this.pane = pane;
    const point = this.room.pointOf(this);
    if (this.asStack && point) this.index = nearestImage(series.images, point) ?? this.index;
    const view = await openStackView(
      this.viewportId,
      pane.image,
      series.imageIds,
      this.index,
      () => {
        if (series.windowFromFirst()) this.room.windowFound(this);
        pane.redraw();
      },
      this.content?.align,
    );
    if (stale()) {
      view.dispose();
      return;
    }
    if (series.windowFromFirst()) this.room.windowFound(this);
    this.attach(pane, view);
    series.fetch(series.imageIds, this.index);
    pane.refreshLoaded();
  }

  private async drawPlane(
    series: OpenSeries,
    name: PlaneName | 'volume',
    stale: () => boolean,
  ): Promise<void> {
    this.holdsPlanes = true;
    const over = name === 'volume' || this.noFusion() ? undefined : this.over.series;
    this.over.held = over !== undefined;
    const [{ images, volume }, layer] = await Promise.all([series.planes(), over?.planes()]);
    if (stale()) return;
    const pane = new Pane(this.root, name, this.host(series, images.imageIds));
    this.pane = pane;
    const start = this.room.pointOf(this);
    if (!start) throw new Error('The series has no place');
    const [first] = images.imageIds;
    const view =
      name === 'volume'
        ? await openVolume3dView(this.viewportId, pane.image, {
            volume,
            grid: images.grid,
            firstImageId: first,
            say: this.room.say,
            preset: this.content?.preset,
          })
        : await openVolumeView(
            this.viewportId,
            pane.image,
            volume,
            images.grid,
            first,
            this.room.camerasOf(this)[name],
            start,
            layer && { volume: layer.volume, firstImageId: layer.images.imageIds[0] },
          );
    if (stale()) {
      view.dispose();
      return;
    }
    if (this.content?.slab) view.setSlab?.(this.content.slab);
    this.attach(pane, view);
    const share = this.index / Math.max(1, series.imageIds.length);
    series.fetch(images.imageIds, images.own ? this.index : Math.round(share * images.imageIds.length));
    if (layer) over?.fetch(layer.images.imageIds, Math.round(share * layer.images.imageIds.length));
    pane.refreshLoaded();
  }

  /** Asks once more for what could not be had, the image on show first. */
  fetchAgain(): void {
    this.series?.fetchAgain();
    this.over.series?.fetchAgain();
    if (this.pane?.name === 'stack') this.view?.setIndex(this.view.index());
    this.pane?.redraw();
    // The button that was pressed is gone.
    this.pane?.root.focus();
  }

  private attach(pane: Pane, view: View): void {
    if (this.orientation) view.orient?.(this.asDrawn(this.orientation));
    if (this.placement) view.place(this.placement);
    pane.attach(view);
  }

  /** Takes the drawing away and remembers where it looked; the content stays. */
  close(): void {
    this.turns++;
    this.isDrawing = false;
    if (this.pane) {
      this.placement = this.view?.placement() ?? this.placement;
      this.pane.dispose();
      this.pane = undefined;
    }
    if (this.holdsPlanes) this.series?.releasePlanes();
    this.over.release();
    this.holdsPlanes = false;
    this.asStack = false;
  }

  orient(orientation: Orientation): void {
    this.orientation = orientation;
    this.view?.orient?.(this.asDrawn(orientation));
    this.pane?.redraw();
  }

  /** The reader's inversion comes on top of that of the file: a stack of MONOCHROME1 is drawn inverted as it is. */
  private asDrawn(orientation: Orientation): Orientation {
    const image = viewedImage(this.series?.imageIds[this.index] ?? '');
    const own = this.pane?.name === 'stack' && image?.instance.photometricInterpretation === 'MONOCHROME1';
    return { ...orientation, invert: orientation.invert !== own };
  }

  /** What it shows, for the owner of the room. */
  facts(window: CellFacts['window'], overWindow: CellFacts['window']): CellFacts | undefined {
    const { content, series } = this;
    if (!content || !series) return undefined;
    const { seriesUid, view, preset, slab, image, align, fusedWith, prior } = content;
    const ids = this.holdsPlanes ? series.openedPlanes()?.images.imageIds : series.imageIds;
    const noMpr = series.noMpr();
    return {
      seriesUid,
      view,
      ...(preset !== undefined && { preset }),
      ...(slab && { slab }),
      ...(image !== undefined && { image }),
      ...(align && { align }),
      ...(fusedWith !== undefined && { fusedWith }),
      ...(prior && { prior }),
      ...(this.orientation && { orientation: this.orientation }),
      ...(this.over.series && !this.noFusion() && { fusion: this.over.facts(overWindow) }),
      index: this.index,
      window,
      loaded: (ids && series.fetching(ids)?.fraction()) ?? 0,
      asStack: this.asStack,
      ...(noMpr && { noMpr }),
    };
  }

  restate(): void {
    this.fail(this.failed);
    this.pane?.restate();
  }

  dispose(): void {
    this.close();
    this.content = undefined;
    this.series = undefined;
    this.over.take(undefined, undefined);
    this.root.remove();
  }
}
