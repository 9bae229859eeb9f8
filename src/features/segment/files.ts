/** Segments out as DICOM SEG, and back in. */
import { loadSegmentation } from '../../dicom';
import type { SegmentOverlay } from '../../dicom/contract';
import { gridOnImages, newUid, writeReaderSegments, type SliceNames } from '../../dicom/writers';
import { sameVoxels } from '../../domain/segmentation/boolean';
import type { Instance, Series, Study } from '../../domain/study';
import { countVoxels, type Volume } from '../../domain/volume';
import { i18n } from '../../i18n';
import { useOpen } from '../open';
import { appear } from './change';
import { freshSegment, seriesByUid, volumeOf } from './edit';
import { measureSegment } from './measure';
import { KINDS, type Segment } from './segment';
import { say, studySegments } from './store';

const namesOf = ({ sopInstanceUids, frameNumbers }: Volume): SliceNames => ({
  sopInstanceUids,
  frameNumbers,
});

const studyOf = (studyUid: string): Study | undefined =>
  useOpen.getState().studies.find((one) => one.studyUid === studyUid);

/** Segments of a series that a file can hold: those with voxels. */
export const writable = (studyUid: string | undefined, seriesUid: string | undefined): readonly Segment[] =>
  studySegments(studyUid).segments.filter((one) => one.seriesUid === seriesUid && one.mask.data.length > 0);

/** Saves all segments of a series as one SEG; what cannot be written is said. */
export async function exportSegments(seriesUid: string): Promise<void> {
  const series = seriesByUid(seriesUid);
  const study = series && studyOf(series.studyUid);
  if (!series || !study) return;
  try {
    const volume = await volumeOf(series);
    const segments = writable(study.studyUid, seriesUid);
    if (segments.length === 0) return;
    // Where a lone image is drawn is no place in the patient unless the file gives one.
    if (volume.single && !series.instances[0]?.imagePosition) {
      say('noPlace', 'warn');
      return;
    }
    if (!gridOnImages(series, volume.grid, namesOf(volume))) {
      say('notOnImages', 'warn');
      return;
    }
    const bytes = writeReaderSegments(
      { study, series, grid: volume.grid, slices: namesOf(volume), contentDate: new Date() },
      segments.map(({ uid, name, rgb, category, type, mask }) => ({
        trackingUid: uid,
        name,
        rgb,
        category,
        type,
        mask,
      })),
    );
    const name = `segments_${series.modality}_${series.number ?? 0}_SEG.dcm`;
    save(name, bytes);
    say('saved', 'plain', { name, count: segments.length });
  } catch (error) {
    say('notSaved', 'warn', { why: error instanceof Error ? error.message : String(error) });
  }
}

function save(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/dicom' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What a file says of a segment, and its voxels on the grid of the series. */
export type FileSegment = Pick<
  SegmentOverlay,
  'label' | 'trackingUid' | 'type' | 'category' | 'rgb' | 'mask'
>;

/** A segment of a file as one of the reader's. */
function segmentOf(overlay: FileSegment, fresh: Segment, series: Series, volume: Volume): Segment {
  const { label, type, category, rgb, mask, trackingUid } = overlay;
  const taken = studySegments(series.studyUid).segments.some((one) => one.uid === trackingUid);
  return {
    ...fresh,
    uid: trackingUid !== undefined && !taken ? trackingUid : newUid(),
    name: label.trim() || type?.meaning || fresh.name,
    rgb: rgb ?? fresh.rgb,
    category: category ?? KINDS.tissue.category,
    type: type ?? KINDS.tissue.type,
    mask,
    numbers: measureSegment(volume, mask, series),
  };
}

/**
 * Takes segments of a SEG as the reader's own: they can be changed, measured and written again. One undoable step;
 * what is here already, voxel for voxel, is not taken twice. False when they cannot be taken; a message says why.
 */
export const importSegments = (instance: Instance, referenced: Series): Promise<boolean> =>
  takeSegments(referenced, async () => {
    const overlays = await loadSegmentation(instance, referenced);
    if (overlays.some((one) => one.images)) throw new Error(i18n.t('objects:segmentation.notMeasured'));
    return overlays;
  });

/** The same for what another kind of file outlines. @param read makes the masks, on the grid of the series' volume */
export async function takeSegments(
  referenced: Series,
  read: (volume: () => Promise<Volume>) => Promise<readonly FileSegment[]>,
): Promise<boolean> {
  try {
    const overlays = await read(() => volumeOf(referenced));
    const volume = await volumeOf(referenced);
    if (!seriesByUid(referenced.seriesUid)) return false;
    const { segments, nextNumber } = studySegments(referenced.studyUid);
    const own = segments.filter((one) => one.seriesUid === referenced.seriesUid);
    const added: Segment[] = [];
    for (const overlay of overlays) {
      if (countVoxels(overlay.mask) === 0) continue;
      if (own.some((one) => sameVoxels(one.mask, overlay.mask))) continue;
      const fresh = { ...freshSegment(referenced, volume), number: nextNumber + added.length };
      added.push(segmentOf(overlay, fresh, referenced, volume));
    }
    if (added.length > 0) appear('import', added);
    say(added.length > 0 ? 'imported' : 'importedSame', 'plain', { count: added.length });
    return true;
  } catch (error) {
    say('failed', 'warn', { why: error instanceof Error ? error.message : String(error) });
    return false;
  }
}
