/** A SEG instance as overlays over a series. */
import type { DecodedFrame, SegmentOverlay } from '../contract';
import { codes } from '../../domain/codes';
import type { Laterality } from '../../domain/finding';
import { software } from '../../domain/report-facts';
import type { Instance, Series } from '../../domain/study';
import { SegmentationError } from '../errors';
import type { InstanceRecord } from '../header/record';
import type { SegmentationObject } from '../objects/contract';
import type { VolumeSources } from '../volume/build';
import { overlaySegment, type SegmentFrame } from './overlay';
import { groundOf, type Ground } from './ground';

/** CID 244 in SNOMED CT, and in the SNOMED RT codes of older objects. */
const sides: Readonly<Record<string, Laterality>> = {
  [codes.left.value]: 'left',
  [codes.right.value]: 'right',
  'G-A101': 'left',
  'G-A100': 'right',
};

/** Whole-slide images have tiles in place of slices. */
const slideMicroscopy = '1.2.840.10008.5.1.4.1.1.77.1.6';

/** A fractional segment is drawn where at least this share of the pixel belongs to it, or at this probability. */
const fractionShown = 0.5;

type Facts = NonNullable<InstanceRecord['segmentation']>;

/** Frames of the object where they lie; which pixels are inside is the segment's affair. */
async function framesOf(
  sources: VolumeSources,
  record: InstanceRecord,
  facts: Facts,
  ground: Ground,
): Promise<SegmentFrame[]> {
  const { instance } = record;
  return Promise.all(
    Array.from({ length: instance.frames }, async (_, f): Promise<SegmentFrame> => {
      const frame: DecodedFrame = await sources.load(instance, f + 1, {
        priority: 'near',
        // Labels are numbers; a palette is only how they are to be painted.
        stored: facts.type === 'LABELMAP',
      });
      if (frame.samplesPerPixel !== 1) throw new SegmentationError('palette', 'label values as colours');
      const { rows, columns, pixels } = frame;
      const plane = record.planes?.[f];
      const position = plane?.position ?? instance.imagePosition;
      const source = facts.frameSources[f];
      const named = source && ground.sliceOf(source.sopInstanceUid, source.frame);
      if (!ground.placed) return { rows, columns, pixels, slice: named ?? ground.sliceAt(position) };
      return {
        rows,
        columns,
        pixels,
        position,
        orientation: plane?.orientation ?? instance.imageOrientation,
        spacing: instance.pixelSpacing,
        slice: named,
        slab: position && ground.slabAt?.(position),
      };
    }),
  );
}

/**
 * Reads BINARY, FRACTIONAL (at half of its largest value) and LABELMAP segmentations. The masks are on the grid that
 * loadVolume gives for `referenced`; where the series has none (a radiograph, uneven slices), on its images one by
 * one, and then `images` says which.
 * @param info what the object says of its segments; codes and colours are absent without it.
 * @throws SegmentationError or FrameError.
 */
export async function loadOverlays(
  sources: VolumeSources,
  instance: Instance,
  referenced: Series,
  info?: SegmentationObject,
): Promise<SegmentOverlay[]> {
  const record = sources.record(instance.sopInstanceUid);
  const facts = record?.segmentation;
  if (!record || !facts) throw new SegmentationError('notSegmentation', instance.sopClassUid);
  if (!['BINARY', 'LABELMAP', 'FRACTIONAL'].includes(facts.type))
    throw new SegmentationError('unknownType', `Segmentation Type ${facts.type}`);
  if (referenced.instances.some((one) => one.sopClassUid === slideMicroscopy))
    throw new SegmentationError('slideMicroscopy', 'segmentation of a whole-slide image');
  const ground = groundOf(sources, referenced);
  const space = ground.frameOfReferenceUid;
  if (space && instance.frameOfReferenceUid && space !== instance.frameOfReferenceUid)
    throw new SegmentationError('otherFrameOfReference', `${instance.frameOfReferenceUid}, series ${space}`);
  const frames = await framesOf(sources, record, facts, ground);
  const confirmed = facts.writer[0] === software.manufacturer && facts.writer[1] === software.name;
  const most = info?.maximum ?? 255;
  const fractional = facts.type === 'FRACTIONAL';
  return facts.segments.map(({ number, label, trackingUid, ...said }) => {
    const own =
      facts.type === 'LABELMAP'
        ? frames.map((f) => ({ ...f, inside: (v: number) => v === number }))
        : frames.filter((_, f) => facts.frameSegments[f] === number);
    const shown = fractional
      ? own.map((f) => ({ ...f, inside: (v: number) => v >= most * fractionShown }))
      : own;
    const detail = info?.segments.find((one) => one.number === number);
    return {
      number,
      label,
      trackingUid,
      source: { algorithmType: said.algorithmType, algorithmName: said.algorithmName },
      laterality: sides[said.regionModifier],
      confirmed,
      category: detail?.category,
      type: detail?.type,
      region: detail?.region,
      rgb: detail?.rgb,
      ...(fractional ? { fraction: fractionShown } : {}),
      grid: ground.grid,
      ...(ground.placed ? {} : { images: ground.images }),
      mask: overlaySegment(shown, ground.grid),
    };
  });
}
