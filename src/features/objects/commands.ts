/**
 * Opening an object that stands beside the images. None of these changes the reader's work, so none needs an undo;
 * taking segments as findings is the findings' own command.
 */
import { loadObject } from '../../dicom';
import type { DicomObject, DocumentObject } from '../../dicom/objects';
import type { Instance, Series } from '../../domain/study';
import { i18n } from '../../i18n';
import { setObjectShapes, setPresentation } from '../../viewport';
import { useOpen } from '../open';
import { offerWork } from '../resume';
import { stepKeyImage } from './keyImages';
import { isOwnReport, takeOwnReport } from './measurements';
import { countPlaces, isHere, refsOf } from './places';
import { goToFirst, showPresentation } from './presentation';
import { dropSegments, showSegmentation } from './segments';
import { reportShapes } from './shapes';
import { dropObject, emptyObjects, keepObject, useObjects } from './store';
import { showStructures } from './structures';

const set = useObjects.setState;
const get = useObjects.getState;

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
    set({ status: 'shown', images: countPlaces(refsOf(object)) });
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
  dropSegments();
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

async function show(
  object: DicomObject,
  instance: Instance,
  series: Series,
  stale: () => boolean,
): Promise<void> {
  switch (object.kind) {
    case 'segmentation':
      await showSegmentation(object, instance, series, stale, closeObject);
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
      // What came back stands in the lists of the page, and is worked on there.
      if (!object.work) {
        if (isOwnReport(object)) await takeOwnReport(object, series.studyUid, instance.sopInstanceUid);
      } else if ((await offerWork(series.studyUid, object.work)) && !stale()) closeObject();
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
