import type { Vec3 } from '../domain/geometry';
import { gridLayout, type RoomLayout } from '../domain/hanging/layout';
import { Cell, type CellRoom } from './cell';
import { dropEngine, engine, purge } from './engine';
import { hasOverlays } from './imageLoader';
import { watchContext } from './roomContext';
import type { OpenSeries } from './openSeries';
import { RoomFollow } from './roomFollow';
import { arrangeCells, liesUpright, nameCells, reusableCell } from './roomGrid';
import { RoomActs } from './roomActs';
import { hostOf, type HostingRoom } from './roomHost';
import { RoomHand } from './roomHand';
import { RoomLinks } from './roomLinks';
import { RoomLook } from './roomLook';
import { RoomOffer } from './roomOffer';
import { RoomSeries } from './roomSeries';
import { RoomSpaces } from './roomSpaces';
import type { Links, RoomContent, RoomOptions } from './roomState';

/** Longest time between redraws while slices stream in, ms. */
const STREAM_MS = 150;
/**
 * The reading room: cells in a layout, each showing a series as a stack, a plane or a volume. Owns everything that
 * it opens; `dispose` gives all of it back. What a reader would miss (slices, windows, zoom, planes, marks, tool)
 * lives here and survives a change of layout and a lost graphics context.
 */
export class Room {
  private readonly root: HTMLDivElement;
  private readonly resizes: ResizeObserver;
  private readonly stopWatching: () => void;
  private readonly series = new RoomSeries(() => this.frameArrived());
  private readonly spaces = new RoomSpaces();
  private readonly follow: RoomFollow = new RoomFollow({
    spaces: this.spaces,
    cells: () => this.cells,
    active: () => this.activeCell,
    links: () => this.links,
    between: (from, to) => this.compared.between(from, to),
    leaderOf: (cell) => this.compared.leaderOf(cell),
    parted: () => this.compared.parted,
  });
  /** Examinations that are read as one, and the strips that say which is which. */
  readonly compared: RoomLinks = new RoomLinks({
    spaces: this.spaces,
    follow: this.follow,
    cells: () => this.cells,
    active: () => this.activeCell,
    resized: () => this.resized(),
    tell: () => this.tell(),
  });
  /** Counts the hangings: one that another has overtaken draws nothing more. */
  private hanging = 0;
  private drawing: Promise<void> = Promise.resolve();
  private cells: Cell[] = [];
  private layout: RoomLayout = gridLayout(1, 1);
  private active = 0;
  private maximised: number | undefined;
  /** The layout lies on its side. */
  private upright = false;
  private streamTimer = 0;
  private readonly offer: RoomOffer;
  private links: Links = { scroll: true, window: false, zoom: false };
  /** What keys, menus and commands do to the active cell. */
  readonly acts: RoomActs = new RoomActs({
    spaces: this.spaces,
    follow: this.follow,
    cells: () => this.cells,
    active: () => this.activeCell,
    join: (cell) => this.compared.join(cell),
    redraw: () => this.redraw(),
    tell: () => this.tell(),
  });
  readonly look = new RoomLook(() => this.cells);
  /** What keys do in place of the mouse. */
  readonly hand = new RoomHand(
    () => this.cells,
    () => this.activeCell,
  );

  constructor(
    parent: HTMLElement,
    private readonly options: RoomOptions,
  ) {
    this.root = document.createElement('div');
    this.root.className = 'vp-room';
    parent.append(this.root);
    this.offer = new RoomOffer({
      root: this.root,
      say: options.say,
      cells: () => this.cells,
      focus: () => this.activeCell?.pane?.root.focus(),
      taken: (cells) => {
        this.arrange();
        void this.draw(cells);
      },
      declined: ({ series }) => options.onEvent({ kind: 'planesDeclined', seriesUid: series.seriesUid }),
    });
    this.resizes = new ResizeObserver(() => this.resized());
    this.resizes.observe(this.root);
    this.stopWatching = watchContext({ lost: () => this.contextLost(), back: () => this.contextBack() });
  }

  /**
   * Lays out the room and fills it. A cell that keeps its series and view keeps slice, zoom and window, also when the
   * series has grown. Resolves when the first image of every cell is drawn or has failed.
   */
  async hang(layout: RoomLayout, contents: readonly (RoomContent | undefined)[], active = 0): Promise<void> {
    engine();
    this.offer.close();
    const kept = new Set<Cell>();
    const plan = layout.cells.map((...[, n]) => {
      const content = contents[n];
      const cell = reusableCell(this.cells, kept, content, n);
      if (cell) kept.add(cell);
      return { cell, content };
    });
    for (const cell of this.cells) if (!kept.has(cell)) cell.dispose();
    // A series that has grown is opened anew: nothing may draw from what it was meanwhile.
    for (const cell of kept)
      if (
        [cell.series, cell.over.series].some(
          (one) => one && this.series.hasGrown(one.series.seriesUid, contents),
        )
      )
        cell.close();
    this.series.closeUnused(contents);
    const draw: Cell[] = [];
    this.cells = plan.map(({ cell, content }) => {
      const enter = (opened: OpenSeries): void => this.spaces.enter(opened);
      const series = content && this.series.take(content, enter);
      const layer = content?.over && this.series.take(content.over, enter);
      if (cell?.busy && cell.series === series && cell.over.series === layer) {
        cell.goOn(content);
        return cell;
      }
      const taking = cell ?? new Cell(this.root, this.room);
      taking.take(content, series, layer);
      draw.push(taking);
      return taking;
    });
    this.layout = layout;
    this.maximised = undefined;
    this.active = Math.max(0, Math.min(active, this.cells.length - 1));
    this.arrange();
    this.compared.showRoles();
    this.tell();
    await this.draw(draw);
  }

  /**
   * Draws cells, and waits for those that are being drawn. When another hanging begins meanwhile it resolves with
   * that one.
   */
  private async draw(cells: readonly Cell[]): Promise<void> {
    const turn = ++this.hanging;
    const alone = this.standIn === undefined ? undefined : this.cells[this.standIn];
    this.drawing = (async () => {
      await Promise.all(cells.filter((cell) => !alone || cell === alone).map((cell) => cell.draw()));
      await Promise.all(this.cells.map((cell) => cell.drawing));
    })();
    await this.drawing;
    if (turn !== this.hanging) {
      await this.drawing;
      return;
    }
    this.offer.ask();
    this.nameCells();
    this.compared.join();
    this.redraw();
    this.tell();
  }

  /** Closes what is open and gives back its memory, that of the graphics card included. */
  closeAll(): void {
    this.hanging++;
    this.offer.close();
    for (const cell of this.cells) cell.dispose();
    this.cells = [];
    this.series.closeUnused([]);
    this.spaces.clear();
    this.layout = gridLayout(1, 1);
    this.active = 0;
    this.maximised = undefined;
    this.look.forget();
    this.compared.forget();
    purge();
    dropEngine();
    this.tell();
  }

  dispose(): void {
    this.closeAll();
    this.stopWatching();
    this.resizes.disconnect();
    clearTimeout(this.streamTimer);
    this.root.remove();
  }

  setActive(n: number): void {
    if (n === this.active || !this.cells[n]) return;
    this.active = n;
    this.nameCells();
    this.redraw();
    this.tell();
  }

  /**
   * While the planes of the one series on show wait for an answer about memory, the active cell alone shows its
   * stack: the same images in every cell would help nobody.
   */
  private get standIn(): number | undefined {
    const [first] = this.cells;
    const waits = this.cells.length > 1 && first.series?.forecast() !== undefined;
    const one = waits && this.cells.every((cell) => cell.series === first.series && cell.wantsPlanes());
    return one ? this.active : undefined;
  }

  private get activeCell(): Cell | undefined {
    return this.cells[this.maximised ?? this.active];
  }

  setLinks(links: Links): void {
    this.links = links;
  }

  /** Lets go of what is half drawn; true when there was something. */
  letGo(): boolean {
    let held = this.look.cursor !== undefined;
    this.look.cursor = undefined;
    for (const { pane } of this.cells) held = (pane?.letGo() ?? false) || held;
    if (held) this.redraw();
    return held;
  }

  /** What is half drawn is all: true when it was enough. */
  enough(): boolean {
    return this.cells.some(({ pane }) => pane?.enough() ?? false);
  }

  toggleMaximise(n = this.active): void {
    if (this.cells.length < 2) return;
    this.active = n;
    this.maximised = this.maximised === undefined ? n : undefined;
    this.arrange();
    this.tell();
  }

  /** Writes all texts anew, after a change of language. */
  restate(): void {
    for (const cell of this.cells) cell.restate();
    this.nameCells();
    this.offer.restate();
  }

  /** CSS px. */
  get width(): number {
    return this.root.clientWidth;
  }

  /** Brings every overlay up to date. */
  redraw(): void {
    for (const { pane } of this.cells) pane?.redraw();
  }

  private tell(): void {
    const active = this.activeCell;
    const point = active && this.spaces.point(active);
    this.options.onState({
      layout: this.layout,
      cells: this.cells.map((cell) =>
        cell.facts(this.spaces.window(cell, 'base'), this.spaces.window(cell, 'layer')),
      ),
      active: this.maximised ?? this.active,
      ...(this.maximised !== undefined && { maximised: this.maximised }),
      ...(point && { point }),
      ...(active && { cameras: this.follow.leading(active) }),
      overlays: hasOverlays(),
    });
  }

  private readonly room: CellRoom = {
    say: (key, values) => this.options.say(key, values),
    pointOf: (cell) => this.spaces.point(cell),
    camerasOf: (cell) => this.follow.cameras(cell),
    sharedPoint: (cell) =>
      this.links.scroll &&
      this.cells.some((other) => other !== cell && other.view && this.spaces.sameSpace(cell, other))
        ? this.spaces.point(cell)
        : undefined,
    windowFound: (cell) => {
      const found = [cell.series, cell.over.series];
      for (const other of this.cells)
        for (const part of other.parts) {
          const window = found.includes(other.seriesOf(part)) ? this.spaces.window(other, part) : undefined;
          if (window) other.showWindow(part, window);
        }
      this.tell();
    },
    changed: () => {
      this.nameCells();
      this.tell();
    },
    activate: (cell) => this.setActive(this.cells.indexOf(cell)),
    dropped: (cell, seriesUid) => this.options.onSeriesDropped(this.cells.indexOf(cell), seriesUid),
    hostOf: (cell) => hostOf(cell, this.hosting),
  };

  private readonly hosting: HostingRoom = {
    look: this.look,
    spaces: this.spaces,
    follow: this.follow,
    between: this.compared.between,
    tell: () => this.tell(),
    emit: (event) => this.options.onEvent(event),
    activate: (cell) => this.setActive(this.cells.indexOf(cell)),
    isActive: (cell) => this.cells.length > 1 && this.cells[this.active] === cell,
    maximise: (cell) => this.toggleMaximise(this.cells.indexOf(cell)),
    setCursor: (cell, point) => this.setCursor(cell, point),
    setSlab: (cell, slab) => {
      this.setActive(this.cells.indexOf(cell));
      this.acts.setSlab(slab);
    },
  };

  /** The 3-D cursor: every cell of the same space shows the slice that it is on. */
  private setCursor(cell: Cell, point: Vec3 | undefined): void {
    this.look.cursor = point;
    this.look.cursorFrom = cell;
    if (point) this.follow.point(cell, point);
    else this.redraw();
    this.tell();
  }

  private frameArrived(): void {
    if (this.streamTimer) return;
    this.streamTimer = window.setTimeout(() => {
      this.streamTimer = 0;
      for (const cell of this.cells) {
        const { pane } = cell;
        if (cell.windowsFromFirst()) this.room.windowFound(cell);
        pane?.refreshLoaded();
        if (pane?.name === 'stack') pane.redraw();
        else pane?.view?.render();
      }
      this.tell();
    }, STREAM_MS);
  }

  private arrange(): void {
    this.upright = liesUpright(this.root, this.layout);
    arrangeCells(this.root, this.layout, this.cells, this.upright, this.maximised ?? this.standIn);
    this.resized();
  }

  private nameCells(): void {
    nameCells(this.cells, this.maximised === undefined ? this.active : undefined, this.options.say);
  }

  private resized(): void {
    if (this.upright !== liesUpright(this.root, this.layout)) {
      this.arrange();
      return;
    }
    if (!this.cells.some(({ view }) => view)) return;
    engine().resize(true, true);
    for (const { view, pane } of this.cells) {
      view?.resized();
      pane?.redraw();
    }
    this.compared.join();
  }

  private contextLost(): void {
    for (const { pane } of this.cells) pane?.setMessage(this.options.say('contextLost'));
  }

  /** Textures are gone with the old context: a new engine draws the same state; frames are still in memory. */
  private contextBack(): void {
    if (this.cells.length === 0) return;
    for (const cell of this.cells) cell.close();
    dropEngine();
    engine();
    void this.draw(this.cells);
  }
}
