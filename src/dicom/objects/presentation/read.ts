/** Grayscale Softcopy Presentation State (PS3.3 A.33.1): what it asks a display to do. */
import type { Tags } from '../../header/tags';
import type { PrArea, PresentationObject, PrGap } from '../contract';
import { floats, headOf } from '../values';
import { imagesOf, readAnnotation, readLayer, unknownCompounds } from './graphics';
import { readOverlayLayers, readShutter } from './shutter';
import { readVoi, tableAt } from './tables';

/** Signed long pairs of the displayed area. */
function longs(tags: Tags, tag: string): [number, number] | undefined {
  const bytes = tags.bytes(tag);
  if (!bytes || bytes.length < 8) return undefined;
  return [(tags.uint32(tag, 0) ?? 0) | 0, (tags.uint32(tag, 1) ?? 0) | 0];
}

function readArea(tags: Tags): PrArea | undefined {
  const topLeft = longs(tags, 'x00700052');
  const bottomRight = longs(tags, 'x00700053');
  if (!topLeft || !bottomRight) return undefined;
  const mode = tags.plain('x00700100');
  const spacing = tags.decimals('x00700101');
  const [magnification] = floats(tags, 'x00700103', 4);
  return {
    images: imagesOf(tags),
    topLeft,
    bottomRight,
    mode: mode === 'TRUE SIZE' || mode === 'MAGNIFY' ? mode : 'SCALE TO FIT',
    ...(magnification > 0 ? { magnification } : {}),
    ...(spacing.length >= 2 ? { spacing: [spacing[0], spacing[1]] as const } : {}),
  };
}

function rotationOf(degrees: number | undefined): PresentationObject['rotation'] {
  const turned = ((((degrees ?? 0) % 360) + 360) % 360) as number;
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0;
}

const present = <T>(value: T | undefined): value is T => value !== undefined;

export function readPresentation(tags: Tags): PresentationObject {
  const softcopy = tags.items('x00283110');
  const voi = softcopy.map(readVoi).filter(present);
  const areas = tags.items('x0070005a').map(readArea).filter(present);
  const annotations = tags.items('x00700001');
  const slope = tags.decimal('x00281053');
  const modalityTable = tableAt(tags, 'x00283000');
  const presentationTable = tableAt(tags, 'x20500010');
  const bitmaps = readOverlayLayers(tags);
  const unknownGraphics = [...new Set(annotations.flatMap(unknownCompounds))];
  const gaps: readonly (readonly [PrGap, boolean])[] = [
    [
      'brokenTable',
      (tags.has('x00283000') && !modalityTable) ||
        (tags.has('x20500010') && !presentationTable) ||
        voi.length < softcopy.length,
    ],
    ['trueSize', areas.some((area) => area.mode === 'TRUE SIZE')],
    ['imageOverlays', bitmaps.ofImages],
    ['brokenBitmap', bitmaps.broken],
    ['compound', unknownGraphics.length > 0],
    ['mask', tags.has('x00286100')],
  ];
  return {
    ...headOf(tags),
    kind: 'presentation',
    images: tags.items('x00081115').flatMap(imagesOf),
    rescale:
      slope === undefined || slope === 0 ? undefined : { slope, intercept: tags.decimal('x00281052') ?? 0 },
    modalityTable,
    voi,
    presentationTable,
    inverse: !presentationTable && tags.plain('x20500020') === 'INVERSE',
    areas,
    rotation: rotationOf(tags.uint16('x00700042')),
    flip: tags.plain('x00700041') === 'Y',
    shutter: readShutter(tags),
    layers: tags
      .items('x00700060')
      .map(readLayer)
      .sort((a, b) => a.order - b.order),
    annotations: annotations.map(readAnnotation),
    overlays: bitmaps.overlays,
    gaps: gaps.filter(([, there]) => there).map(([gap]) => gap),
    unknownGraphics,
  };
}
