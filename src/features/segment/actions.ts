import {
  fillBetweenSlices,
  fillSegmentHoles,
  keepLargestPart,
  moveBorder,
  removeSmallParts,
  smoothSegment,
} from './tools';

/** What is done to the whole of the current segment of a series. */
export const segmentActions = {
  fillBetween: fillBetweenSlices,
  smooth: smoothSegment,
  fillHoles: fillSegmentHoles,
  enlarge: (seriesUid: string) => moveBorder(seriesUid, 1),
  shrink: (seriesUid: string) => moveBorder(seriesUid, -1),
  keepLargest: keepLargestPart,
  removeSmall: removeSmallParts,
} as const satisfies Record<string, (seriesUid: string) => Promise<void>>;

export type SegmentAction = keyof typeof segmentActions;
