/** Per-frame placement from the functional groups (PS3.3 C.7.6.16) and the frames of a SEG. */
import type { FramePlane, FrameSource, SegmentationFacts, SegmentFacts } from './record';
import { orientation, vec3 } from './describe';
import { add, cross, normalise, scale, type Vec3 } from '../../domain/geometry';
import { rtDose } from './dose';
import { readFramePhase } from './phase';
import type { Tags } from './tags';

/** One plane a frame when the per-frame groups give any; undefined for classic objects. */
export function readPlanes(t: Tags, frames: number): FramePlane[] | undefined {
  const perFrame = t.items('x52009230');
  const shared = t.item('x52009229');
  if (perFrame.length === 0) return readDosePlanes(t, frames);
  const planes: FramePlane[] = [];
  for (let f = 0; f < frames; f++) {
    const own = perFrame[f];
    const group = (tag: string) => own?.item(tag) ?? shared?.item(tag);
    const transform = group('x00289145');
    const measures = group('x00289110');
    const [between, along] = measures?.decimals('x00280030') ?? [];
    const thickness = measures?.decimal('x00180050');
    planes.push({
      position: vec3(group('x00209113')?.decimals('x00200032') ?? []),
      orientation: orientation(group('x00209116')?.decimals('x00200037') ?? []),
      rescaleSlope: transform?.decimal('x00281053') || undefined,
      rescaleIntercept: transform?.decimal('x00281052'),
      spacing: between > 0 && along > 0 ? [between, along] : undefined,
      thickness: thickness !== undefined && thickness > 0 ? thickness : undefined,
      phase: readFramePhase(group),
      stack: group('x00209111')?.plain('x00209056') || undefined,
    });
  }
  return planes.some((p) => p.position !== undefined) ? planes : undefined;
}

/** Planes of a dose grid by its frame offsets, mm; undefined when there are not as many as frames. */
function readDosePlanes(t: Tags, frames: number): FramePlane[] | undefined {
  if (t.plain('x00080016') !== rtDose) return undefined;
  const offsets = t.decimals('x3004000c');
  const first = vec3(t.decimals('x00200032'));
  const o = orientation(t.decimals('x00200037'));
  if (!first || !o || offsets.length !== frames) return undefined;
  const normal = normalise(cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]));
  // Either steps from the first plane, which is then 0, or places on the patient's own z.
  const along: Vec3 = offsets[0] === 0 ? normal : [0, 0, 1];
  return offsets.map((mm) => ({ position: add(first, scale(along, mm - offsets[0])) }));
}

export function readSegmentation(t: Tags, frames: number): SegmentationFacts {
  const segments: SegmentFacts[] = t.items('x00620002').map((s, n) => ({
    number: s.uint16('x00620004') ?? n + 1,
    label: s.text('x00620005'),
    trackingUid: s.plain('x00620021') || undefined,
    algorithmType: s.plain('x00620008'),
    algorithmName: s.text('x00620009'),
    regionModifier: s.item('x00082218')?.item('x00082220')?.plain('x00080100') ?? '',
  }));
  const perFrame = t.items('x52009230');
  const shared = t.item('x52009229');
  const frameSegments: number[] = [];
  const frameSources: FrameSource[] = [];
  for (let f = 0; f < frames; f++) {
    const own = perFrame[f];
    const segment = (own?.item('x0062000a') ?? shared?.item('x0062000a'))?.uint16('x0062000b');
    frameSegments.push(segment ?? segments[0]?.number ?? 1);
    const derivation = own?.item('x00089124') ?? shared?.item('x00089124');
    const images = derivation?.items('x00082112') ?? [];
    // A frame made from several images (a resampled one) lies on none of them.
    const one = images.length === 1 ? images[0] : undefined;
    frameSources.push({
      sopInstanceUid: one?.plain('x00081155') ?? '',
      frame: one?.decimal('x00081160') ?? 1,
    });
  }
  return {
    type: t.plain('x00620001'),
    segments,
    frameSegments,
    frameSources,
    writer: [t.text('x00080070'), t.text('x00081090')],
    referencedSeriesUid: t.item('x00081115')?.plain('x0020000e') ?? '',
  };
}
