/** From a parsed data set to the house's study model. */
import type { Vec3 } from '../../domain/geometry';
import type { Instance, Patient } from '../../domain/study';
import { readCalibration, readUltrasoundRegions } from './calibration';
import { readCine } from './cine';
import type { PixelFormat, SeriesFacts, StudyFacts } from './record';
import { gePrivateBigPixels, type Start } from './parse';
import { readDoseRescale } from './dose';
import { readLutType, readModalityLut, readVoi } from './lookup';
import { readOverlays } from './overlays';
import { readPalette } from './palette';
import { readPet } from './pet';
import type { Tags } from './tags';
import { isLossySyntax } from '../pixels/lossy';

export type Orientation = NonNullable<Instance['imageOrientation']>;

export function vec3(values: readonly number[]): Vec3 | undefined {
  return values.length >= 3 ? [values[0], values[1], values[2]] : undefined;
}

/** Six direction cosines as two unit vectors; undefined when they are no right angle within about 5 degrees. */
export function orientation(v: readonly number[]): Orientation | undefined {
  if (v.length < 6) return undefined;
  const a = Math.hypot(v[0], v[1], v[2]);
  const b = Math.hypot(v[3], v[4], v[5]);
  if (!(a > 0.5 && a < 2 && b > 0.5 && b < 2)) return undefined;
  if (Math.abs(v[0] * v[3] + v[1] * v[4] + v[2] * v[5]) / (a * b) > 0.09) return undefined;
  return [v[0] / a, v[1] / a, v[2] / a, v[3] / b, v[4] / b, v[5] / b];
}

function spacingPair(v: readonly number[]): readonly [number, number] | undefined {
  // One value alone is no calibration of the other direction.
  return v.length >= 2 && v[0] > 0 && v[1] > 0 ? [v[0], v[1]] : undefined;
}

type Spacing = Pick<Instance, 'pixelSpacing' | 'spacingSource'>;

/** In-plane spacing and the attribute that it came from. */
export function readSpacing(t: Tags, measures?: Tags): Spacing {
  const sources: readonly [string, Instance['spacingSource'], Tags | undefined][] = [
    ['x00280030', 'PixelSpacing', t],
    ['x00280030', 'PixelSpacing', measures],
    ['x00181164', 'ImagerPixelSpacing', t],
    ['x00182010', 'NominalScannedPixelSpacing', t],
  ];
  for (const [tag, spacingSource, from] of sources) {
    const pixelSpacing = from && spacingPair(from.decimals(tag));
    if (pixelSpacing) return { pixelSpacing, spacingSource };
  }
  return { spacingSource: 'none' };
}

export function describePixels(t: Tags, start: Start): PixelFormat {
  const samplesPerPixel = t.uint16('x00280002') ?? 1;
  const float = t.has('x7fe00008') ? 'single' : t.has('x7fe00009') ? 'double' : undefined;
  const bitsAllocated = t.uint16('x00280100') ?? (float ? (float === 'single' ? 32 : 64) : 16);
  const bitsStored = t.uint16('x00280101') ?? bitsAllocated;
  const photometric = t.plain('x00280004').toUpperCase();
  return {
    transferSyntaxUid: start.transferSyntaxUid,
    bigEndian: start.bigEndian || start.transferSyntaxUid === gePrivateBigPixels,
    rows: t.uint16('x00280010') ?? 0,
    columns: t.uint16('x00280011') ?? 0,
    samplesPerPixel,
    planarConfiguration: t.uint16('x00280006') ?? 0,
    bitsAllocated,
    bitsStored: bitsStored > 0 && bitsStored <= bitsAllocated ? bitsStored : bitsAllocated,
    highBit: t.uint16('x00280102') ?? bitsStored - 1,
    pixelRepresentation: t.uint16('x00280103') === 1 ? 1 : 0,
    photometricInterpretation: photometric || (samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2'),
    float,
    palette: photometric === 'PALETTE COLOR' ? readPalette(t) : undefined,
    modalityLut: readModalityLut(t),
    overlays: readOverlays(t, bitsAllocated),
  };
}

/** Frames as the header says; 1 when it says nothing, 0 when it says nonsense. */
export function frameCount(t: Tags): number {
  if (!t.plain('x00280008')) return 1;
  const n = t.decimal('x00280008') ?? 0;
  return n >= 1 ? Math.floor(n) : 0;
}

export interface Uids {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly seriesUid: string;
  readonly studyUid: string;
}

/** The functional groups of a multi-frame object as the first frame has them. */
const firstGroup = (t: Tags) => {
  const shared = t.item('x52009229');
  const first = t.item('x52009230');
  return (tag: string) => first?.item(tag) ?? shared?.item(tag);
};

/** Rescale as written, by the first frame; undefined when it is no number. */
export function readRescale(t: Tags): { slope?: number; intercept?: number; type: string; given: boolean } {
  const dose = readDoseRescale(t);
  if (dose) return { slope: dose.slope, intercept: 0, type: dose.type, given: true };
  const from = firstGroup(t)('x00289145') ?? t;
  return {
    slope: from.decimal('x00281053'),
    intercept: from.decimal('x00281052'),
    type: from.plain('x00281054'),
    given: from.has('x00281053') || from.has('x00281052'),
  };
}

/** Window centre and width in pairs; a width that is not above 0 is none. */
export function readWindows(t: Tags): [number, number][] {
  const from = firstGroup(t)('x00289132') ?? t;
  const centers = from.decimals('x00281050');
  const widths = from.decimals('x00281051');
  return centers.slice(0, widths.length).flatMap((c, n): [number, number][] => {
    return widths[n] > 0 ? [[c, widths[n]]] : [];
  });
}

/** Explanations of the windows; only when there is one for each that is used. */
function readWindowNames(t: Tags, windows: number): string[] | undefined {
  const from = firstGroup(t)('x00289132') ?? t;
  const names = from
    .text('x00281055')
    .split('\\')
    .map((name) => name.trim());
  return windows > 0 && names.length === windows && names.some(Boolean) ? names : undefined;
}

export function describeInstance(
  t: Tags,
  uids: Uids,
  format: PixelFormat,
  path: string,
  frames: number,
): Instance {
  const group = firstGroup(t);
  const measures = group('x00289110');
  const rescale = readRescale(t);
  const windows = readWindows(t);
  const position = t.decimals('x00200032');
  const direction = t.decimals('x00200037');
  // NM keeps its geometry in the detector sequence.
  const detector = t.item('x00540022');
  const windowNames = readWindowNames(t, windows.length);
  const pet = readPet(t);
  const padding = format.pixelRepresentation === 1 ? t.int16('x00280120') : t.uint16('x00280120');
  const optional = (n: number | undefined) => (n !== undefined && n > 0 ? n : undefined);
  return {
    ...uids,
    transferSyntaxUid: format.transferSyntaxUid,
    instanceNumber: t.decimal('x00200013'),
    acquisitionNumber: t.decimal('x00200012'),
    rows: format.rows,
    columns: format.columns,
    frames,
    imagePosition: vec3(
      position.length > 0
        ? position
        : (group('x00209113')?.decimals('x00200032') ?? detector?.decimals('x00200032') ?? []),
    ),
    imageOrientation: orientation(
      direction.length > 0
        ? direction
        : (group('x00209116')?.decimals('x00200037') ?? detector?.decimals('x00200037') ?? []),
    ),
    ...readSpacing(t, measures),
    sliceThickness: optional(t.decimal('x00180050') ?? measures?.decimal('x00180050')),
    frameOfReferenceUid: t.plain('x00200052') || undefined,
    imageType: t.plainList('x00080008'),
    ...(t.plain('x00200020') && { patientOrientation: t.plainList('x00200020').join('\\') }),
    ...(t.plain('x00185101') && { viewPosition: t.plain('x00185101') }),
    ...(t.plain('x00200062') && { laterality: t.plain('x00200062') }),
    photometricInterpretation: format.photometricInterpretation,
    samplesPerPixel: format.samplesPerPixel,
    planarConfiguration: format.planarConfiguration,
    bitsAllocated: format.bitsAllocated,
    bitsStored: format.bitsStored,
    highBit: format.highBit,
    pixelRepresentation: format.pixelRepresentation,
    // A slope of 0 makes every value equal; it is a writer's blank, not a calibration.
    rescaleSlope: format.modalityLut ? 1 : rescale.slope || 1,
    rescaleIntercept: format.modalityLut ? 0 : (rescale.intercept ?? 0),
    ...(format.modalityLut ? { modalityLut: format.modalityLut } : {}),
    rescaleType: readLutType(t) || rescale.type || undefined,
    windowCenter: windows.length > 0 ? windows.map(([c]) => c) : undefined,
    windowWidth: windows.length > 0 ? windows.map(([, w]) => w) : undefined,
    ...(windowNames && { windowNames }),
    ...readVoi(t, windows.length > 0),
    pixelPaddingValue: padding,
    calibration: readCalibration(t),
    ultrasoundRegions: readUltrasoundRegions(t),
    cine: readCine(t, frameCount(t)),
    ...(pet && { pet }),
    lossy: t.plain('x00282110') === '01' || isLossySyntax(format.transferSyntaxUid),
    path,
  };
}

export function describePatient(t: Tags): Patient {
  return {
    name: t.text('x00100010'),
    id: t.text('x00100020'),
    sex: t.plain('x00100040'),
    age: t.plain('x00101010'),
    birthDate: t.plain('x00100030'),
  };
}

export function describeStudy(t: Tags, studyUid: string): StudyFacts {
  return {
    studyUid,
    patient: describePatient(t),
    date: t.plain('x00080020'),
    time: t.plain('x00080030'),
    description: t.text('x00081030'),
    id: t.text('x00200010'),
    accession: t.text('x00080050'),
    institution: t.text('x00080080'),
    referringPhysician: t.text('x00080090'),
  };
}

export function describeSeries(t: Tags, studyUid: string, seriesUid: string): SeriesFacts {
  const description = t.text('x0008103e');
  const synthetic = [description, t.text('x00204000'), t.text('x00100010')].some((s) =>
    s.toUpperCase().includes('SYNTHETIC'),
  );
  return {
    seriesUid,
    studyUid,
    modality: t.plain('x00080060'),
    description,
    number: t.decimal('x00200011'),
    bodyPart: t.plain('x00180015'),
    manufacturer: t.text('x00080070'),
    modelName: t.text('x00081090'),
    kernel: t.text('x00181210'),
    kvp: t.decimal('x00180060'),
    protocol: t.text('x00181030'),
    contrastAgent: t.text('x00180010'),
    laterality: t.plain('x00200060') || t.plain('x00200062'),
    frameOfReferenceUid: t.plain('x00200052'),
    date: t.plain('x00080021'),
    time: t.plain('x00080031'),
    synthetic,
  };
}
