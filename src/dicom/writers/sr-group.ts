/** What a structured report says of one finding: TID 1411, with what made it. */
import { codes, PRIVATE_SCHEME } from '../../domain/codes';
import type { Code, Finding, Measurement } from '../../domain/finding';
import { trackingUidOf } from '../../domain/follow-up';
import type { Grid } from '../../domain/geometry';
import type { StudyAssessment } from '../../domain/guidelines';
import { inHounsfield } from '../../domain/lesion';
import { siteOf } from '../../domain/lung-site';
import { isPending, type ReportDocument } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { shapeOf } from '../../domain/ultrasound-facts';
import { code, container, image, num, text, uidref } from './content-items';
import { SEGMENTATION_STORAGE, dcm } from './items';
import type { Dataset } from './part10';
import { assessmentOf, modelNumbers, noduleCategory } from './sr-assess';
import { noduleEvaluations, noduleMeasurements } from './sr-nodule';
import { growthEvaluation, growthNumbers, timePoint } from './sr-follow';
import { outlineRegion } from './sr-region';
import { algorithmOf, algorithmParameters, trackingId, type SegmentNumbers } from './segment';

/** A SEG that holds outlines. */
export interface SegReference {
  readonly sopInstanceUid: string;
  readonly seriesUid: string;
  /** From `segmentNumbers`, with the same findings that the SEG was written from. */
  readonly segments: SegmentNumbers;
}

const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });

const noduleType: Readonly<Record<NonNullable<Finding['type']>, Code>> = {
  solid: own('SOLID', 'Solid'),
  partSolid: own('PARTSOLID', 'Part-solid'),
  nonSolid: own('NONSOLID', 'Non-solid (ground-glass)'),
  calcified: own('CALCIFIED', 'Calcified'),
};

export const comment = dcm('121106', 'Comment');

/** TID 4019 Algorithm Identification. */
function algorithm(name: string, version: string, parameters: string): Dataset[] {
  return [
    text('HAS CONCEPT MOD', dcm('111001', 'Algorithm Name'), name),
    text('HAS CONCEPT MOD', dcm('111003', 'Algorithm Version'), version),
    text('HAS CONCEPT MOD', dcm('111002', 'Algorithm Parameters'), parameters),
  ];
}

/** TID 4019 of the analysis or model that made a finding. */
export function byAlgorithm(
  finding: Pick<Finding, 'origin'>,
  origin: Extract<Finding['origin'], { kind: 'analysis' }>,
): Dataset[] {
  const { name, version } = algorithmOf(origin);
  return algorithm(name, version, algorithmParameters(finding));
}

const derivation = (value: Code): Dataset => code('HAS CONCEPT MOD', dcm('121401', 'Derivation'), value);

function measured(
  m: Measurement,
  concept: Code,
  decimals: number,
  children: readonly Dataset[] = [],
): Dataset {
  return num('CONTAINS', concept, m.value, m.unit, decimals, children);
}

/**
 * Lengths to 0.01 mm, volume and HU to 0.1. TID 1419 measurements with their derivation. Values of other modalities
 * have no concept that says what they are, and stay in the JSON.
 */
function measurements(finding: Finding): Dataset[] {
  const m = finding.measurements;
  const { origin } = finding;
  const by = origin.kind === 'analysis' ? byAlgorithm(finding, origin) : [];
  return [
    measured(m.volume, m.volume.concept, 1, by),
    measured(m.longAxis, codes.longAxis, 2),
    measured(m.shortAxis, codes.shortAxis, 2),
    measured(m.meanDiameter, codes.diameter, 2, [derivation(codes.mean)]),
    ...(finding.ultrasound
      ? Object.values(shapeOf(finding.ultrasound)).map((one) => measured(one, one.concept, 2))
      : []),
    ...(inHounsfield(finding)
      ? [
          measured(m.meanHu, codes.attenuation, 1, [derivation(codes.mean)]),
          measured(m.sdHu, codes.attenuation, 1, [derivation(codes.standardDeviation)]),
          measured(m.minHu, codes.attenuation, 1, [derivation(codes.minimum)]),
          measured(m.maxHu, codes.attenuation, 1, [derivation(codes.maximum)]),
        ]
      : []),
  ];
}

/** What the reader should know of the finding in words: the report's sentence, how AI took part, the calibration. */
function comments(finding: Finding, report: ReportDocument): string {
  const sentence = report.sections
    .find((s) => s.id === 'findings')
    ?.sentences.find((s) => s.key === `finding:${finding.trackingUid}`);
  const note = sentence?.aiNote
    ? report.language === 'zh'
      ? `（${sentence.aiNote}）`
      : ` (${sentence.aiNote})`
    : '';
  return sentence ? sentence.text + note : '';
}

/** What a group is about beside the finding itself. */
export interface GroupContext {
  readonly study: Study;
  readonly report: ReportDocument;
  readonly guideline?: StudyAssessment;
  /** Voxel grid of the outlines; needed for regions in the patient. */
  readonly grid?: Grid;
  /** The SEGs of the outlines, each finding in one; without any the group is planar (TID 1410). */
  readonly segs?: readonly SegReference[];
}

/** The voxels: a segment of the SEG that has them; without any SEG the outline on the key image, or in the patient. */
function regionOf(finding: Finding, { study, segs, grid }: GroupContext): Dataset[] {
  if (!segs) return outlineRegion(finding, study, grid);
  const seg = segs.find(({ segments }) => segments[finding.trackingUid] !== undefined);
  const segment = seg?.segments[finding.trackingUid];
  if (!seg || segment === undefined)
    throw new RangeError(`SR: finding ${finding.number} has no segment in the SEG that is referred to`);
  return [
    image('CONTAINS', dcm('121191', 'Referenced Segment'), SEGMENTATION_STORAGE, seg.sopInstanceUid, segment),
    uidref('CONTAINS', dcm('121232', 'Source series for segmentation'), finding.seriesUid.split('#')[0]),
  ];
}

/** TID 1411 Volumetric ROI Measurements; TID 1410 Planar ROI Measurements where there is no SEG. */
export function measurementGroup(finding: Finding, context: GroupContext): Dataset {
  const place = siteOf(finding);
  const sentence = comments(finding, context.report);
  const assessed = assessmentOf(context.guideline, finding.trackingUid);
  const side = place?.side && [
    code('HAS CONCEPT MOD', { value: '272741003', scheme: 'SCT', meaning: 'Laterality' }, place.side),
  ];
  return container('CONTAINS', dcm('125007', 'Measurement Group'), [
    text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), trackingId(finding)),
    uidref(
      'HAS OBS CONTEXT',
      dcm('112040', 'Tracking Unique Identifier'),
      trackingUidOf(finding, context.report.followed),
    ),
    ...timePoint(context.report.followed),
    code('CONTAINS', dcm('121071', 'Finding'), finding.kind),
    ...regionOf(finding, context),
    code(
      'HAS CONCEPT MOD',
      { value: '370129005', scheme: 'SCT', meaning: 'Measurement Method' },
      codes.sumOfVoxels,
    ),
    ...(place
      ? [
          code(
            'HAS CONCEPT MOD',
            { value: '363698007', scheme: 'SCT', meaning: 'Finding Site' },
            place.site,
            side,
          ),
        ]
      : []),
    ...measurements(finding),
    ...noduleMeasurements(finding),
    ...growthNumbers(context.report.followed, finding.trackingUid),
    ...modelNumbers(assessed),
    ...(finding.type
      ? [code('CONTAINS', own('NODTYPE', 'Nodule attenuation type'), noduleType[finding.type])]
      : []),
    ...noduleEvaluations(finding),
    ...noduleCategory(assessed),
    ...growthEvaluation(context.report.followed, finding.trackingUid),
    code('CONTAINS', reviewConcept, reviewCode(finding)),
    ...(sentence ? [text('CONTAINS', comment, sentence)] : []),
  ]);
}

export const reviewConcept = own('REVIEW', 'Review by the reader');

export function reviewCode(finding: Pick<Finding, 'origin' | 'review' | 'source'>): Code {
  if (isPending(finding)) return own('NOT_REVIEWED', 'Found by AI, not reviewed by a physician');
  if (finding.source)
    return finding.review === 'edited'
      ? own('IMPORTED_EDITED', 'From a segmentation, corrected by the reader')
      : own('IMPORTED', 'From a segmentation, accepted by the reader');
  if (finding.origin.kind === 'reader') return own('READER', 'Made by the reader');
  return finding.review === 'edited'
    ? own('EDITED', 'Found by AI, corrected by the reader')
    : own('ACCEPTED', 'Found by AI, accepted by the reader');
}
