/** Writes outlines as an RT Structure Set (PS3.3 A.19): closed planar contours in LPS mm. */
import { dicomSeriesUid } from '../../domain/frames';
import { ijkToLps, type Grid, type Vec3 } from '../../domain/geometry';
import { identifierNote } from '../../domain/identifiers';
import { keyholed, outlineLoops } from '../../domain/outline-loops';
import { isPending, researchUse, software } from '../../domain/report-facts';
import type { Finding } from '../../domain/finding';
import { trackingUidOf, type StudyFollowUp } from '../../domain/follow-up';
import type { VoxelMask } from '../../domain/volume';
import { slicesWithVoxels } from './bits';
import { dateOf, equipmentModules, isSynthetic, lo, referenceItem, sh, studyModules, timeOf } from './items';
import { newUid, writePart10, type Dataset, type Element } from './part10';
import type { SegmentationPlace } from './seg-object';
import { algorithmType, segmentFindings, trackingId } from './segment';
import { sliceSources, type SliceSource } from './slices';

export const RT_STRUCTURE_SET_STORAGE = '1.2.840.10008.5.1.4.1.1.481.3';

/** An outline to be written. */
export interface StructureRoi {
  readonly trackingUid: string;
  /** As people read it; any language. */
  readonly name: string;
  readonly mask: VoxelMask;
  /** sRGB 0..255. */
  readonly rgb?: readonly [number, number, number];
  readonly algorithm: 'AUTOMATIC' | 'SEMIAUTOMATIC' | 'MANUAL';
  /** What a reader must know before using it; empty when there is nothing. */
  readonly note?: string;
}

export interface RtStructInput extends Omit<SegmentationPlace, 'segSeriesUid'> {
  readonly rois: readonly StructureRoi[];
  readonly rtSeriesUid?: string;
}

/** How the tracking UID stands in ROI Description: RTSTRUCT has no attribute for it. */
export const trackingNote = (uid: string): string => `Tracking UID ${uid}`;

/** The findings that may leave the page, as ROIs; in the order and with the names of the SEG. */
export const findingRois = (
  findings: readonly Finding[],
  includePending = false,
  followed?: StudyFollowUp,
): readonly StructureRoi[] =>
  segmentFindings(findings, includePending).map((finding) => ({
    trackingUid: trackingUidOf(finding, followed),
    name: finding.name ? lo(`${finding.name} ${finding.number}`) : trackingId(finding),
    mask: finding.mask,
    rgb: finding.rgb,
    algorithm: algorithmType(finding),
    note: isPending(finding) ? 'Made by AI, NOT REVIEWED by a physician.' : undefined,
  }));

/** The most that a DS element holds with a 16-bit length. */
const MOST_BYTES = 0xfffe;

/** Contour Data; as UN where DS has no room for it, as PS3.5 6.2.2 has it for explicit VR. */
function contourData(points: readonly Vec3[]): Element {
  const text = points.map((p) => p.map((v) => Number(v.toFixed(4))).join('\\')).join('\\');
  if (text.length <= MOST_BYTES) return { tag: 0x30060050, vr: 'DS', value: text };
  const even = text.length % 2 === 0 ? text : `${text} `;
  return { tag: 0x30060050, vr: 'UN', value: new TextEncoder().encode(even) };
}

const imageItem = ({ instance, frame }: SliceSource): Dataset =>
  referenceItem(instance.sopClassUid, instance.sopInstanceUid, instance.frames > 1 ? [frame] : undefined);

/** Contours of one slice of a mask, in its image's plane. */
function contoursOn(mask: VoxelMask, k: number, grid: Grid, source: SliceSource): Dataset[] {
  const [nx, ny] = mask.size;
  const area = nx * ny;
  const from = (k - mask.start[2]) * area;
  const loops = keyholed(outlineLoops(mask.data.subarray(from, from + area), nx, ny));
  const placed: Grid = { ...grid, origin: source.position };
  return loops.map((loop) => {
    const points = loop.map(([x, y]) => ijkToLps(placed, [x + mask.start[0], y + mask.start[1], 0]));
    return [
      { tag: 0x30060016, vr: 'SQ', value: [imageItem(source)] },
      { tag: 0x30060042, vr: 'CS', value: 'CLOSED_PLANAR' },
      { tag: 0x30060046, vr: 'IS', value: points.length },
      contourData(points),
    ];
  });
}

const colours: readonly (readonly [number, number, number])[] = [
  [79, 209, 197],
  [108, 182, 255],
  [236, 121, 193],
  [163, 230, 53],
  [192, 132, 252],
  [248, 113, 113],
];

const structureSetRoi = (roi: StructureRoi, number: number, frameOfReference: string): Dataset => [
  { tag: 0x30060022, vr: 'IS', value: number },
  { tag: 0x30060024, vr: 'UI', value: frameOfReference },
  { tag: 0x30060026, vr: 'LO', value: lo(roi.name) },
  {
    tag: 0x30060028,
    vr: 'ST',
    value: [trackingNote(roi.trackingUid), roi.note].filter(Boolean).join('. '),
  },
  { tag: 0x30060036, vr: 'CS', value: roi.algorithm },
];

const observation = (number: number): Dataset => [
  { tag: 0x30060082, vr: 'IS', value: number },
  { tag: 0x30060084, vr: 'IS', value: number },
  // No role in a treatment is claimed.
  { tag: 0x300600a4, vr: 'CS', value: '' },
  { tag: 0x300600a6, vr: 'PN', value: '' },
];

/** Frame of reference with the study, series and images that the contours lie on. */
function frameOfReference(input: RtStructInput, uid: string): Element {
  const { study, series } = input;
  const images = series.instances.map((one) => referenceItem(one.sopClassUid, one.sopInstanceUid));
  const ofSeries: Dataset = [
    { tag: 0x0020000e, vr: 'UI', value: dicomSeriesUid(series) },
    { tag: 0x30060016, vr: 'SQ', value: images },
  ];
  const ofStudy: Dataset = [
    // Detached Study Management: retired, and still what this sequence asks for.
    ...referenceItem('1.2.840.10008.3.1.2.3.1', study.studyUid),
    { tag: 0x30060014, vr: 'SQ', value: [ofSeries] },
  ];
  return {
    tag: 0x30060010,
    vr: 'SQ',
    value: [
      [
        { tag: 0x00200052, vr: 'UI', value: uid },
        { tag: 0x30060012, vr: 'SQ', value: [ofStudy] },
      ],
    ],
  };
}

/**
 * A Part-10 file: the outlines in their order, numbered from 1, a contour for every piece on every slice. Its pixels
 * are those whose centre lies inside. Holes are cut out by keyholes.
 * @throws RangeError when there is nothing to write, the images have no frame of reference, a mask is empty or
 *   reaches out of the grid, or a slice of the grid is not an image of the series; DicomWriteError when a value
 *   cannot be written.
 */
export function writeRtStruct(input: RtStructInput): Uint8Array<ArrayBuffer> {
  const { study, series, grid, rois, contentDate } = input;
  if (rois.length === 0) throw new RangeError('RTSTRUCT: there is nothing to write');
  const space = series.frameOfReferenceUid;
  if (space === '') throw new RangeError('RTSTRUCT: the images have no frame of reference');
  const sources = sliceSources(series, grid, input.slices);
  const drawn = rois.map(({ mask, name }) => {
    const slices = slicesWithVoxels(mask, grid.dims);
    if (slices.length === 0) throw new RangeError(`RTSTRUCT: ${name} has an empty outline`);
    return slices.flatMap((k) => contoursOn(mask, k, grid, sources[k]));
  });
  const synthetic = isSynthetic(study, series);
  const said = [synthetic ? 'SYNTHETIC.' : '', `${researchUse.en}.`, identifierNote(series, 'en')];
  return writePart10([
    { tag: 0x00080016, vr: 'UI', value: RT_STRUCTURE_SET_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: input.sopInstanceUid ?? newUid() },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'RTSTRUCT' },
    { tag: 0x0020000e, vr: 'UI', value: input.rtSeriesUid ?? newUid() },
    { tag: 0x00200011, vr: 'IS', value: input.seriesNumber ?? 9404 },
    { tag: 0x00200013, vr: 'IS', value: 1 },
    { tag: 0x0008103e, vr: 'LO', value: lo(`${synthetic ? 'SYNTHETIC. ' : ''}Contours. ${researchUse.en}`) },
    { tag: 0x00081070, vr: 'PN', value: '' },
    ...equipmentModules,
    { tag: 0x00200052, vr: 'UI', value: space },
    { tag: 0x00201040, vr: 'LO', value: '' },
    { tag: 0x30060002, vr: 'SH', value: sh('OUTLINES') },
    { tag: 0x30060004, vr: 'LO', value: lo(`${software.name} outlines`) },
    { tag: 0x30060006, vr: 'ST', value: said.filter(Boolean).join(' ') },
    { tag: 0x30060008, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x30060009, vr: 'TM', value: timeOf(contentDate) },
    frameOfReference(input, space),
    { tag: 0x30060020, vr: 'SQ', value: rois.map((roi, n) => structureSetRoi(roi, n + 1, space)) },
    {
      tag: 0x30060039,
      vr: 'SQ',
      value: rois.map((roi, n): Dataset => [
        { tag: 0x3006002a, vr: 'IS', value: roi.rgb ?? colours[n % colours.length] },
        { tag: 0x30060040, vr: 'SQ', value: drawn[n] },
        { tag: 0x30060084, vr: 'IS', value: n + 1 },
      ]),
    },
    { tag: 0x30060080, vr: 'SQ', value: rois.map((...[, n]) => observation(n + 1)) },
    { tag: 0x300e0002, vr: 'CS', value: 'UNAPPROVED' },
  ]);
}
