/** One finding as a segment: its number, name, place and what made it. Shared by SEG and SR, so that they agree. */
import { codes } from '../../domain/codes';
import type { Finding } from '../../domain/finding';
import { isPending, isReportable, researchUse, software } from '../../domain/report-facts';
import { codeSequence, dcm, lo, sct } from './items';
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

/** Model, hash, provider, operating point and threshold of AI's findings as one line. */
export function algorithmParameters(finding: Finding): string {
  const { origin } = finding;
  if (origin.kind === 'reader') return '';
  return [
    `model=${origin.modelId} ${origin.modelVersion}`,
    `sha256=${origin.modelSha256}`,
    `provider=${origin.provider}`,
    `operatingPoint=${origin.operatingPoint}`,
    `threshold=${origin.threshold}`,
    researchUse.en,
  ].join('; ');
}

function algorithmElements(finding: Finding): Dataset {
  const head: Element = { tag: 0x00620008, vr: 'CS', value: algorithmType(finding) };
  const { origin } = finding;
  if (origin.kind === 'analysis') {
    const identification: Dataset = [
      codeSequence(0x0066002f, dcm('123110', 'Artificial Intelligence')),
      { tag: 0x00660036, vr: 'LO', value: lo(origin.analysisId) },
      { tag: 0x00660031, vr: 'LO', value: lo(origin.analysisVersion) },
      { tag: 0x00660032, vr: 'LT', value: algorithmParameters(finding) },
      { tag: 0x00240202, vr: 'LO', value: software.manufacturer },
    ];
    return [
      head,
      { tag: 0x00620009, vr: 'LO', value: lo(`${origin.analysisId} ${origin.analysisVersion}`) },
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

const lobeSite = {
  RUL: sct('45653009', 'Upper lobe of lung'),
  RML: sct('72481006', 'Middle lobe of right lung'),
  RLL: sct('90572001', 'Lower lobe of lung'),
  LUL: sct('45653009', 'Upper lobe of lung'),
  LLL: sct('90572001', 'Lower lobe of lung'),
} as const;

/** Where a finding is: the lobe when the reader set it, else the lung; side apart, as CID 244. */
export function siteOf(finding: Finding) {
  const side = finding.lobe ? (finding.lobe.startsWith('R') ? 'right' : 'left') : finding.laterality;
  return {
    site: finding.lobe ? lobeSite[finding.lobe] : codes.lung,
    // The middle lobe is on the right by its own code; the modifier says it for systems that do not know.
    side: side && codes[side],
  };
}

/** CIELab as DICOM scales it; one calm colour each, told apart by turning the hue. */
function cieLab(n: number): readonly number[] {
  const hue = (n * 137.508 * Math.PI) / 180;
  const scaled = (v: number): number => Math.round(((v + 128) / 255) * 65535);
  return [Math.round(0.7 * 65535), scaled(55 * Math.cos(hue)), scaled(55 * Math.sin(hue))];
}

/** An item of SegmentSequence. */
export function segmentItem(finding: Finding, number: number): Dataset {
  const { site, side } = siteOf(finding);
  const region: Dataset = [
    { tag: 0x00080100, vr: 'SH', value: site.value },
    { tag: 0x00080102, vr: 'SH', value: site.scheme },
    { tag: 0x00080104, vr: 'LO', value: site.meaning },
    ...(side ? [codeSequence(0x00082220, side)] : []),
  ];
  return [
    { tag: 0x00620004, vr: 'US', value: number },
    { tag: 0x00620005, vr: 'LO', value: trackingId(finding) },
    ...algorithmElements(finding),
    codeSequence(0x00620003, sct('49755003', 'Morphologically Altered Structure')),
    codeSequence(0x0062000f, finding.kind),
    { tag: 0x00082218, vr: 'SQ', value: [region] },
    { tag: 0x0062000d, vr: 'US', value: cieLab(number) },
    { tag: 0x00620020, vr: 'UT', value: trackingId(finding) },
    { tag: 0x00620021, vr: 'UI', value: finding.trackingUid },
  ];
}
