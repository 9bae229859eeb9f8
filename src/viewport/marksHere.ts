/** Which marks a pane draws and its hand works on: those of one image alone only where it is the one on show. */
import { imageNameOf, viewedImage, type ImageName, type ViewedImage } from './images';
import { marksOn, type Mark } from './marks';
import type { HandledPane } from './paneHost';

type Shown = Pick<HandledPane, 'name' | 'host' | 'view'>;

const viewed = ({ name, host, view }: Shown): ViewedImage | undefined =>
  name === 'stack' && view ? viewedImage(host.imageIds[view.index()]) : undefined;

/** The image that a stack shows; undefined in planes. */
export function stackImage(pane: Shown): ImageName | undefined {
  const image = viewed(pane);
  return image && imageNameOf(image);
}

/** Marks of the series without those of images that are not on show; `placed`: see `marksOn`. */
export const marksHere = (pane: Shown, placed = true): readonly Mark[] =>
  marksOn(pane.host.marks(), viewed(pane), placed);

/** Where in the stack a mark's own image is; undefined when it has none or it is not among them. */
export function imageIndex({ host, name }: Shown, { image }: Mark): number | undefined {
  if (!image || name !== 'stack') return undefined;
  const at = host.imageIds.findIndex((id) => {
    const one = viewedImage(id);
    return one?.instance.sopInstanceUid === image.sopInstanceUid && one.frame === image.frame;
  });
  return at < 0 ? undefined : at;
}
