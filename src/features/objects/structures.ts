/** ROIs of a structure set on the images that they lie on. */
import { setObjectShapes } from '../../viewport';
import { activateSeries, activeSeries, useOpen } from '../open';
import { goTo } from '../read';
import { goToRef, groundOf, isHere, refsOf } from './places';
import { roiShapes } from './shapes';
import { currentObject, useObjects } from './store';

/** Draws the ROIs on their series and goes to the first. */
export function showStructures(): void {
  const object = currentObject();
  if (object?.kind !== 'structures') return;
  const refs = refsOf(object);
  const ground = groundOf(refs, [
    ...object.frameOfReferenceUids,
    ...object.rois.map((roi) => roi.frameOfReferenceUid),
  ]);
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
