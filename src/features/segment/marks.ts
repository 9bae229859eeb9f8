import { ijkToLps } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';
import type { Mark } from '../../viewport/marks';
import { css, type Segment } from './segment';
import type { SegmentsState, StudySegments } from './store';

const middle = ({ start, size }: VoxelMask, grid: Segment['grid']) =>
  ijkToLps(grid, [start[0] + (size[0] - 1) / 2, start[1] + (size[1] - 1) / 2, start[2] + (size[2] - 1) / 2]);

/** What the viewports draw of a study's segments, and of the stroke under way. */
export function marksOf(
  { segments, currentUid }: StudySegments,
  { preview }: Pick<SegmentsState, 'preview'>,
): Mark[] {
  const marks = segments.flatMap((one): Mark[] => {
    const current = one.uid === currentUid;
    // The current one is there for the brush also while it is empty or hidden.
    if (!one.visible && !current) return [];
    return [
      {
        id: one.uid,
        frameOfReferenceUid: one.frameOfReferenceUid,
        seriesUid: one.seriesUid,
        grid: one.grid,
        mask: one.mask,
        point: middle(one.mask, one.grid),
        label: one.name,
        review: 'accepted',
        byReader: true,
        current,
        segment: { colour: css(one.rgb), drawn: one.visible },
      },
    ];
  });
  if (preview)
    marks.push({
      id: 'stroke',
      frameOfReferenceUid: preview.frameOfReferenceUid,
      seriesUid: preview.seriesUid,
      grid: preview.grid,
      mask: preview.mask,
      point: middle(preview.mask, preview.grid),
      label: '',
      review: 'accepted',
      byReader: true,
      current: false,
      segment: { colour: css(preview.rgb), drawn: true, stroke: preview.erases ? 'erases' : 'adds' },
    });
  return marks;
}
