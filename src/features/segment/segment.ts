/** What a segment is: a named set of voxels of one series, drawn by the reader. */
import type { Code, Measurement } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import { emptyMask } from '../../domain/mask-box';
import type { VoxelMask } from '../../domain/volume';

export type Rgb = readonly [number, number, number];

/** Size and values of a segment's voxels; absent while it has none. */
export interface SegmentNumbers {
  readonly voxels: number;
  /** mm3; on a single image an area, mm2 or {pixels}. */
  readonly size: Measurement;
  readonly mean: Measurement;
  readonly sd: Measurement;
  readonly min: Measurement;
  readonly max: Measurement;
}

export interface Segment {
  /** Tracking UID, the segment's identity in DICOM. */
  readonly uid: string;
  /** 1-based, never used twice in a study. */
  readonly number: number;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  readonly name: string;
  readonly rgb: Rgb;
  /** Segmented property category and type. */
  readonly category: Code;
  readonly type: Code;
  /** On the grid that `loadVolume` gives for the series. */
  readonly grid: Grid;
  readonly mask: VoxelMask;
  readonly visible: boolean;
  /** Nothing may change it. */
  readonly locked: boolean;
  readonly numbers?: SegmentNumbers;
}

/** Colours that differ from each other and from those of findings, in the order in which segments get them. */
export const PALETTE: readonly Rgb[] = [
  [230, 127, 184],
  [154, 216, 95],
  [183, 156, 255],
  [214, 224, 90],
  [255, 138, 128],
  [127, 214, 232],
  [201, 177, 138],
  [208, 143, 232],
];

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const anatomy = sct('123037004', 'Anatomical Structure');

/** What a segment may be said to be: categories of CID 7150 with a type that stands in PS3.16 too. */
export const KINDS = {
  /** What nobody has named yet: other programs write the same. */
  tissue: { category: sct('85756007', 'Tissue'), type: sct('85756007', 'Tissue') },
  lesion: {
    category: sct('49755003', 'Morphologically Altered Structure'),
    type: sct('52988006', 'Lesion'),
  },
  organ: { category: anatomy, type: sct('113343008', 'Organ') },
  vessel: { category: anatomy, type: sct('59820001', 'Blood vessel') },
  bone: { category: anatomy, type: sct('272673000', 'Bone') },
  fluid: { category: sct('91720002', 'Body Substance'), type: sct('32457005', 'Body fluid') },
} as const satisfies Record<string, { category: Code; type: Code }>;

export type KindName = keyof typeof KINDS;

/** The kind that a segment's codes stand for; undefined for codes of other programs. */
export const kindOf = ({ type }: Pick<Segment, 'type'>): KindName | undefined =>
  (Object.keys(KINDS) as KindName[]).find(
    (name) => KINDS[name].type.value === type.value && KINDS[name].type.scheme === type.scheme,
  );

export const css = (rgb: Rgb): string => `rgb(${rgb.join(' ')})`;

/** The same segment without a voxel. */
export const emptied = (segment: Segment): Segment => ({ ...segment, mask: emptyMask(), numbers: undefined });
