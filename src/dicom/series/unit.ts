/** The smallest thing that is sorted: an image, or one placed frame of an enhanced object. */
import { cross, dot, type Vec3 } from '../../domain/geometry';
import type { PhaseFacts } from '../../domain/frame-facts';
import type { Instance } from '../../domain/study';
import type { InstanceRecord } from '../header/record';

export interface Unit {
  readonly record: InstanceRecord;
  /** 1-based; 0 for a whole instance, all of its frames. */
  readonly frame: number;
  readonly position?: Vec3;
  readonly orientation?: Instance['imageOrientation'];
  readonly spacing?: readonly [number, number];
  readonly phase?: PhaseFacts;
  readonly stack?: string;
}

/** Unit normal of a plane, LPS: row direction x column direction. */
export function normalOf(o: NonNullable<Instance['imageOrientation']>): Vec3 {
  return cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]);
}

/** Frames with planes of their own one by one; anything else whole. */
export function unitsOf(records: readonly InstanceRecord[]): Unit[] {
  return records.flatMap((record): Unit[] => {
    const { instance, planes } = record;
    if (planes && instance.frames > 1)
      return Array.from({ length: instance.frames }, (_, n) => ({
        record,
        frame: n + 1,
        position: planes[n]?.position,
        orientation: planes[n]?.orientation ?? instance.imageOrientation,
        spacing: planes[n]?.spacing ?? instance.pixelSpacing,
        phase: planes[n]?.phase,
        stack: planes[n]?.stack,
      }));
    return [
      {
        record,
        frame: 0,
        // A classic multi-frame object places its first frame at most: it is no slice.
        position: instance.frames > 1 ? undefined : instance.imagePosition,
        orientation: instance.imageOrientation,
        spacing: instance.pixelSpacing,
        phase: planes?.[0]?.phase ?? record.phase,
      },
    ];
  });
}

export const byNumber = (a: Unit, b: Unit): number =>
  (a.record.instance.instanceNumber ?? Infinity) - (b.record.instance.instanceNumber ?? Infinity) ||
  // Infinity - Infinity is NaN, which is falsy: falls through to the path.
  a.record.instance.path.localeCompare(b.record.instance.path, 'en', { numeric: true }) ||
  a.frame - b.frame;

/** Position of a unit along a normal, mm; 0 when it has none. */
export const heightOf = (unit: Unit, normal: Vec3): number =>
  unit.position ? dot(unit.position, normal) : 0;
