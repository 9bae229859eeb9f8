/** Which marks a pane draws: those of one image alone only where it is the one on show. */
import { imageNameOf, viewedImage, type ImageName } from './images';
import type { Mark } from './marks';
import type { HandledPane } from './paneHost';

type Shown = Pick<HandledPane, 'name' | 'host' | 'view'>;

/** The image that a stack shows; undefined in planes. */
export function stackImage({ name, host, view }: Shown): ImageName | undefined {
  const image = name === 'stack' && view ? viewedImage(host.imageIds[view.index()]) : undefined;
  return image && imageNameOf(image);
}

const same = (a: ImageName, b: ImageName): boolean =>
  a.sopInstanceUid === b.sopInstanceUid && a.frame === b.frame;

/** Marks of the series without those of images that are not on show. */
export function marksHere(pane: Shown): readonly Mark[] {
  const marks = pane.host.marks();
  if (!marks.some((mark) => mark.image)) return marks;
  const shown = stackImage(pane);
  return marks.filter(({ image }) => !image || (shown && same(image, shown)));
}

/** Where in the stack a mark's own image is; undefined when it has none or it is not among them. */
export function imageIndex({ host, name }: Shown, { image }: Mark): number | undefined {
  if (!image || name !== 'stack') return undefined;
  const at = host.imageIds.findIndex((id) => {
    const one = viewedImage(id);
    return one !== undefined && same(imageNameOf(one), image);
  });
  return at < 0 ? undefined : at;
}
