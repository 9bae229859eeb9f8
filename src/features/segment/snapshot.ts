import type { PackedMask } from '../../domain/segmentation/packed';
import { withTyped } from '../history';
import { pack, unpack } from './change';
import type { Segment } from './segment';
import { emptyStudy, patchStudy, studySegments, useSegments } from './store';

/** A segment with its voxels packed. */
interface PackedSegment extends Omit<Segment, 'mask'> {
  readonly packed: PackedMask;
}

/** Everything about a study's segments that must survive a reload. Plain data. */
export interface SegmentsSnapshot {
  readonly version: 1;
  readonly segments: readonly PackedSegment[];
  readonly currentUid?: string;
  readonly nextNumber: number;
}

/** The same list gives the same packed list: saving compares by identity. */
const packedLists = new WeakMap<readonly Segment[], readonly PackedSegment[]>();
function packAll(segments: readonly Segment[]): readonly PackedSegment[] {
  let packed = packedLists.get(segments);
  if (!packed) {
    packed = segments.map(({ mask, ...facts }) => ({ ...facts, packed: pack(mask) }));
    packedLists.set(segments, packed);
  }
  return packed;
}

/** What to save for a study; undefined while there is nothing worth saving. */
export function segmentsSnapshot(studyUid: string): SegmentsSnapshot | undefined {
  const { segments, currentUid, nextNumber } = withTyped('segments', studyUid, studySegments(studyUid));
  if (segments.length === 0 && nextNumber === 1) return undefined;
  return { version: 1, segments: packAll(segments), currentUid, nextNumber };
}

/**
 * Puts a saved study back, in place of what is there.
 * @throws TypeError or RangeError when it is not one: the caller sets the copy aside
 */
export function restoreSegments(studyUid: string, saved: SegmentsSnapshot): void {
  const { version, segments, currentUid, nextNumber } = saved;
  if (version !== 1 || !Array.isArray(segments) || typeof nextNumber !== 'number')
    throw new TypeError('saved segments: not version 1');
  const whole = (segments as readonly PackedSegment[]).map(({ packed, ...facts }): Segment => ({
    ...facts,
    mask: unpack(packed),
  }));
  patchStudy(studyUid, { ...emptyStudy, segments: whole, currentUid, nextNumber });
}

/** Forgets a study's segments when it is closed. */
export function closeSegments(studyUid: string): void {
  useSegments.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies, preview: undefined, message: undefined };
  });
}
