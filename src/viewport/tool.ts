import type { AnnotationKind } from '../domain/annotation/annotation';
import type { CellView } from '../domain/hanging/layout';

/** Hands that only look. */
export type LookTool =
  'window' | 'windowRegion' | 'scroll' | 'pan' | 'zoom' | 'rotate' | 'crosshair' | 'cursor' | 'magnify';
/** Hands that work on the outline of the current finding or segment. */
export type OutlineTool = 'addNodule' | 'brush' | 'eraser';
/** Hands that work on the current segment, beside brush and eraser. */
export type SegmentTool = 'thresholdBrush' | 'grow' | 'scissors' | 'keepIsland';

/** What the left button does. */
export type Tool = LookTool | OutlineTool | SegmentTool | AnnotationKind;

export type PaneName = CellView;
