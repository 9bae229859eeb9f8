/** One lesion over the frames of a film: outlines that overlap from frame to frame are the same thing. */
import type { FilmFacts } from './film-facts';
import type { Finding } from './finding';
import { countVoxels, sharedVoxels } from './volume';

/** Which frames of a film were analysed, from 1 and rising, and how many it has. */
export interface FilmLook {
  readonly frames: number;
  readonly analysed: readonly number[];
}

export interface FilmTrack {
  /** The outlines of the lesion, by frame. */
  readonly seen: readonly Finding[];
  /** The one that shows it best. */
  readonly best: Finding;
  /** Of `best`: larger is better; comparable between the lesions of one film. */
  readonly quality: number;
  readonly facts: FilmFacts;
}

/** So many analysed frames in a row may miss the lesion, and it is still the same one. */
const GAP = 3;
/** Share of the smaller outline that two frames have in common at least. */
const OVERLAP = 0.25;
/** A mark that is seen on fewer frames than this counts only when nothing else was seen. */
const LEAST_SEEN = 2;

const overlap = (a: Finding, b: Finding): number =>
  sharedVoxels(a.mask, b.mask) / Math.min(countVoxels(a.mask), countVoxels(b.mask));

/** Outlines that the edge of the picture cuts show less than there is: the others come first. */
const whole = (seen: readonly Finding[]): readonly Finding[] => {
  const inside = seen.filter((f) => !f.ultrasound?.atBorder);
  return inside.length > 0 ? inside : seen;
};

/**
 * How well a frame shows its lesion: certainty of the outline, and how large it is cut, as a share of the largest cut of
 * the film. A lesion is measured where it is longest, but not on a frame that the network is unsure of.
 */
const quality = (finding: Finding, largest: number): number =>
  (finding.score?.value ?? 0) * (0.5 + (0.5 * countVoxels(finding.mask)) / largest);

const longer = (a: Finding, b: Finding): Finding =>
  b.measurements.longAxis.value > a.measurements.longAxis.value ? b : a;

/**
 * The lesions of one film, the one that is shown best first.
 * @param findings outlines on its frames, all of one instance
 */
export function trackFilm(findings: readonly Finding[], look: FilmLook): readonly FilmTrack[] {
  const place = new Map(look.analysed.map((frame, n) => [frame, n]));
  const at = ({ keyImage }: Finding): number => place.get(keyImage.frame) ?? -1;
  const lines: Finding[][] = [];
  for (const finding of findings.toSorted((a, b) => a.keyImage.frame - b.keyImage.frame)) {
    const near = lines
      .map((line) => ({ line, last: line[line.length - 1] }))
      .filter(({ last }) => at(last) < at(finding) && at(finding) - at(last) <= GAP + 1)
      .map(({ line, last }) => ({ line, share: overlap(last, finding) }))
      .filter(({ share }) => share >= OVERLAP)
      .toSorted((a, b) => b.share - a.share)
      .at(0);
    if (near) near.line.push(finding);
    else lines.push([finding]);
  }
  const often = lines.filter((line) => line.length >= LEAST_SEEN);
  const largest = Math.max(...findings.map((f) => countVoxels(f.mask)));
  const tracks = (often.length > 0 ? often : lines).map((seen): FilmTrack => {
    const best = whole(seen).reduce((a, b) => (quality(b, largest) > quality(a, largest) ? b : a));
    const longest = seen.reduce(longer);
    const facts: FilmFacts = {
      frames: look.frames,
      analysed: look.analysed.length,
      seen: seen.length,
      first: seen[0].keyImage.frame,
      last: seen[seen.length - 1].keyImage.frame,
      longest: { frame: longest.keyImage.frame, longAxis: longest.measurements.longAxis },
    };
    return { seen, best, quality: quality(best, largest), facts };
  });
  tracks.sort((a, b) => b.quality - a.quality);
  // Of marks that were seen once each only the best is worth a reader's time.
  return often.length > 0 ? tracks : tracks.slice(0, 1);
}
