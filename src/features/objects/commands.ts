/**
 * Opening an object that stands beside the images. None of these changes the reader's work, so none needs an undo;
 * taking segments as findings is the findings' own command.
 */
import { loadObject, loadSegmentation, SegmentationError } from '../../dicom';
import type { SegmentOverlay } from '../../dicom/contract';
import { type DicomObject, type DocumentObject, type ObjectRef } from '../../dicom/objects';
import type { Instance, Series } from '../../domain/study';
import { countVoxels, type VoxelMask } from '../../domain/volume';
import { ijkToLps } from '../../domain/geometry';
import { i18n } from '../../i18n';
import { setObjectShapes, setPresentation } from '../../viewport';
import { importSegmentation } from '../findings';
import { activateSeries, activeSeries, isImageSeries, useOpen } from '../open';
import { goTo } from '../read';
import { countPlaces, goToRef, isHere, placeOf } from './places';
import { reportShapes, roiShapes, segmentShapes } from './shapes';
import { dropObject, emptyObjects, keepObject, objectOf, useObjects, type ObjectNote } from './store';

const set = useObjects.setState;
const get = useObjects.getState;

/** Segments of the open SEG on its series; masks are too large for a store. */
let segments: { readonly overlays: readonly SegmentOverlay[]; readonly series: Series } | undefined;
/** Grows with every opening, so that a slow one knows that it is late. */
let turn = 0;

/** Shows an object of a series: on its images, in the panel, or both. */
export async function openObject(series: Series, instance: Instance = series.instances[0]): Promise<void> {
  const mine = ++turn;
  clear();
  set({
    ...emptyObjects,
    status: 'loading',
    open: {
      seriesUid: series.seriesUid,
      studyUid: series.studyUid,
      sopInstanceUid: instance.sopInstanceUid,
      sopClassUid: instance.sopClassUid,
    },
  });
  try {
    const object = await loadObject(instance);
    if (mine !== turn) return;
    keepObject(instance.sopInstanceUid, object);
    set({ status: 'shown', images: countPlaces(imagesOf(object)) });
    await show(object, instance, series, () => mine !== turn);
  } catch (error) {
    if (mine !== turn) return;
    set({ status: 'failed', detail: error instanceof Error ? error.message : String(error) });
  }
}

/** What the browser's own viewer shows; writers without a type give a PDF all the same. */
export const isPdf = ({ mime, bytes }: DocumentObject): boolean =>
  mime === 'application/pdf' || (mime === '' && String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-');

function clear(): void {
  const { documentUrl } = get();
  if (documentUrl) URL.revokeObjectURL(documentUrl);
  segments = undefined;
  dropObject();
  setObjectShapes([]);
  setPresentation(undefined);
}

/** Closes the panel and takes what the object drew off the images. */
export function closeObject(): void {
  turn++;
  clear();
  set(emptyObjects, true);
}

/** Images that an object refers to. */
function imagesOf(object: DicomObject): readonly ObjectRef[] {
  switch (object.kind) {
    case 'segmentation':
    case 'keyObjects':
    case 'presentation':
      return object.images;
    case 'structures':
      return object.rois.flatMap((roi) => roi.contours.flatMap((contour) => contour.images));
    default:
      return [];
  }
}

async function show(
  object: DicomObject,
  instance: Instance,
  series: Series,
  stale: () => boolean,
): Promise<void> {
  switch (object.kind) {
    case 'segmentation':
      await showSegmentation(object, instance, series, stale);
      return;
    case 'structures':
      showStructures();
      return;
    case 'presentation':
      showPresentation(true);
      goToFirst(object.images);
      return;
    case 'keyObjects':
      if (object.images.some(isHere)) stepKeyImage(1);
      return;
    case 'report':
      setObjectShapes(reportShapes(object));
      return;
    case 'document': {
      // Never a type that the browser might run: a CDA is a page.
      const type = isPdf(object) ? 'application/pdf' : 'application/octet-stream';
      set({ documentUrl: URL.createObjectURL(new Blob([object.bytes], { type })) });
      return;
    }
    default:
  }
}

function goToFirst(refs: readonly ObjectRef[]): void {
  const { activeSeriesUid } = useOpen.getState();
  const here = refs.filter(isHere);
  // The image on screen stays when it is one of them.
  const own =
    here.find((ref) => placeOf(ref.sopInstanceUid)?.series.seriesUid === activeSeriesUid) ?? here[0];
  if (own) goToRef(own);
  else set({ note: 'imagesMissing' });
}

/** The image series that a segmentation or structure set lies on: the one it names, else one of its space. */
function groundOf(refs: readonly ObjectRef[], space: readonly string[]): Series | undefined {
  const named = refs.map((ref) => placeOf(ref.sopInstanceUid)?.series).find((one) => one !== undefined);
  if (named) return named;
  const state = useOpen.getState();
  const fits = (one: Series): boolean =>
    isImageSeries(one) && one.frameOfReferenceUid !== '' && space.includes(one.frameOfReferenceUid);
  const active = activeSeries(state);
  if (active && fits(active)) return active;
  return state.studies.flatMap((study) => study.series).find(fits);
}

async function showSegmentation(
  object: Extract<DicomObject, { kind: 'segmentation' }>,
  instance: Instance,
  series: Series,
  stale: () => boolean,
): Promise<void> {
  const ground = groundOf(object.images, [series.frameOfReferenceUid]);
  if (!ground) {
    set({ note: 'imagesMissing' });
    return;
  }
  activateSeries(ground.seriesUid);
  try {
    const overlays = await loadSegmentation(instance, ground);
    if (stale()) return;
    segments = { overlays, series: ground };
    setObjectShapes(segmentShapes(overlays, ground, get().hidden));
    const first = overlays.find((one) => countVoxels(one.mask) > 0);
    if (first) goToSegment(first.number);
    // What Lamplight wrote were findings: they come back as such, and are drawn as such.
    if (overlays.some((one) => one.confirmed)) await takeAsFindings();
  } catch (error) {
    if (stale()) return;
    const note: ObjectNote =
      error instanceof SegmentationError && error.reason !== 'notSegmentation' ? error.reason : 'failed';
    set({ note, detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes the segments that are findings into the list of findings. */
export async function takeAsFindings(): Promise<void> {
  const { open } = get();
  const place = segments;
  const instance = open && instanceOf(open.seriesUid, open.sopInstanceUid);
  if (!place || !instance) return;
  const result = await importSegmentation(instance, place.series);
  if (!result || segments !== place) return;
  // Nothing is left to show here: the findings have their own list and outlines.
  if (result.structures.length === 0) {
    closeObject();
    return;
  }
  // The findings' own outlines stand there now.
  const structures = new Set(result.structures.map((one) => one.number));
  const taken = place.overlays.map((one) => one.number).filter((number) => !structures.has(number));
  setHidden([...new Set([...get().hidden, ...taken])]);
}

function instanceOf(seriesUid: string, sopInstanceUid: string): Instance | undefined {
  for (const study of useOpen.getState().studies)
    for (const series of study.series)
      if (series.seriesUid === seriesUid)
        return series.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
  return undefined;
}

function showStructures(): void {
  const object = current();
  if (object?.kind !== 'structures') return;
  const refs = imagesOf(object);
  const ground = groundOf(refs, [
    ...object.frameOfReferenceUids,
    ...object.rois.map((roi) => roi.frameOfReferenceUid),
  ]);
  if (!ground) {
    set({ note: 'imagesMissing' });
    return;
  }
  activateSeries(ground.seriesUid);
  setObjectShapes(roiShapes(object, get().hidden));
  const first = object.rois.find((roi) => roi.contours.length > 0);
  if (first) goToRoi(first.number);
}

const current = (): DicomObject | undefined => objectOf(get().open?.sopInstanceUid);

/** Hides or shows a segment or an ROI. */
export function toggleShape(number: number): void {
  const { hidden } = get();
  setHidden(hidden.includes(number) ? hidden.filter((one) => one !== number) : [...hidden, number]);
}

/** Hides these segments or ROIs and shows all others. */
export function setHidden(hidden: readonly number[]): void {
  set({ hidden });
  const object = current();
  if (object?.kind === 'structures') setObjectShapes(roiShapes(object, hidden));
  else if (segments) setObjectShapes(segmentShapes(segments.overlays, segments.series, hidden));
}

/** Goes to the middle of an ROI. */
export function goToRoi(number: number): void {
  const object = current();
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

/** k of the slice on which a mask has most voxels. */
function fullest({ start, size, data }: VoxelMask): number {
  let best = 0;
  let most = -1;
  const area = size[0] * size[1];
  for (let k = 0; k < size[2]; k++) {
    let n = 0;
    for (let v = k * area; v < (k + 1) * area; v++) n += data[v] ? 1 : 0;
    if (n > most) [best, most] = [k, n];
  }
  return start[2] + best;
}

/** Goes to the slice on which a segment is largest. */
export function goToSegment(number: number): void {
  const found = segments?.overlays.find((one) => one.number === number);
  if (!found || !segments || countVoxels(found.mask) === 0) return;
  const k = fullest(found.mask);
  const image = found.images?.[k];
  if (image) {
    goToRef({ ...image, sopClassUid: '', frames: [image.frame], segments: [] });
    return;
  }
  const { start, size } = found.mask;
  const point = ijkToLps(found.grid, [start[0] + (size[0] - 1) / 2, start[1] + (size[1] - 1) / 2, k]);
  void goTo({ seriesUid: segments.series.seriesUid, point });
}

/** Is a segment drawn on images, and does it hold any voxel? Undefined before the SEG is laid over its series. */
export const segmentOverlay = (number: number): SegmentOverlay | undefined =>
  segments?.overlays.find((one) => one.number === number);

/** Goes to a key image by its place in the list. */
export function goToKeyImage(place: number): void {
  const object = current();
  if (object?.kind !== 'keyObjects') return;
  const ref = object.images[place];
  if (ref && goToRef(ref)) set({ keyImage: place });
}

/** Steps through the key images that are here. */
export function stepKeyImage(by: 1 | -1): void {
  const object = current();
  if (object?.kind !== 'keyObjects') return;
  const count = object.images.length;
  let place = get().keyImage ?? (by === 1 ? -1 : count);
  for (let tries = 0; tries < count; tries++) {
    place = (place + by + count) % count;
    if (isHere(object.images[place])) {
      goToKeyImage(place);
      return;
    }
  }
}

/** Turns the open presentation state on or off. */
export function showPresentation(on: boolean): void {
  const object = current();
  if (object?.kind !== 'presentation') return;
  set({ presentationOn: on });
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

/** What was opened is closed with its study; the words of a switch follow the language. Returns how to stop. */
export function startObjects(): () => void {
  const stop = useOpen.subscribe((now) => {
    const { open } = get();
    if (open && !now.studies.some((study) => study.studyUid === open.studyUid)) closeObject();
  });
  const restate = (): void => showPresentation(get().presentationOn);
  i18n.on('languageChanged', restate);
  return () => {
    stop();
    i18n.off('languageChanged', restate);
  };
}
