/** Where the lungs lie on a film, from the outlines that an analysis or the reader made. */
import type { LungExtent } from '../../domain/chest-mark';
import { codes } from '../../domain/codes';
import type { Finding, Laterality } from '../../domain/finding';
import { shownOf, studyFindings } from '../findings';

/** The lung, right lung and left lung of SNOMED CT. */
const lungSides: Readonly<Record<string, Laterality | undefined>> = {
  '3341006': 'right',
  '44029006': 'left',
};

function sideOf({ kind, category, laterality }: Finding): Laterality | undefined {
  const named = lungSides[kind.value] ?? (category && lungSides[category.value]);
  if (named) return named;
  const lung = kind.value === codes.lung.value || category?.value === codes.lung.value;
  return lung ? laterality : undefined;
}

/** Boxes around the outlined lungs of an image, in its pixels; those that the reader rejected do not count. */
export const lungsOf = (findings: readonly Finding[], sopInstanceUid: string): readonly LungExtent[] =>
  findings.flatMap((finding) => {
    const side = sideOf(finding);
    if (!side || finding.review === 'rejected' || finding.keyImage.sopInstanceUid !== sopInstanceUid)
      return [];
    const { start, size } = finding.mask;
    return [
      { side, left: start[0], right: start[0] + size[0] - 1, top: start[1], bottom: start[1] + size[1] - 1 },
    ];
  });

export const lungsOn = (studyUid: string, sopInstanceUid: string): readonly LungExtent[] =>
  lungsOf(shownOf(studyFindings(studyUid)), sopInstanceUid);
