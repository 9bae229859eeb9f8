import type { Axes, Finding } from '../../domain/finding';
import { imageOf, isLungNodule } from '../../domain/lesion';
import { countVoxels, sharedVoxels, type VoxelMask } from '../../domain/volume';

/**
 * Are two outlines the same lesion? Yes when a quarter of the smaller one is shared: two runs, or a reader and a
 * model, disagree on the rim of a nodule far more than on its core. What is of another kind is another thing: a
 * nodule lies in a lung, and neither is the other.
 */
export function sameLesion(a: Finding, b: Finding): boolean {
  if (a.seriesUid !== b.seriesUid || !sameKind(a, b) || !sameImage(a, b)) return false;
  const smaller = Math.min(countVoxels(a.mask), countVoxels(b.mask));
  return smaller > 0 && sharedVoxels(a.mask, b.mask) >= smaller / 4;
}

/** What was outlined on two images of a series is two findings, wherever it lies on them. */
function sameImage(a: Finding, b: Finding): boolean {
  const [one, other] = [imageOf(a), imageOf(b)];
  return one?.sopInstanceUid === other?.sopInstanceUid && one?.frame === other?.frame;
}

/** On ultrasound the reader says which organ it is, and the kind follows: it is the same lesion before and after. */
const sameKind = (a: Finding, b: Finding): boolean =>
  (a.ultrasound !== undefined && b.ultrasound !== undefined) ||
  (a.kind.value === b.kind.value && a.kind.scheme === b.kind.scheme && isLungNodule(a) === isLungNodule(b));

/** Do two masks set exactly the same voxels? Their boxes may differ. */
export function sameVoxels(a: VoxelMask, b: VoxelMask): boolean {
  const n = countVoxels(a);
  return n === countVoxels(b) && n === sharedVoxels(a, b);
}

const ends = (axes: Axes): number[] => [...axes.long, ...axes.short].flat();

/** Same end points, to a hundredth of a millimetre. */
export function sameAxes(a: Axes, b: Axes): boolean {
  const other = ends(b);
  return ends(a).every((v, n) => Math.abs(v - other[n]) < 0.01);
}
