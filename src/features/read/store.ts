import { create } from 'zustand';
import type { Vec3 } from '../../domain/geometry';
import { gridLayout, type RoomLayout, type Slab } from '../../domain/hanging/layout';
import type { PresetName } from '../../domain/hanging/presets';
import type { CellFacts, Links, NoMpr, PlaneCameras, Tool, Window } from '../../viewport/index';

/** `stack` is one cell with images as acquired; the others are the layouts of the room. */
export type Layout = 'stack' | RoomLayout['name'];

/** What the reading room shows: ids and small facts, never pixels. Changed by the commands of `index.ts` only. */
export interface ReadState {
  /** How the room is divided, and what its cells show. */
  readonly room: RoomLayout;
  readonly cells: readonly (CellFacts | undefined)[];
  /** The cell that keys and menus act on; what follows without a cell's number is about it. */
  readonly active: number;
  readonly activeSeriesUid?: string;
  readonly layout: Layout;
  readonly tool: Tool;
  readonly marksVisible: boolean;
  /** Overlay planes of the files (60xx) are drawn. */
  readonly overlaysVisible: boolean;
  /** The open series has some, as far as its images are decoded. */
  readonly overlays: boolean;
  /** Modality values: Hounsfield units for CT. */
  readonly window?: Window;
  /** The preset that `window` is, if it is one. */
  readonly preset?: PresetName;
  readonly slab?: Slab;
  /** How the series over that of the active cell is drawn; absent where none is. */
  readonly fusion?: CellFacts['fusion'];
  /** The point that the planes share, LPS mm. */
  readonly crosshair?: Vec3;
  /** How the planes of the active cell look. */
  readonly cameras?: PlaneCameras;
  /** The reader has arranged the room or worked in it: nothing hangs by itself any more. */
  readonly touched: boolean;
  /** The cell that fills the room. */
  readonly maximised?: number;
  /** Share of the series' frames that are decoded, 0..1. */
  readonly loaded: number;
  /** Why this series has no other planes. */
  readonly noMpr?: NoMpr | 'cpu';
  readonly links: Links;
  /** Radius of the outline brush, mm. */
  readonly brushMm: number;
  /** Does the series hold Hounsfield units, so that presets mean something? */
  readonly hounsfield: boolean;
  /** Ultrasound: lesions are outlined from a click by another rule than nodules of the lung. */
  readonly ultrasound: boolean;
  readonly chestFilm: boolean;
}

export const useRead = create<ReadState>(() => ({
  room: gridLayout(1, 1),
  cells: [],
  active: 0,
  layout: 'stack',
  tool: 'window',
  marksVisible: true,
  overlaysVisible: true,
  overlays: false,
  loaded: 0,
  links: { scroll: true, window: false, zoom: false },
  brushMm: 4,
  hounsfield: false,
  ultrasound: false,
  chestFilm: false,
  touched: false,
}));
