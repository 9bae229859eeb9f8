import type { Grid } from '../../domain/geometry';
import type { Series } from '../../domain/study';
import type { Window } from '../window';
import type { ColourMap } from './colours';

/** Which of two images on one plane window, presets and the wheel of the hand act on. */
export type Part = 'base' | 'layer';

/** How a series is drawn over another. */
export interface FusionLook {
  /** 0 nothing of it, 1 nothing of what is below where it takes up. */
  readonly opacity: number;
  readonly colours: ColourMap;
  readonly hand: Part;
}

export const plainFusion: FusionLook = { opacity: 0.6, colours: 'hotIron', hand: 'layer' };

/** The colours over a plane. */
export interface ColourLayer {
  draw(window: Window | undefined, look: FusionLook): void;
  /** After the blending of the whole viewport was changed. */
  keepBlend(): void;
}

/** Height of the strip at the foot of a fused plane, CSS px: what is written keeps off it. */
export const STRIP = 38;

/** Steps of the keys, and of the slider. */
export const OPACITY_STEP = 0.1;

/** The series over that of a pane, as the pane draws and measures it. */
export interface PaneLayer {
  readonly series: Series;
  /** What its planes are cut from. */
  readonly imageIds: readonly string[];
  readonly grid: Grid;
  look(): FusionLook;
  change(change: Partial<FusionLook>): void;
  window(): Window | undefined;
}

/** Why two series are not drawn over each other; keys of the read catalogue `view.fusion.refused.*`. */
export type NoFusion = 'otherFrame' | 'noFrame' | 'noPlanes' | 'stack';

/** Two series lie over each other only in one frame of reference, and cut from volumes. */
export function fusionRefused(
  base: Pick<Series, 'frameOfReferenceUid'>,
  over: Pick<Series, 'frameOfReferenceUid'>,
  planes: boolean,
): NoFusion | undefined {
  if (base.frameOfReferenceUid === '' || over.frameOfReferenceUid === '') return 'noFrame';
  if (base.frameOfReferenceUid !== over.frameOfReferenceUid) return 'otherFrame';
  return planes ? undefined : 'noPlanes';
}
