/** Going from one key image to the next. */
import { goToRef, isHere } from './places';
import { currentObject, useObjects } from './store';

/** Goes to a key image by its place in the list. */
export function goToKeyImage(place: number): void {
  const object = currentObject();
  if (object?.kind !== 'keyObjects') return;
  const ref = object.images[place];
  if (ref && goToRef(ref)) useObjects.setState({ keyImage: place });
}

/** Steps through the key images that are here. */
export function stepKeyImage(by: 1 | -1): void {
  const object = currentObject();
  if (object?.kind !== 'keyObjects') return;
  const count = object.images.length;
  let place = useObjects.getState().keyImage ?? (by === 1 ? -1 : count);
  for (let tries = 0; tries < count; tries++) {
    place = (place + by + count) % count;
    if (isHere(object.images[place])) {
      goToKeyImage(place);
      return;
    }
  }
}
