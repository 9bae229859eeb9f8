/** One finding as a segment: its number, name, place and what made it. Shared by SEG and SR, so that they agree. */
import { codes } from '../../domain/codes';
import type { Finding, Origin } from '../../domain/finding';
import { trackingUidOf, type StudyFollowUp } from '../../domain/follow-up';
import { byImportedModel } from '../../domain/lesion';
import { siteOf } from '../../domain/lung-site';
import { isPending, isReportable, researchUse, software } from '../../domain/report-facts';
import { codeItem, codeSequence, dcm, lo } from './items';
import type { Dataset, Element } from './part10';

/** Which segment of the SEG shows a finding, by tracking UID: for the SR that refers to it. */
export interface SegmentNumbers {
  readonly [trackingUid: string]: number;
}

/** The findings that become segments, in order. Segment number = index + 1. */
export function segmentFindings(findings: readonly Finding[], includePending = false): readonly Finding[] {
  return findings.filter((f) => isReportable(f) || (includePending && isPending(f)));
}

export function segmentNumbers(findings: readonly Finding[], includePending = false): SegmentNumbers {
  return Object.fromEntries(segmentFindings(findings, includePending).map((f, n) => [f.trackingUid, n + 1]));
}

/**
 * How a segment came to be. The reader makes a finding by growing from a point and may then paint on it: an
 * algorithm with the reader's help, like a corrected outline of AI. Nothing is drawn from nothing, so only what came
 * out of another segmentation can be MANUAL; it stays what its tags say until the reader corrects it.
 */
export function algorithmType(finding: Finding): 'AUTOMATIC' | 'SEMIAUTOMATIC' | 'MANUAL' {
  const said = finding.source?.algorithmType;
  if (said === 'AUTOMATIC' || said === 'MANUAL') return finding.review === 'edited' ? 'SEMIAUTOMATIC' : said;
  return finding.origin.kind === 'analysis' && finding.review !== 'edited' ? 'AUTOMATIC' : 'SEMIAUTOMATIC';
}

/** "Nodule 1": the same in SEG and SR. English, as a label for systems; people read the report. */
export const trackingId = (finding: Finding): string => lo(`${finding.kind.meaning} ${finding.number}`);

const NOT_VALIDATED = 'imported model, not validated';

type FromAnalysis = Extract<Origin, { kind: 'analysis' }>;

/** Name and version of what made a finding: the analysis, or the model itself where it has none of its own. */
export const algorithmOf = (origin: FromAnalysis): { readonly name: string; readonly version: string } =>
  origin.analysisId === `model:${origin.modelId}`
    ? { name: origin.modelId, version: origin.modelVersion }
    : { name: origin.analysisId, version: origin.analysisVersion };

/** Model, hash, provider, operating point and threshold of AI's findings as one line. */
export function algorithmParameters({ origin }: Pick<Finding, 'origin'>): string {
  if (origin.kind === 'reader') return '';
  return [
    `model=${origin.modelId} ${origin.modelVersion}`,
    `sha256=${origin.modelSha256}`,
    `provider=${origin.provider}`,
    origin.operatingPoint === undefined ? '' : `operatingPoint=${origin.operatingPoint}`,
    origin.threshold === undefined ? '' : `threshold=${origin.threshold}`,
    origin.imported ? NOT_VALIDATED : '',
    researchUse.en,
  ]
    .filter(Boolean)
    .join('; ');
}

function algorithmElements(finding: Finding): Dataset {
  const head: Element = { tag: 0x00620008, vr: 'CS', value: algorithmType(finding) };
  const { origin } = finding;
  if (origin.kind === 'analysis') {
    const { name, version } = algorithmOf(origin);
    const identification: Dataset = [
      codeSequence(0x0066002f, dcm('123110', 'Artificial Intelligence')),
      { tag: 0x00660036, vr: 'LO', value: lo(name) },
      { tag: 0x00660031, vr: 'LO', value: lo(version) },
      { tag: 0x00660032, vr: 'LT', value: algorithmParameters(finding) },
      { tag: 0x00240202, vr: 'LO', value: origin.imported ? 'Imported by the user' : software.manufacturer },
    ];
    return [
      head,
      { tag: 0x00620009, vr: 'LO', value: lo(`${name} ${version}`) },
      { tag: 0x00620007, vr: 'SQ', value: [identification] },
    ];
  }
  // Conditional: MANUAL has no algorithm to name.
  if (head.value === 'MANUAL') return [head];
  const imported = finding.source?.algorithmName;
  if (imported) return [head, { tag: 0x00620009, vr: 'LO', value: lo(imported) }];
  if (finding.source) return [head, { tag: 0x00620009, vr: 'LO', value: `${software.name} outline brush` }];
  return [head, { tag: 0x00620009, vr: 'LO', value: lo(`${software.name} region grow from a point`) }];
}

/** CIELab as DICOM scales it (PS3.3, C.10.7.1.1): L* of 0..100 and a*, b* of -128..127 over 16 bits. */
const scaledLab = ([l, a, b]: readonly number[]): readonly number[] => [
  Math.round((l / 100) * 65535),
  Math.round(((a + 128) / 255) * 65535),
  Math.round(((b + 128) / 255) * 65535),
];

/** One calm colour each, told apart by turning the hue. */
function ownColour(n: number): readonly number[] {
  const hue = (n * 137.508 * Math.PI) / 180;
  return scaledLab([70, 55 * Math.cos(hue), 55 * Math.sin(hue)]);
}

/** sRGB of 0..255 as CIELab against D50, the white of DICOM's profile connection space. */
export function cieLab(rgb: readonly [number, number, number]): readonly number[] {
  const [r, g, b] = rgb.map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  // Bruce Lindbloom's matrix for sRGB, adapted to D50 after Bradford; white (0.96422, 1, 0.82521).
  const xyz = [
    (0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / 0.96422,
    0.2225045 * r + 0.7168786 * g + 0.0606169 * b,
    (0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / 0.82521,
  ];
  const [x, y, z] = xyz.map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116));
  return scaledLab([116 * y - 16, 500 * (x - y), 200 * (y - z)]);
}

/** What a reader of the object must know of a segment before using it; empty when there is nothing. */
const segmentDescription = (finding: Finding): string =>
  [
    isPending(finding) ? 'Made by AI, NOT REVIEWED by a physician.' : '',
    byImportedModel(finding) ? 'Imported model, not validated.' : '',
  ]
    .filter(Boolean)
    .join(' ');

/** An item of SegmentSequence. */
export function segmentItem(finding: Finding, number: number, followed?: StudyFollowUp): Dataset {
  const place = siteOf(finding);
  const region: Element[] = place
    ? [
        {
          tag: 0x00082218,
          vr: 'SQ',
          value: [[...codeItem(place.site), ...(place.side ? [codeSequence(0x00082220, place.side)] : [])]],
        },
      ]
    : [];
  const description = segmentDescription(finding);
  return [
    { tag: 0x00620004, vr: 'US', value: number },
    { tag: 0x00620005, vr: 'LO', value: trackingId(finding) },
    ...algorithmElements(finding),
    ...(description ? ([{ tag: 0x00620006, vr: 'ST', value: description }] as const) : []),
    codeSequence(0x00620003, finding.category ?? codes.morphologicallyAltered),
    codeSequence(0x0062000f, finding.kind),
    ...region,
    { tag: 0x0062000d, vr: 'US', value: finding.rgb ? cieLab(finding.rgb) : ownColour(number) },
    { tag: 0x00620020, vr: 'UT', value: trackingId(finding) },
    { tag: 0x00620021, vr: 'UI', value: trackingUidOf(finding, followed) },
  ];
}
