/** Brush, eraser and threshold brush on a segment. */
import { strokeMask, type ValueBand } from '../../domain/brush';
import { union } from '../../domain/segmentation/boolean';
import { paint } from '../../domain/segmentation/paint';
import type { Volume, VoxelMask } from '../../domain/volume';
import type { BrushStroke } from '../../viewport/marks';
import { useRead } from '../read';
import { currentOn, edit, freshSegment, readAhead, seriesByUid, volumeNow } from './edit';
import { say, useSegments, type ToolSettings } from './store';

/** Values that the threshold brush takes: the reader's, else from the middle of the window upwards. */
export function bandOf({ from, to }: Pick<ToolSettings, 'from' | 'to'>): { from: number; to: number } {
  const { window } = useRead.getState();
  const open = from === undefined && to === undefined;
  return {
    from: from ?? (open ? (window?.center ?? -Infinity) : -Infinity),
    to: to ?? Infinity,
  };
}

const valueBand = (volume: Volume, threshold: boolean): ValueBand | undefined =>
  threshold ? { data: volume.data, ...bandOf(useSegments.getState().settings) } : undefined;

/** The stroke under way: what its points so far touch, so that each new one costs only its own piece. */
let under:
  { readonly points: BrushStroke['points']; readonly count: number; readonly touched: VoxelMask } | undefined;

/**
 * Shows a stroke while the hand is still on it: only what it touches is looked at, whatever the segment's size.
 * Nothing is shown until the volume is there.
 */
export function previewStroke(seriesUid: string, stroke: BrushStroke, threshold: boolean): void {
  const series = seriesByUid(seriesUid);
  const volume = volumeNow(seriesUid);
  if (!series || !volume) {
    readAhead(seriesUid);
    return;
  }
  const target = currentOn(seriesUid) ?? freshSegment(series, volume);
  if (target.locked) return;
  const { points } = stroke;
  const goesOn = under && under.count < points.length && under.points[0] === points[0];
  const known = goesOn ? under : undefined;
  // The plane of the stroke is that through its first point.
  const fresh = known ? points.slice(known.count - 1) : points;
  const piece = strokeMask(volume.grid, { ...stroke, points: fresh }, valueBand(volume, threshold));
  const touched = known ? union(known.touched, piece) : piece;
  under = { points, count: points.length, touched };
  useSegments.setState({
    preview: {
      seriesUid,
      frameOfReferenceUid: volume.frameOfReferenceUid,
      grid: volume.grid,
      mask: touched,
      rgb: target.rgb,
      erases: stroke.mode === 'erase',
    },
  });
}

/** A stroke is done: one undoable step. */
export function commitStroke(seriesUid: string, stroke: BrushStroke, threshold: boolean): Promise<void> {
  under = undefined;
  const erases = stroke.mode === 'erase';
  // What the window is now, not when the volume has come.
  const band = threshold ? bandOf(useSegments.getState().settings) : undefined;
  if (band && !(band.from <= band.to)) {
    say('emptyRange', 'warn');
    return Promise.resolve();
  }
  return edit(
    erases ? 'erase' : 'paint',
    seriesUid,
    (volume, mask) => {
      const values = band && { data: volume.data, ...band };
      const made = paint(volume.grid, mask, stroke, values);
      const idle = made.mask === mask;
      const outside = idle && values && strokeMask(volume.grid, stroke, values).data.length === 0;
      const empty = idle && erases && made.outcome === 'nothingThere';
      // Painting over what is painted is no news.
      const outcome = outside ? 'nothingInRange' : empty ? 'nothingThere' : 'painted';
      // Without the band: where the stroke can have changed anything.
      const { start, size } = strokeMask(volume.grid, stroke);
      return { mask: made.mask, outcome, within: { start, size } };
    },
    !erases,
  );
}
