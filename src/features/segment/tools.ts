/** The tools that work on a segment at once: from a click, from a drawn line, or on the whole of it. */
import type { Vec3 } from '../../domain/geometry';
import { union } from '../../domain/segmentation/boolean';
import { editOf } from '../../domain/segmentation/edit';
import { fillBetween } from '../../domain/segmentation/fill-between';
import { growRegion } from '../../domain/segmentation/grow';
import { fillHoles, islandAtClick, keepLargest, removeSmall } from '../../domain/segmentation/islands';
import { margin } from '../../domain/segmentation/margin';
import { scissors } from '../../domain/segmentation/scissors';
import { smooth } from '../../domain/segmentation/smooth';
import { edit, type Tool } from './edit';
import { useSegments } from './store';

const settings = () => useSegments.getState().settings;

/** Adds the voxels alike that are joined to a click. */
export function growFrom(seriesUid: string, point: Vec3, normal: Vec3): Promise<void> {
  const { tolerance, reachMm, sliceOnly } = settings();
  const tool: Tool = (volume, mask) => {
    const grown = growRegion(volume, point, {
      radiusMm: reachMm,
      ...(tolerance !== undefined && { tolerance }),
      ...(sliceOnly && { normal }),
    });
    if (grown.outcome !== 'grown') return { mask, outcome: grown.outcome };
    const { start, size } = grown.mask;
    return {
      ...editOf(mask, union(mask, grown.mask)),
      within: { start, size },
      values: { reach: reachMm },
      ...(grown.reachedRadius && { note: 'reachedRadius' }),
    };
  };
  return edit('grow', seriesUid, tool, true);
}

/** Cuts along a drawn line; `other` (the shift key) cuts the other side. */
export function cutWith(
  seriesUid: string,
  polygon: readonly Vec3[],
  normal: Vec3,
  other: boolean,
): Promise<void> {
  const { cut, through } = settings();
  const turned = {
    eraseInside: 'eraseOutside',
    eraseOutside: 'eraseInside',
    fillInside: 'eraseInside',
  } as const;
  const mode = other ? turned[cut] : cut;
  const outline = { polygon, normal, depth: through ? 'through' : 'slice' } as const;
  return edit(
    'scissors',
    seriesUid,
    ({ grid }, mask) => scissors(grid, mask, outline, mode),
    mode === 'fillInside',
  );
}

/** Keeps the part of the segment that was clicked. */
export const keepClicked = (seriesUid: string, point: Vec3): Promise<void> =>
  edit('islands', seriesUid, ({ grid }, mask) => islandAtClick(grid, mask, point, 'keep'));

export const keepLargestPart = (seriesUid: string): Promise<void> =>
  edit('islands', seriesUid, (...[, mask]) => keepLargest(mask));

export function removeSmallParts(seriesUid: string): Promise<void> {
  const { smallMm3 } = settings();
  return edit('islands', seriesUid, ({ grid, single }, mask) =>
    // Parts of a single image have no volume: pixels are counted as they are drawn, 1 mm thick.
    single ? { mask, outcome: 'noVolume' } : removeSmall(grid, mask, smallMm3),
  );
}

/** Between drawn slices, across the slices of the scan, else across the planes that were drawn on instead. */
export const fillBetweenSlices = (seriesUid: string): Promise<void> =>
  edit('fillBetween', seriesUid, ({ grid }, mask) => {
    const tries = ([2, 1, 0] as const).map((axis) => () => fillBetween(grid, mask, axis));
    let first: ReturnType<(typeof tries)[number]> | undefined;
    for (const attempt of tries) {
      const made = attempt();
      if (made.outcome === 'changed') return made;
      first ??= made;
      if (made.outcome === 'nothingThere') break;
    }
    return first ?? { mask, outcome: 'nothingThere' };
  });

export function smoothSegment(seriesUid: string): Promise<void> {
  const { smoothMm } = settings();
  return edit('smooth', seriesUid, ({ grid }, mask) => smooth(grid, mask, { sigmaMm: smoothMm }));
}

/** Moves the border outwards (1) or inwards (-1) by the margin of the settings. */
export function moveBorder(seriesUid: string, way: 1 | -1): Promise<void> {
  const { marginMm } = settings();
  return edit('margin', seriesUid, ({ grid }, mask) => margin(grid, mask, way * marginMm));
}

export const fillSegmentHoles = (seriesUid: string): Promise<void> =>
  edit('fillHoles', seriesUid, ({ single }, mask) => fillHoles(mask, single ? 2 : undefined));
