/** Where the lungs lie on a film, from the outlines that an analysis or the reader made. */
import type { LungExtent } from '../../domain/chest-mark';
import { lungSide } from '../../domain/chest-film';
import type { Finding } from '../../domain/finding';
import { shownOf, studyFindings } from '../findings';

/** Boxes around the outlined lungs of an image, in its pixels; those that the reader rejected do not count. */
export const lungsOf = (findings: readonly Finding[], sopInstanceUid: string): readonly LungExtent[] =>
  findings.flatMap((finding) => {
    const side = lungSide(finding);
    if (!side || finding.review === 'rejected' || finding.keyImage.sopInstanceUid !== sopInstanceUid)
      return [];
    const { start, size } = finding.mask;
    return [
      { side, left: start[0], right: start[0] + size[0] - 1, top: start[1], bottom: start[1] + size[1] - 1 },
    ];
  });

export const lungsOn = (studyUid: string, sopInstanceUid: string): readonly LungExtent[] =>
  lungsOf(shownOf(studyFindings(studyUid)), sopInstanceUid);
