/** What a reader marks on a chest film with one gesture: which kind of finding, and in which zone of which lung. */
import type { Code, Laterality } from './finding';
import type { Point2 } from './outline-axes';

export const chestMarkKinds = [
  'nodule',
  'opacity',
  'pneumothorax',
  'effusion',
  'fracture',
  'tuberculosis',
  'device',
] as const;
export type ChestMarkKind = (typeof chestMarkKinds)[number];

/** What a film holds that a sentence of normal findings may deny. */
export type OnFilm = ChestMarkKind | 'enlargedHeart';

export const chestLevels = ['upper', 'middle', 'lower'] as const;
export type ChestLevel = (typeof chestLevels)[number];

/** Side is the patient's. `from`: the outlined lungs, the place in the image alone, or the reader's own word. */
export interface ChestZone {
  readonly side: Laterality;
  readonly level: ChestLevel;
  readonly from: 'lungs' | 'image' | 'reader';
}

export interface ChestMark {
  readonly kind: ChestMarkKind;
  readonly zone: ChestZone;
}

/** The box around one outlined lung, in pixels of the image (pixel centres at whole numbers). */
export interface LungExtent {
  readonly side: Laterality;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface FilmFacts {
  readonly columns: number;
  readonly rows: number;
  /** Patient Orientation (0020,0020) as written: "L\\F". */
  readonly patientOrientation?: string;
}

/**
 * Shares of the height of a frontal film between which lungs usually lie. Only used where no lungs are outlined, and
 * then the reader is asked to look at the zone.
 */
const USUAL = { top: 0.1, bottom: 0.8 } as const;

const third = (share: number): ChestLevel => (share < 1 / 3 ? 'upper' : share < 2 / 3 ? 'middle' : 'lower');

/**
 * Which way the patient lies in the image. Without a word in the file: upright, the patient's right on the left, as
 * films are read.
 */
function asRead([x, y]: Point2, { columns, rows, patientOrientation = '' }: FilmFacts): Point2 {
  const [row = '', column = ''] = patientOrientation.toUpperCase().split('\\');
  const across = row[0];
  const down = column[0];
  const [u, v] = [(x + 0.5) / columns, (y + 0.5) / rows];
  // Stored lying on its side: the columns run along the patient.
  if ('HF'.includes(across || '-') && 'LR'.includes(down || '-'))
    return [down === 'L' ? v : 1 - v, across === 'F' ? u : 1 - u];
  return [across === 'R' ? 1 - u : u, down === 'H' ? 1 - v : v];
}

/**
 * The zone of a point (column, row): thirds of the height of the lung that it lies in or is nearest to. Where no lungs
 * are outlined, from the point against the image.
 */
export function zoneAt(point: Point2, image: FilmFacts, lungs: readonly LungExtent[] = []): ChestZone {
  const away = ({ left, right }: LungExtent): number => Math.max(left - point[0], point[0] - right, 0);
  const [lung] = lungs.toSorted((a, b) => away(a) - away(b));
  if (lung && lung.bottom > lung.top) {
    const share = (point[1] - lung.top) / (lung.bottom - lung.top);
    return { side: lung.side, level: third(share), from: 'lungs' };
  }
  const [across, down] = asRead(point, image);
  const share = (down - USUAL.top) / (USUAL.bottom - USUAL.top);
  return { side: across < 0.5 ? 'right' : 'left', level: third(share), from: 'image' };
}

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });

/** PS3.16 CID 6101, 6102 and the SNOMED CT subset that DICOM licenses. */
export const markCodes: Readonly<Record<ChestMarkKind, Code>> = {
  nodule: sct('27925004', 'Nodule'),
  opacity: { value: '112001', scheme: 'DCM', meaning: 'Opacity' },
  pneumothorax: sct('36118008', 'Pneumothorax'),
  effusion: sct('60046008', 'Pleural effusion'),
  fracture: sct('72704001', 'Fracture'),
  tuberculosis: sct('56717001', 'Tuberculosis'),
  device: sct('49062001', 'Device'),
};

/** PS3.16 CID 6126, zones of the lung; the side is a modifier. */
export const zoneCodes: Readonly<Record<ChestLevel, Code>> = {
  upper: sct('281392002', 'Upper zone of lung'),
  middle: sct('281393007', 'Middle zone of lung'),
  lower: sct('281394001', 'Lower zone of lung'),
};

const keyOf = <K extends string>(
  table: Readonly<Record<K, Code>>,
  value: string | undefined,
): K | undefined => (Object.keys(table) as K[]).find((key) => table[key].value === value);

/** A mark out of the codes of a report; undefined where they are of something else. The zone is the reader's then. */
export function markOfCodes(
  finding: Code | undefined,
  site: Code | undefined,
  side: Code | undefined,
): ChestMark | undefined {
  const kind = keyOf(markCodes, finding?.value);
  const level = keyOf(zoneCodes, site?.value);
  const hand = side?.value === '7771000' ? 'left' : side?.value === '24028007' ? 'right' : undefined;
  return kind && level && hand && { kind, zone: { side: hand, level, from: 'reader' } };
}
