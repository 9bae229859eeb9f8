/** What a segmentation object says of its segments (PS3.3 C.8.20.4), codes and colours included. */
import type { Tags } from '../header/tags';
import type { SegmentationObject, SegmentInfo } from './contract';
import { cielabRgb, codeAt, headOf, refsOf, shorts } from './values';

/** One item of the Segment Sequence; `n` numbers it where the file does not. */
export function readSegment(item: Tags, n: number): SegmentInfo {
  return {
    number: item.uint16('x00620004') ?? n + 1,
    label: item.text('x00620005'),
    description: item.text('x00620006'),
    category: codeAt(item, 'x00620003'),
    type: codeAt(item, 'x0062000f'),
    region: codeAt(item, 'x00082218'),
    algorithmType: item.plain('x00620008'),
    algorithmName: item.text('x00620009'),
    rgb: cielabRgb(shorts(item, 'x0062000d')),
  };
}

export function readSegmentationObject(tags: Tags): SegmentationObject {
  const series = tags.items('x00081115');
  const frames = tags.items('x52009230');
  const images = series.flatMap((item) => refsOf(item.items('x0008114a')));
  // Older writers name the images of each frame only.
  const derived = frames.flatMap((frame) =>
    frame.items('x00089124').flatMap((item) => refsOf(item.items('x00082112'))),
  );
  const shared = tags
    .items('x52009229')
    .flatMap((item) => item.items('x00089124').flatMap((one) => refsOf(one.items('x00082112'))));
  const all = [...images, ...derived, ...shared];
  const known = new Map(all.map((ref) => [ref.sopInstanceUid, ref]));
  return {
    ...headOf(tags),
    label: tags.text('x00700080'),
    kind: 'segmentation',
    type: tags.plain('x00620001'),
    fractionalType: tags.plain('x00620010'),
    maximum: tags.uint16('x0062000e') || undefined,
    segments: tags.items('x00620002').map(readSegment),
    images: [...known.values()],
    referencedSeriesUids: series.map((item) => item.plain('x0020000e')).filter(Boolean),
  };
}
