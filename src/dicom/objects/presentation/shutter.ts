/** Display shutters and bitmaps of a presentation state (PS3.3 C.7.6.11, C.7.6.15, C.9.2, C.11.7). */
import { readOverlays } from '../../header/overlays';
import type { OverlaySource } from '../../header/record';
import type { Tags } from '../../header/tags';
import type { PrBitmap, PrOverlay, PrShutter } from '../contract';
import { cielabRgb, pairs, shorts } from '../values';

/** Overlay groups of a data set, 6000 to 601E. */
export const overlayGroups: readonly number[] = Array.from({ length: 16 }, (_, n) => 0x6000 + 2 * n);

const tagOf = (group: number, element: string): string => `x${group.toString(16)}${element}`;

/** One group's bitmap; undefined when it has none or fewer bits than it says. */
function bitmapOf(tags: Tags, group: number): PrBitmap | undefined {
  const bytes = tags.bytes(tagOf(group, '3000'));
  const source = readOverlays(tags, 0)?.find((one: OverlaySource) => one.offset === offsetOf(tags, group));
  if (!bytes || !source) return undefined;
  const { rows, columns, top, left, label } = source;
  const length = Math.ceil((rows * columns) / 8);
  if (bytes.length < length) return undefined;
  const bits = tags.bigEndian ? swapped(bytes) : bytes;
  return { rows, columns, top, left, label, bits: bits.slice(0, length) };
}

const offsetOf = (tags: Tags, group: number): number | undefined =>
  tags.element(tagOf(group, '3000'))?.dataOffset;

/** Bits lie in words, so that the bytes of a big endian file stand in the other order. */
const swapped = (bytes: Uint8Array): Uint8Array => bytes.map((_, n) => bytes[n ^ 1] ?? 0);

/** The group that serves as a bitmap shutter; undefined without one. */
function shutterGroup(tags: Tags): number | undefined {
  if (!tags.plainList('x00181600').includes('BITMAP')) return undefined;
  const group = tags.uint16('x00181623') ?? 0x6000;
  return overlayGroups.includes(group) ? group : undefined;
}

/** Shutters; several shapes are in force at once. */
export function readShutter(tags: Tags): PrShutter | undefined {
  const shapes = tags.plainList('x00181600');
  const has = (shape: string): boolean => shapes.includes(shape);
  const edges = ['x00181602', 'x00181604', 'x00181606', 'x00181608'].map((tag) => tags.decimal(tag));
  const [left, right, upper, lower] = edges;
  const centre = tags.decimals('x00181610');
  const radius = tags.decimal('x00181612');
  const corners = pairs(tags.decimals('x00181620'));
  const rectangle =
    has('RECTANGULAR') &&
    left !== undefined &&
    right !== undefined &&
    upper !== undefined &&
    lower !== undefined
      ? ([left, right, upper, lower] as const)
      : undefined;
  const circle =
    has('CIRCULAR') && centre.length >= 2 && radius !== undefined
      ? { centre: [centre[1], centre[0]] as const, radius }
      : undefined;
  // Vertices are row, column.
  const polygon =
    has('POLYGONAL') && corners.length >= 3
      ? corners.map(([row, column]) => [column, row] as const)
      : undefined;
  const group = shutterGroup(tags);
  const bitmap = group === undefined ? undefined : bitmapOf(tags, group);
  if (!rectangle && !circle && !polygon && !bitmap) return undefined;
  return {
    rectangle,
    circle,
    polygon,
    bitmap,
    grey: (tags.uint16('x00181622') ?? 0) / 65535,
    rgb: cielabRgb(shorts(tags, 'x00181624')),
  };
}

/** Bitmaps that are activated in a graphic layer, and whether some cannot be drawn. */
export function readOverlayLayers(tags: Tags): {
  readonly overlays: readonly PrOverlay[];
  /** Activates an overlay that is in the image, not here. */
  readonly ofImages: boolean;
  readonly broken: boolean;
} {
  const shutter = shutterGroup(tags);
  const overlays: PrOverlay[] = [];
  let ofImages = false;
  let broken = shutter !== undefined && bitmapOf(tags, shutter) === undefined;
  for (const group of overlayGroups) {
    const layer = tags.text(tagOf(group, '1001'));
    // An overlay without a layer is not shown.
    if (layer === '' || group === shutter) continue;
    const bitmap = bitmapOf(tags, group);
    if (bitmap) overlays.push({ ...bitmap, layer });
    else if (tags.has(tagOf(group, '3000'))) broken = true;
    else ofImages = true;
  }
  return { overlays, ofImages, broken };
}
