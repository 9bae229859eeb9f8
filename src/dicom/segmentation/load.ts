/** A SEG instance as overlays over a series. */
import type { SegmentOverlay } from '../contract';
import { codes } from '../../domain/codes';
import type { Laterality } from '../../domain/finding';
import { software } from '../../domain/report-facts';
import type { Instance, Series } from '../../domain/study';
import { SegmentationError } from '../errors';
import { type VolumeSources, volumeSlices } from '../volume/build';
import { gridOf } from '../volume/grid';
import { overlaySegment, type SegmentFrame } from './overlay';

/** CID 244 in SNOMED CT, and in the SNOMED RT codes of older objects. */
const sides: Readonly<Record<string, Laterality>> = {
  [codes.left.value]: 'left',
  [codes.right.value]: 'right',
  'G-A101': 'left',
  'G-A100': 'right',
};

/**
 * Reads BINARY and LABELMAP segmentations. The masks are on the grid that loadVolume gives for `referenced`.
 * @throws SegmentationError, VolumeError (the series has no grid) or FrameError.
 */
export async function loadOverlays(
  sources: VolumeSources,
  instance: Instance,
  referenced: Series,
): Promise<SegmentOverlay[]> {
  const record = sources.record(instance.sopInstanceUid);
  const facts = record?.segmentation;
  if (!record || !facts) throw new SegmentationError('notSegmentation', instance.sopClassUid);
  if (facts.type !== 'BINARY' && facts.type !== 'LABELMAP')
    throw new SegmentationError('fractional', `Segmentation Type ${facts.type}`);
  const slices = volumeSlices(sources, referenced);
  const grid = gridOf(slices);
  const space = slices[0].instance.frameOfReferenceUid;
  if (space && instance.frameOfReferenceUid && space !== instance.frameOfReferenceUid)
    throw new SegmentationError('otherFrameOfReference', `${instance.frameOfReferenceUid}, series ${space}`);
  const nameOf = (sopInstanceUid: string, frame: number) => `${sopInstanceUid} ${frame}`;
  const sliceOf = new Map(slices.map((s, k) => [nameOf(s.sopInstanceUid, s.frame), k]));
  const labelmap = facts.type === 'LABELMAP';
  const frames = await Promise.all(
    Array.from({ length: instance.frames }, async (_, f): Promise<SegmentFrame> => {
      const { rows, columns, pixels } = await sources.load(instance, f + 1, { priority: 'near' });
      const plane = record.planes?.[f];
      const source = facts.frameSources[f];
      return {
        rows,
        columns,
        pixels,
        position: plane?.position ?? instance.imagePosition,
        orientation: plane?.orientation ?? instance.imageOrientation,
        spacing: instance.pixelSpacing,
        slice: source && sliceOf.get(nameOf(source.sopInstanceUid, source.frame)),
      };
    }),
  );
  const confirmed = facts.writer[0] === software.manufacturer && facts.writer[1] === software.name;
  return facts.segments.map(({ number, label, trackingUid, ...said }) => {
    const own = labelmap
      ? frames.map((f) => ({ ...f, pixels: Array.from(f.pixels, (v) => (v === number ? 1 : 0)) }))
      : frames.filter((_, f) => facts.frameSegments[f] === number);
    return {
      number,
      label,
      trackingUid,
      source: { algorithmType: said.algorithmType, algorithmName: said.algorithmName },
      laterality: sides[said.regionModifier],
      confirmed,
      mask: overlaySegment(own, grid),
    };
  });
}
