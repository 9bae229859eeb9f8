import type { Vec3 } from '../domain/geometry';
import type { Cell } from './cell';
import { isAlike } from './planeCameras';
import { html, setText } from './overlay/svg';
import type { ViewPlane } from './plane';
import type { RoomFollow } from './roomFollow';
import type { RoomSpaces } from './roomSpaces';

/** The way of a place (LPS mm) from the space of one series to that of another; undefined: they are not linked. */
export type Between = (fromSeriesUid: string, toSeriesUid: string) => ((point: Vec3) => Vec3) | undefined;

/** Which side of a comparison the images of a study are, in a word that the reader cannot miss. */
export interface Role {
  readonly kind: 'current' | 'prior' | 'difference' | 'other';
  readonly text: string;
}

export interface SpaceLinks {
  readonly between: Between;
  /** Studies whose frame of reference is theirs alone, whatever its UID: a copy may bear that of the original. */
  readonly apart: ReadonlySet<string>;
  /** Study that stays where it is while the way to the others changes. */
  readonly lead: string;
  /** They go their own ways: not even the same way in mm. */
  readonly parted: boolean;
}

interface LinkedRoom {
  readonly spaces: RoomSpaces;
  readonly follow: RoomFollow;
  cells(): readonly Cell[];
  active(): Cell | undefined;
  resized(): void;
  tell(): void;
}

/** Cells of different examinations that are read as one, and the strips that say which is which. */
export class RoomLinks {
  private roles: ReadonlyMap<string, Role> = new Map();
  private links: SpaceLinks | undefined;

  constructor(private readonly room: LinkedRoom) {}

  /** The way from the space of a cell into that of another one. */
  readonly between = (from: Cell, to: Cell): ((point: Vec3) => Vec3) | undefined => {
    const [a, b] = [from.series?.series.seriesUid, to.series?.series.seriesUid];
    if (!this.links || a === undefined || b === undefined || this.room.spaces.sameSpace(from, to))
      return undefined;
    return this.links.between(a, b);
  };

  /** A cell of the leading study whose space a cell is linked to; the cell itself where there is none. */
  readonly leaderOf = (cell: Cell): Cell =>
    this.room
      .cells()
      .find((one) => one.content?.study.studyUid === this.links?.lead && this.between(one, cell)) ?? cell;

  get parted(): boolean {
    return this.links?.parted ?? false;
  }

  /** Links spaces, or parts them; the cells that are linked now go to where the active one is. */
  link(links: SpaceLinks | undefined): void {
    const { follow, spaces } = this.room;
    const before = new Map(this.room.cells().map((cell) => [cell, follow.cameras(cell)]));
    this.links = links;
    spaces.apart = links?.apart ?? new Set();
    this.join();
    follow.look((cell) => !isAlike(before.get(cell)!, follow.cameras(cell)));
  }

  /** The active cell if it shows the leading study, else the first that does. */
  private get leader(): Cell | undefined {
    const leads = (cell: Cell | undefined): boolean => cell?.content?.study.studyUid === this.links?.lead;
    const active = this.room.active();
    return leads(active) ? active : (this.room.cells().find(leads) ?? active);
  }

  /** Brings every linked cell to the place, nearness and window of one; absent: of the study that leads. */
  join(lead = this.leader): void {
    if (!this.links || this.links.parted || !lead) return;
    this.room.follow.join(lead);
    this.room.tell();
  }

  /** A strip over the images of these studies (by Study Instance UID), or of single series (by Series Instance UID). */
  setRoles(roles: ReadonlyMap<string, Role>): void {
    this.roles = roles;
    this.showRoles();
  }

  showRoles(): void {
    let moved = false;
    for (const cell of this.room.cells()) {
      const content = cell.content;
      const role = content && (this.roles.get(content.seriesUid) ?? this.roles.get(content.study.studyUid));
      const strip = cell.root.querySelector<HTMLElement>(':scope > .vp-role');
      if (!role) {
        moved ||= strip !== null;
        strip?.remove();
        delete cell.root.dataset.role;
        continue;
      }
      moved ||= strip === null;
      const shown = strip ?? html(cell.root, 'div', 'vp-role');
      shown.dataset.testid = 'cell-role';
      setText(shown, role.text);
      cell.root.dataset.role = role.kind;
    }
    if (moved) this.room.resized();
  }

  /** Where the cell of a series looks, LPS mm; undefined when none shows it. The active cell before others. */
  middleOf(seriesUid: string): Vec3 | undefined {
    const shown = this.room.cells().filter((cell) => cell.content?.seriesUid === seriesUid && cell.view);
    const active = this.room.active();
    const cell = active && shown.includes(active) ? active : shown[0];
    return cell?.view?.placement()?.middle;
  }

  /** The plane that the active cell draws. */
  activePlane(): ViewPlane | undefined {
    return this.room.active()?.view?.plane();
  }

  forget(): void {
    this.links = undefined;
    this.roles = new Map();
  }
}
