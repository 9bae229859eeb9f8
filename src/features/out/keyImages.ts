import { create } from 'zustand';
import type { ReportLanguage } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { writeKeyObjects } from '../../dicom/writers';
import { i18n } from '../../i18n';
import { activeShowing, goToImage, setKeyImages, type Window } from '../../viewport/index';
import { run } from '../history';
import { activateSeries, useOpen } from '../open';
import { save } from './files';
import { sayDone, sayFailed } from './store';

/** An image that the reader marked, and the window it was seen in. */
export interface KeyImage {
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  /** From 1. */
  readonly frame: number;
  /** Modality values. */
  readonly window?: Window;
}

interface KeyImagesState {
  readonly studies: Readonly<Record<string, readonly KeyImage[]>>;
}

export const useKeyImages = create<KeyImagesState>(() => ({ studies: {} }));
const none: readonly KeyImage[] = [];

export const keyImagesOf = (studyUid: string | undefined): readonly KeyImage[] =>
  (studyUid !== undefined && useKeyImages.getState().studies[studyUid]) || none;

const same = (a: KeyImage, b: Pick<KeyImage, 'sopInstanceUid' | 'frame'>): boolean =>
  a.sopInstanceUid === b.sopInstanceUid && a.frame === b.frame;

function put(studyUid: string, images: readonly KeyImage[]): void {
  useKeyImages.setState(({ studies }) => ({ studies: { ...studies, [studyUid]: images } }));
}

function change(studyUid: string, after: readonly KeyImage[], marked: boolean): void {
  const before = keyImagesOf(studyUid);
  run({
    label: i18n.t(marked ? 'out:undo.mark' : 'out:undo.unmark'),
    do: () => put(studyUid, after),
    undo: () => put(studyUid, before),
  });
  sayDone({ key: marked ? 'marked' : 'unmarked', values: { count: after.length } });
}

/** Marks the image that the active view shows, or takes its mark away; one undoable step. */
export function markKeyImage(): void {
  const showing = activeShowing();
  if (!showing?.image) return sayDone({ key: 'noImage' });
  const { study, series, image, window } = showing;
  const now = keyImagesOf(study.studyUid);
  if (now.some((one) => same(one, image))) return unmark(study.studyUid, image);
  const { seriesUid } = series;
  change(study.studyUid, [...now, { seriesUid, ...image, ...(window && { window }) }], true);
}

/** Marks an image that need not be on show; nothing where it is marked already. One undoable step. */
export function markImage(studyUid: string, image: KeyImage): void {
  const now = keyImagesOf(studyUid);
  if (!now.some((one) => same(one, image))) change(studyUid, [...now, image], true);
}

export function unmark(studyUid: string, image: Pick<KeyImage, 'sopInstanceUid' | 'frame'>): void {
  const now = keyImagesOf(studyUid);
  change(
    studyUid,
    now.filter((one) => !same(one, image)),
    false,
  );
}

/** Goes to a key image; its series is shown when it does not hang. */
export function goToKeyImage({ seriesUid, sopInstanceUid, frame }: KeyImage): void {
  if (activeShowing()?.series.seriesUid !== seriesUid) activateSeries(seriesUid);
  goToImage({ sopInstanceUid, frame });
}

/** Saves the list as a DICOM Key Object Selection; its images must be sent along by whoever needs them. */
export function saveKeyObjects(study: Study, language: ReportLanguage): void {
  try {
    const bytes = writeKeyObjects({
      study,
      images: keyImagesOf(study.studyUid),
      language,
      contentDate: new Date(),
    });
    const name = 'lamplight_key-images_KO.dcm';
    save(name, new Blob([bytes], { type: 'application/dicom' }));
    sayDone({ key: 'saved', values: { name } });
  } catch (error) {
    sayFailed(error);
  }
}

/** What is kept of a study; undefined while nothing is marked. */
export function keyImagesSnapshot(studyUid: string): { readonly images: readonly KeyImage[] } | undefined {
  const images = keyImagesOf(studyUid);
  return images.length > 0 ? { images } : undefined;
}

/** @throws TypeError when the saved work is of another shape */
export function restoreKeyImages(studyUid: string, saved: unknown): void {
  const images = (saved as { images?: unknown } | null)?.images;
  const whole = (one: KeyImage): boolean =>
    typeof one.seriesUid === 'string' && typeof one.sopInstanceUid === 'string' && one.frame >= 1;
  if (!Array.isArray(images) || !images.every(whole)) throw new TypeError('key images of another shape');
  put(studyUid, images as readonly KeyImage[]);
}

export function closeKeyImages(studyUid: string): void {
  useKeyImages.setState(({ studies }) => ({
    studies: Object.fromEntries(Object.entries(studies).filter(([uid]) => uid !== studyUid)),
  }));
}

/** The panes draw what is marked, of whatever study they show. */
useKeyImages.subscribe(({ studies }) => setKeyImages(Object.values(studies).flat()));

/** The key images of the study that is read. */
export const useActiveKeyImages = (): readonly KeyImage[] => {
  const studyUid = useOpen((state) => state.activeStudyUid);
  return useKeyImages((state) => (studyUid !== undefined && state.studies[studyUid]) || none);
};
