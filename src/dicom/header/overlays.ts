/** Overlay planes (PS3.3 C.9.2): where their bits are. */
import type { OverlaySource } from './record';
import type { Tags } from './tags';

/** Groups 6000 to 601E. */
const groups = Array.from({ length: 16 }, (_, n) => (0x6000 + 2 * n).toString(16));

/** An overlay may not be larger than this many pixels a side. */
const sideLimit = 32_768;

/**
 * Overlays of a data set; none when it has none that can be drawn.
 * @param bitsAllocated of the image: embedded overlays lie in bits of its words.
 */
export function readOverlays(t: Tags, bitsAllocated: number): readonly OverlaySource[] | undefined {
  const found = groups.flatMap((group): OverlaySource[] => {
    const tag = (element: string): string => `x${group}${element}`;
    if (!t.has(tag('0010'))) return [];
    const rows = t.uint16(tag('0010')) ?? 0;
    const columns = t.uint16(tag('0011')) ?? 0;
    if (rows === 0 || columns === 0 || rows > sideLimit || columns > sideLimit) return [];
    const own = t.element(tag('3000'));
    const bit = t.uint16(tag('0102')) ?? 0;
    const embedded = !own && t.uint16(tag('0100')) === bitsAllocated && bit > 0 && bit < bitsAllocated;
    if (!own && !embedded) return [];
    return [
      {
        rows,
        columns,
        // The image's first pixel is 1\1; an origin of 0\0 is an old writer's.
        top: (t.int16(tag('0050')) ?? 1) - 1,
        left: (t.int16(tag('0050'), 1) ?? 1) - 1,
        label: t.text(tag('1500')) || t.text(tag('0022')),
        firstFrame: Math.max(0, (t.uint16(tag('0051')) ?? 1) - 1),
        frames: Math.max(1, t.decimal(tag('0015')) ?? 1),
        embeddedBit: own ? undefined : bit,
        offset: own?.dataOffset ?? 0,
        length: own?.length ?? 0,
      },
    ];
  });
  return found.length > 0 ? found : undefined;
}
