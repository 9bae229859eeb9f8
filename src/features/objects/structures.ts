/** ROIs of a structure set on the images that they lie on. */
import { roiMask, type StructureObject, type Unplaced } from '../../dicom/objects';
import type { Series } from '../../domain/study';
import { countVoxels } from '../../domain/volume';
import { setObjectShapes } from '../../viewport';
import { activateSeries, activeSeries, useOpen } from '../open';
import { type FileSegment, takeSegments } from '../segment';
import { goTo } from '../read';
import { goToRef, groundOf, isHere, refsOf } from './places';
import { roiShapes } from './shapes';
import { currentObject, type UnplacedRoi, useObjects } from './store';

/** The series that the contours name, else one of their space. */
const seriesOf = (object: StructureObject): Series | undefined =>
  groundOf(refsOf(object), [
    ...object.frameOfReferenceUids,
    ...object.rois.map((roi) => roi.frameOfReferenceUid),
  ]);

/**
 * Takes the ROIs as segments of the reader's own on the series that they lie on: one undoable step. What of them
 * holds no voxel is kept to be said. Closes the object when all of it was taken.
 */
export async function takeStructures(close: () => void): Promise<void> {
  const object = currentObject();
  const ground = object?.kind === 'structures' ? seriesOf(object) : undefined;
  if (object?.kind !== 'structures' || !ground) return;
  const unplaced: UnplacedRoi[] = [];
  const taken = await takeSegments(ground, async (volume) => {
    const { grid, frameOfReferenceUid } = await volume();
    return object.rois.flatMap((roi): FileSegment[] => {
      const made = roiMask(roi, grid, frameOfReferenceUid);
      const reasons = Object.entries(made.unplaced) as [Unplaced, number][];
      if (reasons.length > 0) unplaced.push({ name: roi.name, reasons });
      if (countVoxels(made.mask) === 0) return [];
      return [{ label: roi.name, rgb: roi.rgb, trackingUid: roi.trackingUid, mask: made.mask }];
    });
  });
  if (currentObject() !== object) return;
  useObjects.setState({ unplaced });
  if (!taken) return;
  // The segments are drawn in place of the contours; those that became none stay in sight.
  setObjectShapes([]);
  if (unplaced.length === 0) close();
}

/** Draws the ROIs on their series and goes to the first. */
export function showStructures(): void {
  const object = currentObject();
  if (object?.kind !== 'structures') return;
  const ground = seriesOf(object);
  if (!ground) {
    useObjects.setState({ note: 'imagesMissing' });
    return;
  }
  activateSeries(ground.seriesUid);
  setObjectShapes(roiShapes(object, useObjects.getState().hidden));
  const first = object.rois.find((roi) => roi.contours.length > 0);
  if (first) goToRoi(first.number);
}

/** Goes to the middle of an ROI. */
export function goToRoi(number: number): void {
  const object = currentObject();
  if (object?.kind !== 'structures') return;
  const contours = object.rois.find((roi) => roi.number === number)?.contours ?? [];
  const middle = contours[contours.length >> 1];
  const named = middle?.images.find(isHere);
  if (named) {
    goToRef(named);
    return;
  }
  const series = activeSeries(useOpen.getState());
  if (middle && series)
    void goTo({ seriesUid: series.seriesUid, point: [middle.points[0], middle.points[1], middle.points[2]] });
}
