/** Pictures of what the room shows. */
import { imageShown, type ImageName } from '../keyMarks';
import type { Window } from '../window';
import { planePicture } from './planePicture';
import { plainPicture, stackPicture, type PictureLook } from './picture';
import { activePane, shownPanes, type ShownPane } from './shownPanes';
import type { Instance, Series, Study } from '../../domain/study';
import { frameInstance } from '../../domain/frames';
import { shownInstance } from '../../domain/uptake';
import { imageIdOf, viewedImage } from '../images';
import type { Say } from '../say';
import { openingWindow } from '../window';

export type { PictureLook } from './picture';
export type { PictureText } from './words';

/** What can be had of one cell of the room. */
export interface Showing {
  readonly kind: 'stack' | 'plane' | 'volume';
  readonly study: Study;
  readonly series: Series;
  /** 0-based, and how many there are. */
  readonly index: number;
  readonly count: number;
  readonly window?: Window;
  /** The image that it shows; undefined in planes cut through many. */
  readonly image?: ImageName;
  /** Header of the image that is shown; stacks only. */
  readonly instance?: Instance;
  /** Ids of marks that can be seen on it. */
  readonly marks: readonly string[];
}

function showing(pane: ShownPane): Showing | undefined {
  const { view, host, name } = pane;
  if (!view) return undefined;
  return {
    kind: name === 'stack' || name === 'volume' ? name : 'plane',
    study: host.study,
    series: host.series,
    index: view.index(),
    count: view.count(),
    window: host.baseWindow(),
    image: imageShown(pane),
    instance: name === 'stack' ? viewedImage(host.imageIds[view.index()])?.instance : undefined,
    marks: pane.drawn.map(({ mark }) => mark.id),
  };
}

/** What the cell that keys act on shows; undefined when nothing is drawn. */
export function activeShowing(): Showing | undefined {
  const pane = activePane();
  return pane && showing(pane);
}

/** What every cell shows, in the order of the room. */
export const allShowing = (): readonly Showing[] => shownPanes().flatMap((pane) => showing(pane) ?? []);

const pictureOf = (pane: ShownPane, look: PictureLook): Promise<HTMLCanvasElement> =>
  pane.name === 'stack' ? stackPicture(pane, look) : planePicture(pane, look);

/**
 * A picture of the active cell: of a stack the image at its own pixels, of planes and volumes what is on screen;
 * `look.scale` picture pixels for each image pixel or CSS pixel.
 * @throws Error when nothing is drawn; FrameError when the image cannot be decoded
 */
export function activePicture(look: PictureLook): Promise<HTMLCanvasElement> {
  const pane = activePane();
  if (!pane) throw new Error('Nothing is shown');
  return pictureOf(pane, look);
}

/** Pictures of every cell, in the order of the room; of stacks at their own pixels, of others as on screen. */
export async function* cellPictures(
  look: PictureLook,
): AsyncGenerator<{ readonly canvas: HTMLCanvasElement; readonly showing: Showing }> {
  for (const pane of shownPanes()) {
    const facts = showing(pane);
    if (facts) yield { canvas: await pictureOf(pane, look), showing: facts };
  }
}

/**
 * A picture of any image of the stack that the active cell shows, turned and windowed as it is there.
 * @param window in place of the cell's
 */
export async function stackPictureAt(
  index: number,
  look: PictureLook,
  window?: Window,
): Promise<{ readonly canvas: HTMLCanvasElement; readonly instance?: Instance }> {
  const pane = activePane();
  if (!pane) throw new Error('Nothing is shown');
  const canvas = await stackPicture(pane, look, index, window ?? pane.host.window());
  return { canvas, instance: viewedImage(pane.host.imageIds[index])?.instance };
}

/** An image of an open study, whether or not a pane shows it. */
export interface WantedPicture {
  readonly study: Study;
  readonly series: Series;
  readonly image: ImageName;
  /** Modality values; the series' own when absent. */
  readonly window?: Window;
}

/**
 * A picture of any image: with marks and as it is turned when a stack of the room holds it, else as the file has it.
 * @throws Error when the series does not hold it; FrameError when it cannot be decoded
 */
export async function imagePicture(
  { study, series, image, window }: WantedPicture,
  look: PictureLook,
  say: Say,
): Promise<{ readonly canvas: HTMLCanvasElement; readonly instance: Instance; readonly window?: Window }> {
  const stored = series.instances.find((one) => one.sopInstanceUid === image.sopInstanceUid);
  if (!stored) throw new Error('The image is not in the study');
  const instance = shownInstance(series, frameInstance(stored, image.frame));
  const id = imageIdOf(stored, image.frame);
  const pane = shownPanes().find(({ name, host }) => name === 'stack' && host.imageIds.includes(id));
  if (pane) {
    const shown = window ?? pane.host.window();
    return {
      canvas: await stackPicture(pane, look, pane.host.imageIds.indexOf(id), shown),
      instance,
      window: shown,
    };
  }
  const shown = window ?? openingWindow(series);
  const canvas = await plainPicture({ study, series, say }, instance, image.frame, shown, look.text);
  return { canvas, instance, window: shown };
}
