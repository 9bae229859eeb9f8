/**
 * The images that the reader marked as key images. There is one reading room in the page; its panes draw what is set
 * here and are told when it changes.
 */
import { viewedImage, type ImageName } from './images';
import { html, setText } from './overlay/svg';
import type { ShownPane } from './capture/shownPanes';
import './key-marks.css';

export type { ImageName };

const nameOf = ({ sopInstanceUid, frame }: ImageName): string => `${sopInstanceUid}/${frame}`;

let marked: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

/** Marks these images in place of those before. */
export function setKeyImages(images: readonly ImageName[]): void {
  marked = new Set(images.map(nameOf));
  listeners.forEach((listener) => listener());
}

/** The image of the series that a pane shows; undefined in planes cut through many, and while nothing is drawn. */
export function imageShown(pane: ShownPane, index = pane.view?.index()): ImageName | undefined {
  const { view, host, name } = pane;
  if (!view || index === undefined || (name !== 'stack' && name !== 'axial')) return undefined;
  // An axial plane of images that were acquired so is the image itself.
  if (name === 'axial' && !(host.ownImages && view.count() === host.imageIds.length && !host.slab()))
    return undefined;
  const viewed = viewedImage(host.imageIds[index]);
  if (!viewed) return undefined;
  const { imageOrientation: o } = viewed.instance;
  if (name === 'axial' && !(o && Math.abs(o[0] * o[4] - o[1] * o[3]) > 0.9999)) return undefined;
  return { sopInstanceUid: viewed.instance.sopInstanceUid, frame: viewed.frame };
}

export interface KeyMarks {
  /** Brings corner and scroll track up to what is drawn. */
  draw(): void;
  dispose(): void;
}

/** A star in the corner of a marked image, and a tick on the scroll track for each. */
export function keyMarks(pane: ShownPane): KeyMarks {
  const star = html(pane.root, 'div', 'vp-key');
  star.dataset.testid = 'key-mark';
  star.hidden = true;
  const ticks = html(pane.root, 'div', 'vp-key-ticks');
  ticks.setAttribute('aria-hidden', 'true');
  let drawnFor: ReadonlySet<string> | undefined;
  let drawnCount = -1;

  const drawTicks = (): void => {
    const count = pane.view?.count() ?? 0;
    if (drawnFor === marked && drawnCount === count) return;
    drawnFor = marked;
    drawnCount = count;
    ticks.replaceChildren();
    if (marked.size === 0 || count < 2) return;
    for (let index = 0; index < count; index++) {
      const image = imageShown(pane, index);
      if (!image || !marked.has(nameOf(image))) continue;
      html(ticks, 'div', 'vp-key-tick').style.top = `${(100 * index) / (count - 1)}%`;
    }
  };
  const draw = (): void => {
    const image = imageShown(pane);
    star.hidden = !image || !marked.has(nameOf(image));
    setText(star, star.hidden ? '' : `★ ${pane.host.say('keyImage')}`);
    drawTicks();
  };
  listeners.add(draw);
  return { draw, dispose: () => void listeners.delete(draw) };
}
