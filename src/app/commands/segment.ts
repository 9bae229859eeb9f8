import type { Command } from '../../features/commands';
import { scaleBrush } from '../../features/read';
import { outlineCommands } from './tools';
import { studyOpen } from './when';

/** A step of the brush's radius. */
const BRUSH = 1.25;

export const segmentCommands: readonly Command[] = [
  ...outlineCommands,
  { id: 'brush.smaller', group: 'segment', keys: ['['], barred: studyOpen, run: () => scaleBrush(1 / BRUSH) },
  { id: 'brush.larger', group: 'segment', keys: [']'], barred: studyOpen, run: () => scaleBrush(BRUSH) },
];
