import { calibrationOf, contrastOf, FrameLesionError, remeasure } from '../../analyses';
import { MeasurementError } from '../../domain/measurement';
import { applyBrush } from '../../domain/region';
import { margin } from '../../domain/segmentation/margin';
import { countVoxels, type VoxelMask } from '../../domain/volume';
import type { BrushStroke } from '../../viewport/marks';
import { editedReview } from './axes';
import { change } from './change';
import { sameVoxels } from './overlap';
import { findByUid, say, studyFindings, useFindings } from './store';
import { gridOf } from './frames';
import { seriesByUid, volumeOf } from './volumes';

/** The outline of a finding with a stroke laid on; undefined when the finding or its grid is not there. */
function painted(uid: string, stroke: BrushStroke): VoxelMask | undefined {
  const f = findByUid(uid);
  const grid = f && gridOf(studyFindings(f.studyUid), f);
  if (!grid || f.review === 'rejected') return undefined;
  return applyBrush(grid, f.mask, stroke);
}

/** Shows a stroke while the hand is still on it. Nothing is measured yet. */
export function previewStroke(stroke: BrushStroke): void {
  const mask = painted(stroke.markId, stroke);
  if (mask) useFindings.setState({ preview: { uid: stroke.markId, mask } });
}

/** Strokes are finished in the order they were drawn, each on what the one before left. */
let queue: Promise<void> = Promise.resolve();

/** A stroke is done: every number is measured again from the voxels, in one undoable step. */
export function commitStroke(stroke: BrushStroke): Promise<void> {
  queue = queue.then(async () => {
    await setOutline(stroke.markId, () => painted(stroke.markId, stroke));
  });
  return queue;
}

/**
 * Gives a finding another outline; axes, volume, HU and, unless the reader chose it, type follow by the kernels that
 * measured the first one. On failure the finding is unchanged and a message says why. The outline is asked for once
 * the volume is there: the series may have grown, and the finding's voxels with it, and an undo may have come between.
 */
export async function setOutline(uid: string, outline: () => VoxelMask | undefined): Promise<void> {
  const at = findByUid(uid);
  const series = at && seriesByUid(at.seriesUid);
  try {
    if (!at || !series) say('noSeries', 'warn');
    else {
      const volume = await volumeOf(at);
      const f = findByUid(uid);
      const mask = outline();
      if (!f || f.review === 'rejected' || !mask || sameVoxels(mask, f.mask)) return;
      if (countVoxels(mask) === 0) {
        say('emptyOutline', 'warn');
        return;
      }
      const next = remeasure(volume, f, { mask }, calibrationOf(series), contrastOf(series));
      change('outline', f, { ...next, review: editedReview(f) });
    }
  } catch (error) {
    const empty = error instanceof MeasurementError && error.code === 'emptyMask';
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof FrameLesionError) say(`frame.${error.refusal}`, 'warn');
    else say(empty ? 'emptyOutline' : 'cannotMeasure', 'warn', { why });
  } finally {
    if (useFindings.getState().preview?.uid === uid) useFindings.setState({ preview: undefined });
  }
}

/**
 * Makes an outline one pixel of its image larger (1) or smaller (-1) on all sides, through the slices too where they are
 * as near. Undoable.
 */
export function resizeOutline(uid: string, by: 1 | -1): Promise<void> {
  queue = queue.then(() =>
    setOutline(uid, () => {
      const f = findByUid(uid);
      const grid = f && gridOf(studyFindings(f.studyUid), f);
      return grid && margin(grid, f.mask, by * Math.max(grid.spacing[0], grid.spacing[1])).mask;
    }),
  );
  return queue;
}

/** Takes the reader's changes of outline and axes back to what the analysis or the segmentation gave. Undoable. */
export function originalOutline(uid: string): void {
  const f = findByUid(uid);
  const original = f && studyFindings(f.studyUid).originals[uid];
  if (!f || !original) return;
  const { mask, axes, measurements, point, keyImage, nodule, ultrasound } = original;
  // A type that the kernel read from the reader's outline goes with it; one that the reader chose stays.
  const chosen = f.type !== undefined && f.typeMethod === undefined;
  const { type, typeMethod } = chosen ? f : original;
  // The reader looked at it and preferred the original: that is a confirmation, not a correction.
  const review = f.review === 'edited' ? 'accepted' : f.review;
  change('originalOutline', f, {
    ...f,
    mask,
    axes,
    measurements,
    nodule,
    ultrasound,
    point,
    keyImage,
    type,
    typeMethod,
    review,
  });
}
