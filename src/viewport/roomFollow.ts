import { transposed, turnOfWay, type Affine } from '../domain/affine';
import { dot, sub, add, type Vec3 } from '../domain/geometry';
import type { Cell } from './cell';
import { straightCameras, isStraight, turnAbout, turnedInto, type PlaneCameras } from './planeCameras';
import type { PlaneName, ViewPlane } from './plane';
import type { RoomSpaces } from './roomSpaces';
import type { Links } from './roomState';
import type { Window } from './window';

/** What following needs of the room. */
export interface FollowedRoom {
  readonly spaces: RoomSpaces;
  cells(): readonly Cell[];
  active(): Cell | undefined;
  links(): Links;
  /** The way of a place from the space of one cell into that of another, as of a prior that is registered. */
  between(from: Cell, to: Cell): ((point: Vec3) => Vec3) | undefined;
  /** The cell whose planes those of a linked cell follow; the cell itself where it is not linked, or leads. */
  leaderOf(cell: Cell): Cell;
  /** Other spaces go their own ways. */
  parted(): boolean;
}

/** Slices that lie this near to parallel are scrolled together: the cosine between their normals. */
const PARALLEL = 0.9;
/** Planes nearer to parallel than this have no line worth drawing on each other. */
const ALIKE = 0.985;
/** How far around the middle of the images a registration is asked how it turns, mm: what bends nearer by is no turn. */
const TURN_REACH = 60;

/**
 * What the cells of a room do because another cell did it: the shared point, linked slices, windows and zoom, planes
 * that turn together. Every way is mm in LPS.
 */
export class RoomFollow {
  constructor(private readonly room: FollowedRoom) {}

  /** The window of a cell, of those that share it, and with linked windows of every cell of its modality. */
  window(cell: Cell, window: Window): void {
    const { spaces } = this.room;
    spaces.setWindow(cell, window);
    const modality = cell.seriesOf(cell.hand)?.series.modality;
    for (const other of this.room.cells())
      for (const part of other.parts) {
        const linked =
          other.seriesOf(part)?.series.modality === modality &&
          (this.room.links().window || this.isTwin(cell, other));
        if (linked) spaces.setWindow(other, window, part);
        if (!linked && !spaces.sameWindow(cell, other, part)) continue;
        other.showWindow(part, window);
        other.pane?.redraw();
      }
  }

  /** The cells of a space go to a point; `reveal` also brings it well inside the viewports. */
  point(cell: Cell, point: Vec3, reveal = false): void {
    const { spaces } = this.room;
    spaces.setPoint(cell, point);
    for (const other of this.room.cells()) {
      if (!spaces.sameSpace(cell, other)) continue;
      other.touched = true;
      other.pane?.follow(point);
      if (reveal) other.pane?.reveal(point);
    }
    this.recentre(cell);
    this.acrossLinks(cell, point, () => true, reveal);
  }

  /** Cells of linked spaces go to where a place of this one lies in theirs. */
  private acrossLinks(cell: Cell, point: Vec3, goes: (other: Cell) => boolean, reveal = false): void {
    const { spaces } = this.room;
    for (const other of this.room.cells()) {
      const way = this.room.between(cell, other);
      if (!way) continue;
      const there = way(point);
      spaces.setPoint(other, there);
      if (!goes(other)) continue;
      other.touched = true;
      other.pane?.follow(there);
      if (reveal) other.pane?.reveal(there);
      this.recentre(other);
    }
  }

  /** Brings the cells of linked spaces to the place, nearness and window of this one. */
  join(cell: Cell): void {
    const point = this.room.spaces.point(cell);
    if (point) {
      // A cell that was hung anew stands in the middle of its series: the reader was elsewhere.
      cell.pane?.follow(point);
      this.acrossLinks(cell, point, () => true);
    }
    const window = this.room.spaces.window(cell);
    if (window && this.room.cells().some((other) => this.isTwin(cell, other))) this.window(cell, window);
    for (const lead of this.room.cells())
      if (lead === cell || this.room.spaces.sameSpace(lead, cell))
        for (const other of this.room.cells()) this.sameView(lead, other);
    for (const { pane } of this.room.cells()) pane?.redraw();
  }

  /** Does it show the same of a linked examination: the same planes, in the same window? */
  private isTwin(cell: Cell, other: Cell): boolean {
    return this.room.between(cell, other) !== undefined && cell.content?.preset === other.content?.preset;
  }

  /** A linked cell that lies the same way shows the same part of the patient, as near as this one. */
  private sameView(cell: Cell, other: Cell): boolean {
    const way = this.room.between(cell, other);
    const seen = way && this.parallel(cell, other) ? cell.view?.placement() : undefined;
    if (!way || !seen || seen.volume) return way !== undefined;
    const [mine, theirs] = [cell.view?.plane()?.height, other.view?.plane()?.height];
    if (mine && theirs)
      other.view?.place({
        middle: way(seen.middle),
        halfHeight: (seen.halfHeight * theirs) / mine,
        fitted: false,
      });
    return true;
  }

  /** A cell was scrolled to a slice by the hand or a key. */
  scrolled(cell: Cell, index: number): void {
    const { pane, view } = cell;
    if (!pane || !view) return;
    const { spaces } = this.room;
    cell.touched = true;
    const point = spaces.point(cell);
    const moved = point && view.pointOn(index, point);
    const way = moved && pane.name === 'stack' ? sub(moved, view.pointOn(cell.index, point)) : undefined;
    if (pane.name === 'stack') cell.index = index;
    if (moved) {
      spaces.setPoint(cell, moved);
      for (const other of this.room.cells())
        if (other !== cell && this.goesAlong(cell, other)) other.pane?.follow(moved);
    }
    if (moved && this.room.links().scroll)
      this.acrossLinks(cell, moved, (other) => other.pane?.name !== 'stack' || this.parallel(cell, other));
    if (way) this.alongOtherSpaces(cell, way);
    this.recentre(cell);
    for (const other of this.room.cells()) if (other !== cell) other.pane?.redraw();
  }

  /** Planes of the same space follow always; stacks when scrolling is linked and they lie the same way. */
  private goesAlong(cell: Cell, other: Cell): boolean {
    if (!this.room.spaces.sameSpace(cell, other)) return false;
    return other.pane?.name !== 'stack' || (this.room.links().scroll && this.parallel(cell, other));
  }

  private parallel(cell: Cell, other: Cell): boolean {
    const [a, b] = [cell.view?.plane()?.normal, other.view?.plane()?.normal];
    return a !== undefined && b !== undefined && Math.abs(dot(a, b)) > PARALLEL;
  }

  /**
   * Stacks of another space, as of a prior study, go the same way in mm. Their point moves even past their last slice,
   * so that they are where they were when the reader comes back.
   */
  private alongOtherSpaces(cell: Cell, way: Vec3): void {
    if (!this.room.links().scroll || this.room.parted()) return;
    const { spaces } = this.room;
    const moved = new Set<string>();
    for (const other of this.room.cells()) {
      if (other.pane?.name !== 'stack' || spaces.sameSpace(cell, other) || !this.parallel(cell, other))
        continue;
      if (this.room.between(cell, other)) continue;
      const space = spaces.spaceOf(other);
      const before = spaces.point(other);
      if (space === undefined || !before) continue;
      const point = moved.has(space) ? before : add(before, way);
      moved.add(space);
      spaces.setPoint(other, point);
      other.pane.follow(point);
      this.recentre(other);
    }
  }

  /** Frames are fetched outwards from where the reader is. */
  private recentre(cell: Cell): void {
    for (const other of this.room.cells()) {
      const { series, view, pane } = other;
      if (!series || !view || (other !== cell && !this.room.spaces.sameSpace(cell, other))) continue;
      if (pane?.name === 'stack') other.index = view.index();
      const ids = pane?.name === 'stack' ? series.imageIds : series.openedPlanes()?.images.imageIds;
      if (!ids || view.count() !== ids.length) continue;
      series.fetching(ids)?.setCentre(view.index());
    }
  }

  /** Linked zoom and pan: the other cells that show the same kind of view do the same. */
  hand(cell: Cell, act: (other: Cell) => void): void {
    const { zoom } = this.room.links();
    for (const other of this.room.cells())
      if (
        !this.sameView(cell, other) &&
        zoom &&
        other !== cell &&
        (other.pane?.name === 'stack') === (cell.pane?.name === 'stack')
      )
        act(other);
  }

  /** How the directions of the leading examination lie in the space of a linked cell. */
  private turnInto(cell: Cell): Affine['rows'] | undefined {
    const lead = this.room.leaderOf(cell);
    const way = this.room.between(lead, cell);
    const middle = lead.series?.middle();
    return way && middle && turnOfWay(way, middle, TURN_REACH);
  }

  /** How the planes of a cell's space look: those of a linked one as the leading ones do, turned with the patient. */
  cameras(cell: Cell): PlaneCameras {
    const turn = this.turnInto(cell);
    return turn ? turnedInto(turn, this.leading(cell)) : this.room.spaces.cameras(cell);
  }

  /** How the planes look that a cell's follow: what is kept of a room, whichever examination was read last. */
  leading(cell: Cell): PlaneCameras {
    return this.room.spaces.cameras(this.room.leaderOf(cell));
  }

  /** Puts back what `leading` gave. */
  setLeading(cell: Cell, cameras: PlaneCameras): void {
    this.setCameras(this.room.leaderOf(cell), cameras);
  }

  /** Turns the two other planes about the normal of one, radians clockwise on its screen. */
  turn(cell: Cell, about: PlaneName, angle: number): void {
    // A mirrored plane is seen from behind, where clockwise is the other way round.
    const turn = cell.orientation?.flip ? -angle : angle;
    this.setCameras(cell, turnAbout(this.cameras(cell), about, turn));
  }

  /** The patient's own planes again, when they are turned; of linked examinations those of the one that leads. */
  straighten(cell: Cell): void {
    if (!isStraight(this.leading(cell))) this.setLeading(cell, straightCameras);
  }

  /** The planes of a cell's space look another way; the point that they share stays on all of them. */
  setCameras(cell: Cell, cameras: PlaneCameras): void {
    const { spaces } = this.room;
    const lead = this.room.leaderOf(cell);
    const turn = this.turnInto(cell);
    spaces.setCameras(lead, turn ? turnedInto(transposed(turn), cameras) : cameras);
    this.look((other) => spaces.sameSpace(lead, other) || this.room.between(lead, other) !== undefined);
  }

  /** The planes of these cells are drawn as their space is looked at now. */
  look(which: (cell: Cell) => boolean): void {
    for (const cell of this.room.cells()) {
      const name = cell.pane?.name;
      const point = this.room.spaces.point(cell);
      if (!name || name === 'stack' || name === 'volume' || !point || !which(cell)) continue;
      cell.view?.turnPlane?.(this.cameras(cell)[name], point);
      cell.pane?.refreshTicks();
    }
    for (const { pane } of this.room.cells()) pane?.redraw();
  }

  /** Planes of the other cells in the same space that cut this one. */
  crossing(
    cell: Cell,
  ): readonly { readonly plane: ViewPlane; readonly active: boolean; readonly turns: boolean }[] {
    const own = cell.view?.plane();
    if (!own || cell.root.hidden) return [];
    return this.room.cells().flatMap((other) => {
      if (other === cell || other.root.hidden || other.pane?.name === 'volume') return [];
      const plane = this.room.spaces.sameSpace(cell, other) ? other.view?.plane() : undefined;
      if (!plane || Math.abs(dot(plane.normal, own.normal)) > ALIKE) return [];
      return [{ plane, active: other === this.room.active(), turns: other.pane?.name !== 'stack' }];
    });
  }
}
