import type { Axes, Finding, Laterality } from '../domain/finding';
import type { Vec3 } from '../domain/geometry';
import { inHounsfield, isLungNodule } from '../domain/lesion';
import { lengthsOver, measureAxesOnImage, measureOnImage } from '../domain/image-measurement';
import { measureAxes, measureMask, type Calibration } from '../domain/measurement';
import { growFromPoint, type GrowOptions } from '../domain/region';
import type { Volume, VoxelMask } from '../domain/volume';
import type { FindingContext } from './contract';
import { measureShape, newTrackingUid } from './describe';
import { factsOfOutline, measuredLesion } from './breast-ultrasound/findings';
import { describeOnFrame } from './frame-lesion';
import { describeMask } from './lung-nodule/findings';
import { factsOfAxes } from './lung-nodule/facts';
import { placeInLungs } from './lung-nodule/side';
import { estimateType } from './lung-nodule/type';

export interface GrowContext extends GrowOptions {
  readonly studyUid: string;
  readonly calibration: Calibration;
  /** The finding's number. */
  readonly number: number;
  /** The side, when the caller knows it; else it is taken from the lungs of the scan. */
  readonly laterality?: Laterality;
  /** Contrast medium was given (see `contrastOf`). */
  readonly contrast?: boolean;
}

/**
 * A nodule that the reader adds with one click, measured as the analysis measures its own. It has no score;
 * its review state is accepted, because the reader made it.
 * @throws GrowError when there is nothing to grow at the point
 */
export function growNodule(volume: Volume, point: Vec3, context: GrowContext): Finding {
  const mask = growFromPoint(volume, point, context);
  const { laterality, zone } = placeInLungs(volume, mask, context.laterality);
  return {
    ...describeMask(volume, mask, context, { zone }),
    trackingUid: newTrackingUid(),
    number: context.number,
    origin: { kind: 'reader' },
    laterality,
    review: 'accepted',
  };
}

/** What the reader changed: the outline, or the axes, or both. */
export interface FindingChanges {
  readonly mask?: VoxelMask;
  readonly axes?: Axes;
}

/**
 * A new finding with the same identity and the numbers of the changed shape. A new mask brings new axes,
 * volume, HU and, for a nodule, its facts and the type that no reader chose; axes alone bring new lengths. The analysis' finding
 * becomes 'edited'.
 * @throws MeasurementError when the new mask is empty
 */
export function remeasure(
  volume: Volume,
  finding: Finding,
  changes: FindingChanges,
  calibration: Calibration,
  contrast = false,
): Finding {
  let next: Finding = {
    ...finding,
    review: finding.origin.kind === 'analysis' ? 'edited' : finding.review,
    rejectReason: undefined,
  };
  if (changes.mask) {
    const context = {
      studyUid: finding.studyUid,
      calibration,
      contrast,
      // The unit of its values stays the one that it was measured in.
      modality: inHounsfield(finding) ? 'CT' : '',
    };
    if (finding.onFrame)
      next = { ...next, ...describeOnFrame(volume, finding.keyImage.slice, changes.mask, finding.studyUid) };
    else if (isLungNodule(finding)) next = { ...next, ...nodule(volume, finding, changes.mask, context) };
    else if (finding.ultrasound) {
      const { measured, ...shape } = measuredLesion(volume, changes.mask, context);
      next = { ...next, ...shape, ultrasound: factsOfOutline(finding.ultrasound, measured) };
    } else next = { ...next, ...measureShape(volume, changes.mask, context) };
  }
  if (changes.axes) {
    const { single, grid } = volume;
    const lengths = single
      ? measureAxesOnImage(grid, changes.axes, lengthsOver(single, next.mask), 'reader')
      : measureAxes(changes.axes, calibration, 'reader');
    const measurements = { ...next.measurements, ...lengths };
    const nodule = next.nodule && factsOfAxes(next.nodule, next.measurements, measurements);
    next = { ...next, axes: changes.axes, measurements, nodule };
  }
  return next;
}

/** A nodule's new outline and all that follows from it, with the type that its HU say unless the reader chose one. */
function nodule(
  volume: Volume,
  finding: Finding,
  mask: VoxelMask,
  context: FindingContext,
): ReturnType<typeof describeMask> {
  // Side and third stay with the finding, as its scores do: an outline is corrected, not moved elsewhere.
  const described = describeMask(volume, mask, context, finding.nodule);
  const chosenByReader = finding.type !== undefined && finding.typeMethod === undefined;
  return chosenByReader ? { ...described, type: finding.type, typeMethod: undefined } : described;
}

/** Axes and numbers of a mask without making a finding of it: for a preview while the reader paints. */
export const measurePreview = (
  volume: Volume,
  mask: VoxelMask,
  calibration: Calibration,
): ReturnType<typeof measureMask> =>
  volume.single ? measureOnImage(volume, volume.single, mask) : measureMask(volume, mask, calibration);

/** Nodule type from the scan's HU; no type when unsure. */
export const typeOf = (volume: Volume, mask: VoxelMask, contrast = false): ReturnType<typeof estimateType> =>
  estimateType(volume, mask, contrast);

export { factsOfAxes, noduleFacts } from './lung-nodule/facts';
export { placeInLungs } from './lung-nodule/side';
