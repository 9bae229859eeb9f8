/** Presentation states on the images that they name. */
import type { ObjectRef } from '../../dicom/objects';
import { i18n } from '../../i18n';
import { setPresentation } from '../../viewport';
import { useOpen } from '../open';
import { goToRef, isHere, placeOf } from './places';
import { currentObject, useObjects } from './store';

/** Turns the open presentation state on or off. */
export function showPresentation(on: boolean): void {
  const object = currentObject();
  if (object?.kind !== 'presentation') return;
  useObjects.setState({ presentationOn: on });
  const name = object.label || i18n.t('objects:class.presentation');
  setPresentation({
    state: object,
    on,
    words: {
      name,
      turnOn: i18n.t('objects:presentation.turnOn'),
      turnOff: i18n.t('objects:presentation.turnOff'),
    },
    onSwitch: showPresentation,
  });
}

/** Goes to the first image that a state names. */
export function goToFirst(refs: readonly ObjectRef[]): void {
  const { activeSeriesUid } = useOpen.getState();
  const here = refs.filter(isHere);
  // The image on screen stays when it is one of them.
  const own =
    here.find((ref) => placeOf(ref.sopInstanceUid)?.series.seriesUid === activeSeriesUid) ?? here[0];
  if (own) goToRef(own);
  else useObjects.setState({ note: 'imagesMissing' });
}
