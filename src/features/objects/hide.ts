/** Hiding and showing segments and ROIs. */
import { setObjectShapes } from '../../viewport';
import { drawSegments } from './segments';
import { roiShapes } from './shapes';
import { currentObject, useObjects } from './store';

/** Hides or shows a segment or an ROI. */
export function toggleShape(number: number): void {
  const { hidden } = useObjects.getState();
  setHidden(hidden.includes(number) ? hidden.filter((one) => one !== number) : [...hidden, number]);
}

/** Hides these segments or ROIs and shows all others. */
export function setHidden(hidden: readonly number[]): void {
  useObjects.setState({ hidden });
  const object = currentObject();
  if (object?.kind === 'structures') setObjectShapes(roiShapes(object, hidden));
  else drawSegments(hidden);
}
