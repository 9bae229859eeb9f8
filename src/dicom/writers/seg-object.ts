/** The part of a BINARY Segmentation object (PS3.3 A.51) that does not depend on what its segments stand for. */
import { dicomSeriesUid, frameInstance } from '../../domain/frames';
import type { Grid } from '../../domain/geometry';
import { identifierNote } from '../../domain/identifiers';
import { researchUse, software } from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import type { VoxelMask } from '../../domain/volume';
import { packFrames, slicesWithVoxels, type MaskFrame } from './bits';
import {
  SEGMENTATION_STORAGE,
  codeSequence,
  dateOf,
  dcm,
  equipmentModules,
  isSynthetic,
  lo,
  privateSchemes,
  referenceItem,
  studyModules,
  timeOf,
} from './items';
import { newUid, writePart10, type Dataset, type Element } from './part10';
import { sliceSources, type SliceNames, type SliceSource } from './slices';

/** What a Segmentation object lies on, and its identity. */
export interface SegmentationPlace {
  readonly study: Study;
  /** The series that the masks were drawn on. */
  readonly series: Series;
  /** The grid of the masks. Its slices must be images of the series; a resampled grid is refused. */
  readonly grid: Grid;
  /** Names of the grid's slices; found by position when absent. Needed for multi-frame sources. */
  readonly slices?: SliceNames;
  readonly contentDate: Date;
  /** Given to keep an identity over versions; fresh when absent. */
  readonly sopInstanceUid?: string;
  readonly segSeriesUid?: string;
  readonly seriesNumber?: number;
  /** Where several objects are of one series; 1 when absent. */
  readonly instanceNumber?: number;
}

/** A segment to be written. */
export interface WrittenSegment {
  readonly mask: VoxelMask;
  /** For the message when the mask is empty. */
  readonly name: string;
  /** Item of SegmentSequence for the number that the segment gets. */
  readonly item: (number: number) => Dataset;
}

/** What the object says of itself; English. */
export interface SegmentationWords {
  /** For SeriesDescription, for example "Nodule outlines". */
  readonly outlines: string;
  /** For ContentDescription. */
  readonly content: string;
  /** ContentLabel, CS. */
  readonly label: string;
  /** Codes of Lamplight's own scheme occur. */
  readonly ownCodes: boolean;
  readonly frameOfReferenceUid: string;
}

interface SegmentFrame extends MaskFrame {
  readonly segment: number;
}

/** @param place rank of its position among those that occur, from 1; undefined where the image has no place */
function frameItem(frame: SegmentFrame, place: number | undefined, source: SliceSource): Dataset {
  const { instance } = source;
  const image: Dataset = [
    ...referenceItem(
      instance.sopClassUid,
      instance.sopInstanceUid,
      instance.frames > 1 ? [source.frame] : undefined,
    ),
    { tag: 0x0028135a, vr: 'CS', value: 'YES' },
    codeSequence(0x0040a170, dcm('121322', 'Source image for image processing operation')),
  ];
  const derivation: Dataset = [
    codeSequence(0x00089215, dcm('113076', 'Segmentation')),
    { tag: 0x00082112, vr: 'SQ', value: [image] },
  ];
  const position: Element = {
    tag: 0x00209113,
    vr: 'SQ',
    value: [[{ tag: 0x00200032, vr: 'DS', value: source.position }]],
  };
  const rank = place === undefined ? [frame.segment] : [frame.segment, place];
  return [
    { tag: 0x00089124, vr: 'SQ', value: [derivation] },
    { tag: 0x00209111, vr: 'SQ', value: [[{ tag: 0x00209157, vr: 'UL', value: rank }]] },
    ...(place === undefined ? [] : [position]),
    { tag: 0x0062000a, vr: 'SQ', value: [[{ tag: 0x0062000b, vr: 'US', value: frame.segment }]] },
  ];
}

function dimensionModules(placed: boolean): Dataset {
  const organization = newUid();
  const index = (pointer: number, group: number, label: string): Dataset => [
    { tag: 0x00209164, vr: 'UI', value: organization },
    { tag: 0x00209165, vr: 'AT', value: pointer },
    { tag: 0x00209167, vr: 'AT', value: group },
    { tag: 0x00209421, vr: 'LO', value: label },
  ];
  return [
    { tag: 0x00209221, vr: 'SQ', value: [[{ tag: 0x00209164, vr: 'UI', value: organization }]] },
    {
      tag: 0x00209222,
      vr: 'SQ',
      value: [
        index(0x0062000b, 0x0062000a, 'ReferencedSegmentNumber'),
        ...(placed ? [index(0x00200032, 0x00209113, 'ImagePositionPatient')] : []),
      ],
    },
  ];
}

function sharedGroups(grid: Grid, series: Series): Dataset {
  const thickness = series.instances[0]?.sliceThickness ?? grid.spacing[2];
  return [
    {
      tag: 0x00209116,
      vr: 'SQ',
      value: [[{ tag: 0x00200037, vr: 'DS', value: [...grid.axes[0], ...grid.axes[1]] }]],
    },
    {
      tag: 0x00289110,
      vr: 'SQ',
      value: [
        [
          { tag: 0x00180050, vr: 'DS', value: thickness },
          { tag: 0x00180088, vr: 'DS', value: grid.spacing[2] },
          // Between rows first: DICOM's order is not i, j.
          { tag: 0x00280030, vr: 'DS', value: [grid.spacing[1], grid.spacing[0]] },
        ],
      ],
    },
  ];
}

function referencedSeries(series: Series): Element {
  const instances = series.instances.map((i) => referenceItem(i.sopClassUid, i.sopInstanceUid));
  return {
    tag: 0x00081115,
    vr: 'SQ',
    value: [
      [
        { tag: 0x0020000e, vr: 'UI', value: dicomSeriesUid(series) },
        { tag: 0x0008114a, vr: 'SQ', value: instances },
      ],
    ],
  };
}

/**
 * One image that does not say where in the patient it lies (ultrasound, radiographs): its outline is tied to its pixels
 * alone, by the derivation image. Place, direction, thickness and frame of reference would be made up.
 */
const isUnplaced = ([only, ...others]: readonly SliceSource[]): boolean =>
  others.length === 0 && frameInstance(only.instance, only.frame).imagePosition === undefined;

/** Left out when the images name none: a frame of reference must not be made up. */
const frameOfReference = (uid: string): Dataset =>
  uid === ''
    ? []
    : [
        { tag: 0x00200052, vr: 'UI', value: uid },
        { tag: 0x00201040, vr: 'LO', value: '' },
      ];

/** Text that says what the object is before anyone opens it; within 64 characters. */
const describe = (what: string, synthetic: boolean, more: string): string => {
  const text = (middle: string): string => `${synthetic ? 'SYNTHETIC. ' : ''}${middle}. ${researchUse.en}`;
  // What fits in LO only; the whole sentence stands in ImageComments.
  return lo(text(text(what + more).length <= 64 ? what + more : what));
};

/**
 * A Part-10 file: the segments in their order, numbered from 1, one frame per slice that holds voxels of one.
 * @throws RangeError when there is no segment, a mask is empty or reaches out of the grid, or a slice of the grid is
 *   not an image of the series; DicomWriteError when a value cannot be written.
 */
export function segmentationObject(
  place: SegmentationPlace,
  segments: readonly WrittenSegment[],
  words: SegmentationWords,
): Uint8Array<ArrayBuffer> {
  const { study, series, grid, contentDate } = place;
  if (segments.length === 0) throw new RangeError('SEG: there is nothing to write');
  const frames: SegmentFrame[] = segments.flatMap(({ mask, name }, n) => {
    const slices = slicesWithVoxels(mask, grid.dims);
    if (slices.length === 0) throw new RangeError(`SEG: ${name} has an empty outline`);
    return slices.map((slice) => ({ mask, slice, segment: n + 1 }));
  });
  // Dimension values are ranks among the positions that occur, from 1.
  const places = [...new Set(frames.map((f) => f.slice))].sort((a, b) => a - b);
  const sources = sliceSources(series, grid, place.slices);
  const placed = !isUnplaced(sources);
  const synthetic = isSynthetic(study, series);
  // The object's own texts are English.
  const identifiers = identifierNote(series, 'en');
  const made = identifiers ? ', UIDs made up' : '';
  const dataset: Dataset = [
    { tag: 0x00080016, vr: 'UI', value: SEGMENTATION_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: place.sopInstanceUid ?? newUid() },
    { tag: 0x00080008, vr: 'CS', value: ['DERIVED', 'PRIMARY'] },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'SEG' },
    { tag: 0x0020000e, vr: 'UI', value: place.segSeriesUid ?? newUid() },
    { tag: 0x00200011, vr: 'IS', value: place.seriesNumber ?? 9301 },
    { tag: 0x00200013, vr: 'IS', value: place.instanceNumber ?? 1 },
    {
      tag: 0x0008103e,
      vr: 'LO',
      value: describe(words.outlines, synthetic, made),
    },
    ...(identifiers ? [{ tag: 0x00204000, vr: 'LT', value: identifiers } as const] : []),
    { tag: 0x00080023, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x00080033, vr: 'TM', value: timeOf(contentDate) },
    ...equipmentModules,
    ...(words.ownCodes ? [privateSchemes()] : []),
    ...(placed ? frameOfReference(words.frameOfReferenceUid || series.frameOfReferenceUid) : []),
    // Type 2C of the General Image Module where no orientation in the patient is written; not known here.
    ...(placed ? [] : [{ tag: 0x00200020, vr: 'CS', value: '' } as const]),
    referencedSeries(series),
    ...dimensionModules(placed),
    { tag: 0x00280002, vr: 'US', value: 1 },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280008, vr: 'IS', value: frames.length },
    { tag: 0x00280010, vr: 'US', value: grid.dims[1] },
    { tag: 0x00280011, vr: 'US', value: grid.dims[0] },
    { tag: 0x00280100, vr: 'US', value: 1 },
    { tag: 0x00280101, vr: 'US', value: 1 },
    { tag: 0x00280102, vr: 'US', value: 0 },
    { tag: 0x00280103, vr: 'US', value: 0 },
    { tag: 0x00282110, vr: 'CS', value: '00' },
    { tag: 0x00620001, vr: 'CS', value: 'BINARY' },
    { tag: 0x00620002, vr: 'SQ', value: segments.map(({ item }, n) => item(n + 1)) },
    { tag: 0x00700080, vr: 'CS', value: words.label },
    {
      tag: 0x00700081,
      vr: 'LO',
      value: describe(words.content, synthetic, made),
    },
    { tag: 0x00700084, vr: 'PN', value: `${software.name}^` },
    { tag: 0x52009229, vr: 'SQ', value: [placed ? sharedGroups(grid, series) : []] },
    {
      tag: 0x52009230,
      vr: 'SQ',
      value: frames.map((f) =>
        frameItem(f, placed ? places.indexOf(f.slice) + 1 : undefined, sources[f.slice]),
      ),
    },
    { tag: 0x7fe00010, vr: 'OB', value: packFrames(frames, grid.dims) },
  ];
  return writePart10(dataset);
}
