import { Brush, Eraser, PaintBucket, PencilRuler, Puzzle, Scissors, type LucideIcon } from 'lucide-react';
import type { SegmentTool } from './commands';

/** Tools in the order of the menu, with their pictures. */
export const toolIcons: Readonly<Record<SegmentTool, LucideIcon>> = {
  brush: Brush,
  eraser: Eraser,
  thresholdBrush: PencilRuler,
  grow: PaintBucket,
  scissors: Scissors,
  keepIsland: Puzzle,
};
