/** Of the frames of a film one is proposed as the key image: that on which the lesion is outlined best. */
import type { Finding } from '../../domain/finding';
import { countVoxels } from '../../domain/volume';

/**
 * How well a frame shows its lesion: certainty of the outline, and how large it is cut, as a share of the largest cut of
 * the film. A lesion is measured where it is longest, but not on a frame that the network is unsure of.
 */
function quality(finding: Finding, largest: number): number {
  return (finding.score?.value ?? 0) * (0.5 + (0.5 * countVoxels(finding.mask)) / largest);
}

/**
 * The findings that stay for the reader: all of still images, of each film the one of its best frame. They are numbered
 * anew from the first number on.
 * @param films SOP instances that hold more than one frame
 */
export function keyFrames(findings: readonly Finding[], films: ReadonlySet<string>): readonly Finding[] {
  const best = new Map<string, Finding>();
  const largest = new Map<string, number>();
  for (const { keyImage, mask } of findings)
    largest.set(
      keyImage.sopInstanceUid,
      Math.max(countVoxels(mask), largest.get(keyImage.sopInstanceUid) ?? 0),
    );
  for (const finding of findings) {
    const { sopInstanceUid: uid } = finding.keyImage;
    const before = best.get(uid);
    const most = largest.get(uid) ?? 1;
    if (!before || quality(finding, most) > quality(before, most)) best.set(uid, finding);
  }
  const first = Math.min(...findings.map((f) => f.number));
  return findings
    .filter((f) => !films.has(f.keyImage.sopInstanceUid) || best.get(f.keyImage.sopInstanceUid) === f)
    .map((f, n) => ({ ...f, number: first + n }));
}
