/** Undoable steps on segments. A step keeps what changed of a mask, not the mask. */
import type { Box } from '../../domain/mask-box';
import { applyDelta, deltaOf, revertDelta } from '../../domain/segmentation/delta';
import { packMask, unpackMask, type PackedMask } from '../../domain/segmentation/packed';
import type { VoxelMask } from '../../domain/volume';
import { i18n } from '../../i18n';
import { drafted, run } from '../history';
import { emptied, type Segment, type SegmentNumbers } from './segment';
import {
  dropSegment,
  hush,
  putSegment,
  segmentByUid,
  setCurrent,
  useSegments,
  type StudySegments,
} from './store';

/** What happened, as the undo list names it: a key of the catalogue `segment:done.*`. */
export type DoneName =
  | 'paint'
  | 'erase'
  | 'grow'
  | 'scissors'
  | 'fillBetween'
  | 'smooth'
  | 'islands'
  | 'margin'
  | 'fillHoles'
  | 'rename'
  | 'colour'
  | 'kind'
  | 'lock'
  | 'add'
  | 'remove'
  | 'import';

const label = (done: DoneName, name: string): string => i18n.t(`segment:done.${done}`, { name });

/** A mask as one small piece of data, made once a mask. */
const packs = new WeakMap<VoxelMask, PackedMask>();
export function pack(mask: VoxelMask): PackedMask {
  let packed = packs.get(mask);
  if (!packed) packs.set(mask, (packed = packMask(mask)));
  return packed;
}

/** @throws RangeError when it is not a packed mask */
export function unpack(packed: PackedMask): VoxelMask {
  const mask = unpackMask(packed);
  packs.set(mask, packed);
  return mask;
}

function patch(segment: Segment, make: (now: Segment) => Segment): void {
  const now = segmentByUid(segment.studyUid, segment.uid);
  if (now) putSegment(make(now));
  useSegments.setState({ preview: undefined });
}

/**
 * A segment's mask becomes another.
 * @param within where they differ, when that is known: finding the difference is quicker then
 */
export function changeMask(
  done: DoneName,
  segment: Segment,
  mask: VoxelMask,
  numbers: SegmentNumbers | undefined,
  within?: Box,
): void {
  const delta = deltaOf(segment.mask, mask, within);
  const before = segment.numbers;
  let made: VoxelMask | undefined = mask;
  run({
    label: label(done, segment.name),
    do: () => {
      patch(segment, (now) => ({ ...now, mask: made ?? applyDelta(now.mask, delta), numbers }));
      // Only the difference is kept for a redo.
      made = undefined;
    },
    undo: () => patch(segment, (now) => ({ ...now, mask: revertDelta(now.mask, delta), numbers: before })),
  });
}

/** Name, colour, kind or lock become others. */
export function changeFacts(
  done: DoneName,
  segment: Segment,
  facts: Partial<Pick<Segment, 'name' | 'rgb' | 'category' | 'type' | 'locked'>>,
): void {
  const keys = Object.keys(facts) as (keyof typeof facts)[];
  const before = Object.fromEntries(keys.map((key) => [key, segment[key]]));
  const lay = (study: StudySegments): StudySegments => ({
    ...study,
    segments: study.segments.map((one) => (one.uid === segment.uid ? { ...one, ...facts } : one)),
  });
  if (drafted('segments', segment.studyUid, lay)) return;
  run({
    label: label(done, facts.name ?? segment.name),
    do: () => patch(segment, (now) => ({ ...now, ...facts })),
    undo: () => patch(segment, (now) => ({ ...now, ...before })),
  });
}

/** Segments kept without their voxels' bytes, for steps that take them away and bring them back. */
function kept(segments: readonly Segment[]): () => Segment[] {
  const small = segments.map((one) => ({
    segment: emptied(one),
    numbers: one.numbers,
    packed: pack(one.mask),
  }));
  return () => small.map(({ segment, numbers, packed }) => ({ ...segment, numbers, mask: unpack(packed) }));
}

/** New segments, the last of which becomes the current one. */
export function appear(
  done: 'add' | 'import' | 'paint' | 'grow' | 'scissors',
  segments: readonly Segment[],
): void {
  const last = segments.at(-1);
  if (!last) return;
  const again = kept(segments);
  const gone = segments.map(({ studyUid, uid }) => ({ studyUid, uid }));
  const { studyUid, uid } = last;
  let first: readonly Segment[] | undefined = segments;
  run({
    label: label(done, last.name),
    do: () => {
      for (const one of first ?? again()) putSegment(one);
      first = undefined;
      setCurrent(studyUid, uid);
      useSegments.setState({ preview: undefined });
    },
    undo: () => gone.forEach(dropSegment),
  });
}

/** Takes a segment away. */
export function vanish(segment: Segment): void {
  const again = kept([segment]);
  const { studyUid, uid, name } = segment;
  hush();
  run({
    label: label('remove', name),
    do: () => dropSegment({ studyUid, uid }),
    undo: () => again().forEach(putSegment),
  });
}
