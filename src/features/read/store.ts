import { create } from 'zustand';
import type { Vec3 } from '../../domain/geometry';
import type { Layout, NoMpr, PaneName, Tool, Window, WindowPreset } from '../../viewport/index';

/** What the reading room shows: ids and small facts, never pixels. Changed by the commands of `index.ts` only. */
export interface ReadState {
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
  readonly preset?: WindowPreset;
  /** The point that the planes share, LPS mm. */
  readonly crosshair?: Vec3;
  readonly maximised?: PaneName;
  /** Share of the series' frames that are decoded, 0..1. */
  readonly loaded: number;
  /** Why this series has no other planes. */
  readonly noMpr?: NoMpr | 'cpu';
  /** Radius of the outline brush, mm. */
  readonly brushMm: number;
  /** Does the series hold Hounsfield units, so that presets mean something? */
  readonly hounsfield: boolean;
}

export const useRead = create<ReadState>(() => ({
  layout: 'stack',
  tool: 'window',
  marksVisible: true,
  overlaysVisible: true,
  overlays: false,
  loaded: 0,
  brushMm: 4,
  hounsfield: false,
}));
