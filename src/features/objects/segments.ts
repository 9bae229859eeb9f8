/** Segments of a SEG on the images that they were drawn on, and taking them as findings. */
import { loadSegmentation, SegmentationError } from '../../dicom';
import type { SegmentOverlay } from '../../dicom/contract';
import type { DicomObject } from '../../dicom/objects';
import { ijkToLps } from '../../domain/geometry';
import type { Instance, Series } from '../../domain/study';
import { countVoxels, type VoxelMask } from '../../domain/volume';
import { setObjectShapes } from '../../viewport';
import { isReaderSegment } from '../../dicom/writers';
import { importSegmentation } from '../findings';
import { activateSeries, useOpen } from '../open';
import { goTo } from '../read';
import { importSegments } from '../segment';
import { goToRef, groundOf } from './places';
import { segmentShapes } from './shapes';
import { useObjects, type ObjectNote } from './store';

/** Segments of the open SEG on its series; masks are too large for a store. */
let segments: { readonly overlays: readonly SegmentOverlay[]; readonly series: Series } | undefined;

/** Forgets what was laid over the images. */
export const dropSegments = (): void => {
  segments = undefined;
};

/** Draws the segments that are not hidden; nothing when no SEG is laid over its series. */
export function drawSegments(hidden: readonly number[]): void {
  if (segments) setObjectShapes(segmentShapes(segments.overlays, segments.series, hidden));
}

/**
 * Lays a SEG over its images and goes to its first segment.
 * @param stale is another object open by now?
 * @param close closes the object: nothing is left of it to show.
 */
export async function showSegmentation(
  object: Extract<DicomObject, { kind: 'segmentation' }>,
  instance: Instance,
  series: Series,
  stale: () => boolean,
  close: () => void,
): Promise<void> {
  const ground = groundOf(object.images, [series.frameOfReferenceUid]);
  if (!ground) {
    useObjects.setState({ note: 'imagesMissing' });
    return;
  }
  activateSeries(ground.seriesUid);
  try {
    const overlays = await loadSegmentation(instance, ground);
    if (stale()) return;
    segments = { overlays, series: ground };
    drawSegments(useObjects.getState().hidden);
    const first = overlays.find((one) => countVoxels(one.mask) > 0);
    if (first) goToSegment(first.number);
    // What Lamplight wrote comes back as what it was, and is drawn as such: segments of the reader, or findings.
    if (overlays.length > 0 && overlays.every(isReaderSegment)) await takeAsSegments(close);
    else if (overlays.some((one) => one.confirmed)) await takeAsFindings(close);
  } catch (error) {
    if (stale()) return;
    const note: ObjectNote =
      error instanceof SegmentationError && error.reason !== 'notSegmentation' ? error.reason : 'failed';
    useObjects.setState({ note, detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes the segments that are findings into the list of findings. */
export async function takeAsFindings(close: () => void): Promise<void> {
  const { open } = useObjects.getState();
  const place = segments;
  const instance = open && instanceOf(open.seriesUid, open.sopInstanceUid);
  if (!place || !instance) return;
  const result = await importSegmentation(instance, place.series);
  if (!result || segments !== place) return;
  // Nothing is left to show here: the findings have their own list and outlines.
  if (result.structures.length === 0) {
    close();
    return;
  }
  // The findings' own outlines stand there now.
  const structures = new Set(result.structures.map((one) => one.number));
  const taken = place.overlays.map((one) => one.number).filter((number) => !structures.has(number));
  const hidden = [...new Set([...useObjects.getState().hidden, ...taken])];
  useObjects.setState({ hidden });
  drawSegments(hidden);
}

/** Takes all segments into the reader's own, where they can be changed. */
export async function takeAsSegments(close: () => void): Promise<void> {
  const { open } = useObjects.getState();
  const place = segments;
  const instance = open && instanceOf(open.seriesUid, open.sopInstanceUid);
  if (!place || !instance) return;
  const taken = await importSegments(instance, place.series);
  // The reader's own are drawn in place of these.
  if (taken && segments === place) close();
}

function instanceOf(seriesUid: string, sopInstanceUid: string): Instance | undefined {
  for (const study of useOpen.getState().studies)
    for (const series of study.series)
      if (series.seriesUid === seriesUid)
        return series.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
  return undefined;
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
