import type { Instance, Study } from '../../../domain/study';
import { i18n } from '../../../i18n';
import {
  activeShowing,
  allShowing,
  cellPictures,
  imagePicture,
  stackPictureAt,
  type Showing,
  type Window,
} from '../../../viewport/index';
import { PLANE_SCALE } from '../pictures';
import { blobOf } from '../files';
import { keyImagesOf } from '../keyImages';
import { everyNth, type SheetChoice } from './plan';

/** One picture of a sheet and what stands under it. */
export interface SheetImage {
  readonly url: string;
  /** Number of the image, position, window. */
  readonly caption: readonly string[];
}

const say = (key: string, values?: Readonly<Record<string, string | number>>): string =>
  i18n.t(`read:view.${key}`, { ...values });

const tidy = (value: number): number => Math.round(value * 100) / 100;
const windowText = (window: Window | undefined): string =>
  window ? `W ${tidy(window.width)} L ${tidy(window.center)}` : '';

/** "z -45.0 mm", along the axis that the slices follow; empty for an image without a place. */
function positionText(instance: Instance | undefined): string {
  const { imagePosition: at, imageOrientation: o } = instance ?? {};
  if (!at || !o) return '';
  const normal = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]];
  const axis = [0, 1, 2].reduce((a, b) => (Math.abs(normal[b]) > Math.abs(normal[a]) ? b : a));
  return `${'xyz'[axis]} ${at[axis].toFixed(1)} mm`;
}

/** Words on a picture are too large beside an image smaller than this: its pixels are doubled until it is not. */
const LEAST_SIDE = 384;

/** How many pictures a choice asks for; undefined when it cannot be had now. */
export function countOf(choice: SheetChoice): number | undefined {
  const active = activeShowing();
  if (!active) return undefined;
  switch (choice.source) {
    case 'every':
      return active.kind === 'stack' ? everyNth(active.count, choice.every).length : undefined;
    case 'keys':
      return keyImagesOf(active.study.studyUid).length || undefined;
    case 'cells':
      return allShowing().length;
  }
}

/**
 * The pictures of a sheet, one after the other. Each holds a URL that the caller revokes.
 * @throws FrameError when an image cannot be decoded
 */
export async function* sheetImages(choice: SheetChoice): AsyncGenerator<SheetImage> {
  const active = activeShowing();
  if (!active) return;
  const { marks } = choice;
  // What the header and the captions say need not stand on the images.
  const look = { marks, text: 'none', scale: 1 } as const;
  if (choice.source === 'every') yield* stackImages(active, choice);
  else if (choice.source === 'keys') yield* keyPictures(active.study, marks);
  else
    for await (const { canvas, showing } of cellPictures({ ...look, text: 'image', scale: PLANE_SCALE }))
      yield await imageOf(canvas, [
        showing.kind === 'volume' ? '' : `${showing.index + 1} / ${showing.count}`,
        positionText(showing.instance),
        showing.kind === 'volume' ? '' : windowText(showing.window),
      ]);
}

async function* stackImages(active: Showing, { every, marks }: SheetChoice): AsyncGenerator<SheetImage> {
  if (active.kind !== 'stack') return;
  const side = Math.max(active.instance?.columns ?? LEAST_SIDE, active.instance?.rows ?? LEAST_SIDE);
  const scale = Math.max(1, Math.ceil(LEAST_SIDE / side));
  for (const index of everyNth(active.count, every)) {
    const { canvas, instance } = await stackPictureAt(index, { marks, text: 'none', scale }, active.window);
    yield await imageOf(canvas, [
      `${index + 1} / ${active.count}`,
      positionText(instance),
      windowText(active.window),
    ]);
  }
}

async function* keyPictures(study: Study, marks: boolean): AsyncGenerator<SheetImage> {
  for (const { seriesUid, sopInstanceUid, frame, window } of keyImagesOf(study.studyUid)) {
    const series = study.series.find((one) => one.seriesUid === seriesUid);
    if (!series) continue;
    const made = await imagePicture(
      { study, series, image: { sopInstanceUid, frame }, ...(window && { window }) },
      { marks, text: 'none', scale: 1 },
      say,
    );
    const { instanceNumber } = made.instance;
    yield await imageOf(made.canvas, [
      [
        series.number === undefined ? '' : `Se ${series.number}`,
        instanceNumber === undefined ? '' : `Im ${instanceNumber}`,
      ]
        .filter(Boolean)
        .join(' '),
      positionText(made.instance),
      windowText(made.window),
    ]);
  }
}

const imageOf = async (canvas: HTMLCanvasElement, caption: readonly string[]): Promise<SheetImage> => ({
  url: URL.createObjectURL(await blobOf(canvas, 'image/png')),
  caption: caption.filter(Boolean),
});
