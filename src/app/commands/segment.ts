import type { Command } from '../../features/commands';
import { scaleBrush, useRead } from '../../features/read';
import {
  addSegment,
  hasCurrent,
  segmentActions,
  takeTool,
  type SegmentAction,
  type SegmentTool,
} from '../../features/segment';
import { outlineCommands } from './tools';
import { studyOpen } from './when';

/** A step of the brush's radius. */
const BRUSH = 1.25;

const tool = (name: SegmentTool, key: string): Command => ({
  id: `tool.${name}`,
  group: 'segment',
  keys: [key],
  barred: studyOpen,
  run: () => takeTool(name),
});

/** What is done to the whole of the current segment. */
const action = (name: SegmentAction): Command => ({
  id: `segment.${name}`,
  group: 'segment',
  keys: [],
  barred: () => studyOpen() ?? (hasCurrent(useRead.getState().activeSeriesUid) ? undefined : 'noSegment'),
  run: () => {
    const { activeSeriesUid } = useRead.getState();
    if (activeSeriesUid !== undefined) void segmentActions[name](activeSeriesUid);
  },
});

export const segmentCommands: readonly Command[] = [
  ...outlineCommands,
  tool('thresholdBrush', 'shift+b'),
  tool('grow', 'shift+g'),
  tool('scissors', 'shift+x'),
  tool('keepIsland', 'shift+k'),
  { id: 'brush.smaller', group: 'segment', keys: ['['], barred: studyOpen, run: () => scaleBrush(1 / BRUSH) },
  { id: 'brush.larger', group: 'segment', keys: [']'], barred: studyOpen, run: () => scaleBrush(BRUSH) },
  { id: 'segment.add', group: 'segment', keys: ['shift+n'], barred: studyOpen, run: () => addSegment() },
  ...(Object.keys(segmentActions) as SegmentAction[]).map(action),
];
