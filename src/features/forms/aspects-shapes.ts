/**
 * A schematic of one hemisphere on the two levels of ASPECTS: sectors of ellipses about the midline. Not to scale, only
 * to tap. Drawn for the right hemisphere, which lies at the left of an image; the left one is its mirror.
 */
import type { AspectsRegion } from '../../domain/guidelines/forms/aspects';

export const SIZE = { width: 100, height: 150 } as const;
const MIDDLE = { x: 98, y: 75, rx: 94, ry: 71 } as const;

export interface RegionShape {
  readonly id: AspectsRegion;
  /** Points of the outline in the picture. */
  readonly points: readonly (readonly [number, number])[];
  /** Where its name stands. */
  readonly at: readonly [number, number];
}

/** Degrees from the front of the midline, around by the side to the back; r is a share of the hemisphere. */
function at(degrees: number, r: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [MIDDLE.x - MIDDLE.rx * r * Math.sin(angle), MIDDLE.y - MIDDLE.ry * r * Math.cos(angle)];
}

const arc = (from: number, to: number, r: number, steps = 8) =>
  Array.from({ length: steps + 1 }, (_point, n) => at(from + ((to - from) * n) / steps, r));

const sector = (id: AspectsRegion, from: number, to: number, inner: number, outer: number): RegionShape => ({
  id,
  points: [...arc(from, to, outer), ...arc(to, from, inner)],
  at: at((from + to) / 2, (inner + outer) / 2),
});

export const hemisphere = arc(0, 180, 1, 32);

export const levels: readonly {
  readonly id: 'ganglionic' | 'supraganglionic';
  readonly shapes: readonly RegionShape[];
}[] = [
  {
    id: 'ganglionic',
    shapes: [
      sector('M1', 28, 68, 0.68, 1),
      sector('M2', 68, 110, 0.68, 1),
      sector('M3', 110, 150, 0.68, 1),
      sector('I', 58, 122, 0.54, 0.66),
      sector('L', 58, 122, 0.34, 0.52),
      sector('IC', 58, 135, 0.16, 0.32),
      sector('C', 10, 55, 0.18, 0.48),
    ],
  },
  {
    id: 'supraganglionic',
    shapes: [
      sector('M4', 28, 68, 0.5, 1),
      sector('M5', 68, 110, 0.5, 1),
      sector('M6', 110, 150, 0.5, 1),
      sector('C2', 45, 120, 0.18, 0.42),
    ],
  },
];
