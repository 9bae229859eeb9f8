import type { Vec3 } from '../domain/geometry';
import type { ViewportEvent } from './marks';
import type { Say } from './say';
import type { NoMpr } from './seriesGrid';
import type { Layout, PaneName } from './tool';
import type { Window } from './window';

/** What the reading surface tells its owner when it changes; small immutable facts, no pixels. */
export interface SurfaceState {
  readonly layout: Layout;
  readonly window?: Window;
  /** Point that the planes share, LPS mm. */
  readonly point?: Vec3;
  readonly maximised?: PaneName;
  /** Share of the series' frames that are decoded, 0..1. */
  readonly loaded: number;
  /** Overlay planes of the files (60xx) lie on images that are decoded. */
  readonly overlays: boolean;
  /** Why there are no other planes; absent when there are. */
  readonly noMpr?: NoMpr | 'cpu';
}

export interface SurfaceOptions {
  readonly say: Say;
  readonly onState: (state: SurfaceState) => void;
  readonly onEvent: (event: ViewportEvent) => void;
}
