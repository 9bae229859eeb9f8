import type { Vec3 } from '../domain/geometry';
import type { Slab } from '../domain/hanging/layout';
import type { Cell } from './cell';
import type { FusionLook } from './fusion/look';
import { reoriented, type Reorientation } from './orientation';
import type { PlaneCameras } from './planeCameras';
import type { RoomFollow } from './roomFollow';
import type { RoomSpaces } from './roomSpaces';
import type { Window } from './window';

/** What acting on the active cell needs of the room. */
interface ActedRoom {
  readonly spaces: RoomSpaces;
  readonly follow: RoomFollow;
  cells(): readonly Cell[];
  active(): Cell | undefined;
  /** Brings the cells of linked spaces to where this one is. */
  join(cell: Cell): void;
  redraw(): void;
  tell(): void;
}

/** What keys, menus and commands do to the active cell; nothing where there is none. */
export class RoomActs {
  constructor(private readonly room: ActedRoom) {}

  private get cell(): Cell | undefined {
    return this.room.active();
  }

  /** The window of the active cell, of those that share it, and with linked windows of every cell of its modality. */
  setWindow(window: Window): void {
    const cell = this.cell;
    if (cell) this.setCellWindow(cell, window);
  }

  private setCellWindow(cell: Cell, window: Window): void {
    this.room.follow.window(cell, window);
    this.room.tell();
  }

  /** How the series over the active cell's is drawn; nothing where there is none. */
  setFusion(change: Partial<FusionLook>): void {
    this.cell?.pane?.host.layer?.change(change);
  }

  /** A window over the middle of the values of the image on show in the active cell. */
  autoWindow(): void {
    const cell = this.cell;
    const window = cell
      ?.seriesOf(cell.hand)
      ?.autoWindow(cell.pane?.name === 'stack' ? cell.index : undefined);
    if (cell && window) this.setCellWindow(cell, window);
  }

  /** A slab in the active cell's plane; undefined: the plane alone. */
  setSlab(slab: Slab | undefined): void {
    const cell = this.cell;
    if (!cell?.content) return;
    const { slab: before, ...content } = cell.content;
    if (before === slab) return;
    cell.content = slab ? { ...content, slab } : content;
    cell.view?.setSlab?.(slab);
    cell.pane?.redraw();
    this.room.tell();
  }

  /** Planes look this way, as they did when the room was kept: those of the examination that leads the active cell's. */
  setCameras(cameras: PlaneCameras): void {
    const cell = this.cell;
    if (cell) this.room.follow.setLeading(cell, cameras);
    this.room.tell();
  }

  /** Turns, mirrors or inverts the active cell's image as it is seen; a volume cannot. */
  turn(change: Reorientation): void {
    const cell = this.cell;
    if (!cell?.view?.orient) return;
    cell.orient(reoriented(cell.orientation, change));
    this.room.tell();
  }

  /** Every cell in the space of the active one goes to a point (LPS mm) and shows it. */
  goTo(point: Vec3): void {
    const cell = this.cell;
    if (!cell?.series) return;
    this.room.follow.point(cell, point, true);
    this.room.tell();
  }

  /** Asks once more for the images of the active cell that could not be had. */
  fetchAgain(): void {
    this.cell?.fetchAgain();
  }

  /** Scrolls the active cell. */
  scrollBy(slices: number): void {
    const pane = this.cell?.pane;
    if (pane?.view) pane.goToSlice(pane.view.index() + slices);
  }

  /** The whole image, unturned; in planes also the patient's axes again. */
  resetView(): void {
    const cell = this.cell;
    if (!cell) return;
    if (cell.content?.view !== 'stack') this.room.follow.straighten(cell);
    cell.upright();
    const all =
      cell.content?.view === 'stack'
        ? [cell]
        : this.room.cells().filter((c) => this.room.spaces.sameSpace(cell, c));
    for (const one of all) one.view?.fit();
    this.room.join(cell);
    this.room.redraw();
    this.room.tell();
  }

  /** One pixel of the image on one pixel of the screen, about the middle; only stacks can. */
  actualSize(): void {
    const cell = this.cell;
    const now = cell?.pane?.name === 'stack' ? cell.view?.magnification() : undefined;
    if (!now) return;
    cell?.pane?.zoomBy(1 / (now * window.devicePixelRatio));
    cell?.pane?.redraw();
  }

  /** The active cell stays on the image that it shows. */
  stopFilm(): void {
    this.cell?.pane?.stopFilm();
  }

  /** Plays or stops the active cell's film or slices; false when there is nothing to play. */
  toggleFilm(): boolean {
    return this.cell?.pane?.toggleFilm() ?? false;
  }

  /** Are lengths in the active cell known in mm? */
  lengthsKnown(): boolean {
    return this.cell?.pane?.mmPerCssPx() !== undefined;
  }

  /** Zooms the active cell so that a mm is a mm on the screen; false when a length or the screen is not known. */
  trueSize(): boolean {
    return this.cell?.pane?.trueSize() ?? false;
  }
}
