import type { Vec3 } from '../domain/geometry';
import type { CellContent, RoomLayout } from '../domain/hanging/layout';
import type { Series, Study } from '../domain/study';
import type { FusionLook } from './fusion/look';
import type { ViewportEvent } from './marks';
import type { Say } from './say';
import type { NoMpr } from './seriesGrid';
import type { PlaneCameras } from './planeCameras';
import type { Orientation } from './view';
import type { Window } from './window';

/** What a cell is given to show: the content with the objects that it names. */
export interface RoomContent extends CellContent {
  readonly study: Study;
  readonly series: Series;
  /** The window that it opens with, modality values; absent: the file's own. */
  readonly window?: Window;
  /** How it is turned when it opens; absent: as the file has it. */
  readonly orientation?: Orientation;
  /** The series that `fusedWith` names, the window that it opens with and how it is drawn; absent: plainly. */
  readonly over?: {
    readonly study: Study;
    readonly series: Series;
    readonly window?: Window;
    readonly look?: FusionLook;
  };
}

/** What one cell shows now; small immutable facts. */
export interface CellFacts extends CellContent {
  /** Modality values. */
  readonly window?: Window;
  /** Share of the images that it needs which are decoded, 0..1. */
  readonly loaded: number;
  /** Why its series has no other planes; absent when it has. */
  readonly noMpr?: NoMpr | 'cpu';
  /** Planes were asked for; they wait for the reader's answer about memory, or cannot be made. */
  readonly asStack: boolean;
  /** Image of the stack that it is at, 0-based. */
  readonly index: number;
  readonly orientation?: Orientation;
  /** How the series over it is drawn, and in which window; absent where none is. */
  readonly fusion?: FusionLook & { readonly window?: Window };
}

/** What the room tells its owner when it changes. */
export interface RoomState {
  readonly layout: RoomLayout;
  readonly cells: readonly (CellFacts | undefined)[];
  /** The cell that keys and menus act on. */
  readonly active: number;
  readonly maximised?: number;
  /** Point that the planes of the active cell share, LPS mm. */
  readonly point?: Vec3;
  /** How these planes look; the patient's own directions until they are turned. */
  readonly cameras?: PlaneCameras;
  /** Overlay planes of the files (60xx) lie on images that are decoded. */
  readonly overlays: boolean;
}

/** What of one cell the others follow. */
export interface Links {
  readonly scroll: boolean;
  readonly window: boolean;
  readonly zoom: boolean;
}

export interface RoomOptions {
  readonly say: Say;
  readonly onState: (state: RoomState) => void;
  readonly onEvent: (event: ViewportEvent) => void;
  /** A series was dropped on a cell, or another wish of the hand that the owner decides. */
  readonly onSeriesDropped: (cell: number, seriesUid: string) => void;
}
