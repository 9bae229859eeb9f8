/** What a structured report says of a lung nodule beyond what every outline has. No standard has codes for it: private ones. */
import { PRIVATE_SCHEME } from '../../domain/codes';
import type { Code, Finding, Measurement } from '../../domain/finding';
import { isLungNodule, solidPartOf } from '../../domain/lesion';
import type { LungZone, NetworkScore, NoduleScores } from '../../domain/nodule';
import { code, num } from './content-items';
import type { Dataset } from './part10';

const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });

const zones: Readonly<Record<LungZone, Code>> = {
  upper: own('ZONE_UPPER', 'Upper third of the lung'),
  middle: own('ZONE_MIDDLE', 'Middle third of the lung'),
  lower: own('ZONE_LOWER', 'Lower third of the lung'),
};

const measured = (value: string, meaning: string, m: Measurement | undefined, decimals: number): Dataset[] =>
  m ? [num('CONTAINS', own(value, meaning), m.value, m.unit, decimals)] : [];

/** Scores have no unit; what each one means is in the JSON, and in the model's card. */
const score = (value: string, meaning: string, s: Pick<NetworkScore, 'value'> | undefined): Dataset[] =>
  s ? [num('CONTAINS', own(value, meaning), s.value, '1', 3)] : [];

const scores = (s: NoduleScores): Dataset[] => [
  ...score('NET_SOLID', 'Network score, solid', s.type.solid),
  ...score('NET_PARTSOLID', 'Network score, part-solid', s.type.partSolid),
  ...score('NET_NONSOLID', 'Network score, non-solid', s.type.nonSolid),
  ...score('NET_SPICULATION', 'Network score, spiculation', s.spiculation),
  ...score('NET_LOBULATION', 'Network score, lobulation', s.lobulation),
  ...score('NET_CALCIFIED', 'Network score, calcification', s.calcification),
  ...score('NET_SUSPICION', 'Reader suspicion score of the network', s.suspicion),
];

/** NUM items of TID 1411: cross-check and range of the volume, solid part, rank and scores. Lengths to 0.01 mm. */
export function noduleMeasurements(finding: Finding): Dataset[] {
  const rank = score('RANK', 'Rank of the candidate, no probability', finding.score);
  if (!isLungNodule(finding)) return rank;
  const { nodule } = finding;
  const solid = solidPartOf(finding);
  const [low, high] = nodule?.volumeRange ?? [];
  return [
    ...measured('VOL_ELLIPSOID', 'Volume of the ellipsoid of axes and height', nodule?.ellipsoidVolume, 1),
    ...measured('VOL_CORRECTED', 'Volume corrected for partial volume', nodule?.correctedVolume, 1),
    ...measured('VOL_LOW', 'Plausible volume, low end', low, 1),
    ...measured('VOL_HIGH', 'Plausible volume, high end', high, 1),
    ...measured('SOLID_LONG', 'Long axis of the solid part', solid?.longAxis, 2),
    ...measured('SOLID_SHORT', 'Short axis of the solid part', solid?.shortAxis, 2),
    ...measured('SOLID_DIAMETER', 'Mean diameter of the solid part', solid?.meanDiameter, 2),
    ...measured('SOLID_VOLUME', 'Volume of the solid part', solid?.volume, 1),
    ...rank,
    ...(nodule?.scores ? scores(nodule.scores) : []),
  ];
}

/** CODE items: the third of the lung. */
export const noduleEvaluations = (finding: Finding): Dataset[] =>
  isLungNodule(finding) && finding.nodule?.zone
    ? [code('CONTAINS', own('ZONE', 'Third of the lung by height, no lobe'), zones[finding.nodule.zone])]
    : [];
