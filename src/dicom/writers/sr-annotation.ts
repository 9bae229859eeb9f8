/** What the reader measured and drew, as TID 1501 groups: each number inferred from the points that it was taken at. */
import type {
  Annotation,
  AnnotationKind,
  AnnotationValue,
  Point2,
  ValueName,
} from '../../domain/annotation/annotation';
import { markCodes, zoneCodes } from '../../domain/chest-mark';
import { codes, PRIVATE_SCHEME } from '../../domain/codes';
import type { Code, Finding } from '../../domain/finding';
import { trackingUidOf, type StudyFollowUp } from '../../domain/follow-up';
import type { Instance, Study } from '../../domain/study';
import { SUV_BW } from '../../domain/uptake';
import { code, container, num, text, uidref, type Relationship } from './content-items';
import { dcm, lo, sct } from './items';
import type { Dataset } from './part10';
import { trackingId } from './segment';
import { byAlgorithm, reviewCode, reviewConcept } from './sr-group';
import { imageFinder, lpsOf, pixelsOf, regionInPatient, regionOnImage, type Graphic } from './sr-region';

const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });

/** Kinds of annotations by their own codes: what a reading of the group tells them apart by. */
export const annotationKinds: Readonly<Record<AnnotationKind, Code>> = {
  probe: own('PROBE', 'Value at a point'),
  length: own('LENGTH', 'Length'),
  bidirectional: own('BIDIRECTIONAL', 'Long and short axis'),
  angle: own('ANGLE', 'Angle'),
  cobb: own('COBB', 'Cobb angle'),
  ellipse: own('ELLIPSE', 'Ellipse'),
  circle: own('CIRCLE', 'Circle'),
  rectangle: own('RECTANGLE', 'Rectangle'),
  freehand: own('FREEHAND', 'Outline by hand'),
  arrow: own('ARROW', 'Arrow'),
  text: own('TEXT', 'Text'),
  cardiothoracic: own('CARDIOTHORACIC', 'Cardiothoracic ratio'),
  limb: own('LIMB', 'Alignment of a lower limb'),
  vertebra: own('VERTEBRA', 'Label of a vertebra'),
  mark: own('MARK', 'Quick mark of a chest film'),
};
export const annotationKind = own('ANNOTATION', 'Kind of annotation');
export const annotationLabel = own('LABEL', 'Label by the reader');
export const annotationColour = own('COLOUR', 'Colour by the reader');

const derivation = (value: Code): Dataset => code('HAS CONCEPT MOD', dcm('121401', 'Derivation'), value);

const statistics: Partial<Readonly<Record<ValueName, Code>>> = {
  mean: codes.mean,
  sd: codes.standardDeviation,
  min: codes.minimum,
  max: codes.maximum,
};

/** Concepts of numbers that are no pixel values. */
const concepts: Partial<Readonly<Record<ValueName, Code>>> = {
  length: sct('410668003', 'Length'),
  longAxis: codes.longAxis,
  shortAxis: codes.shortAxis,
  angle: sct('1483009', 'Angle'),
  area: codes.area,
  perimeter: sct('131191004', 'Perimeter'),
  radius: sct('131190003', 'Radius'),
  count: own('PIXELS', 'Number of pixels'),
  heartWidth: own('HEART_WIDTH', 'Width of the heart'),
  thoraxWidth: own('THORAX_WIDTH', 'Inner width of the thorax'),
  cardiothoracicRatio: own('CTR', 'Cardiothoracic ratio'),
  hipKneeAnkle: own('HKA', 'Hip-knee-ankle angle'),
  femurLength: own('FEMUR', 'Length of the femur'),
  tibiaLength: own('TIBIA', 'Length of the tibia'),
  limbLength: own('LIMB_LENGTH', 'Length of the lower limb'),
  lateralDistalFemoral: own('LDFA', 'Lateral distal femoral angle'),
  medialProximalTibial: own('MPTA', 'Medial proximal tibial angle'),
  lateralDistalTibial: own('LDTA', 'Lateral distal tibial angle'),
  jointLineConvergence: own('JLCA', 'Joint line convergence angle'),
  mechanicalAxisDeviation: own('MAD', 'Mechanical axis deviation'),
};

/** The names back, by the value of the concept's code; single pixel values by all that they can be. */
export const valueNames: ReadonlyMap<string, ValueName> = new Map<string, ValueName>([
  ...Object.entries(concepts).map(([name, { value }]) => [value, name as ValueName] as const),
  [codes.attenuation.value, 'value'],
  ['126401', 'value'],
  ['PIXEL_VALUE', 'value'],
]);

const pixelValue = (unit: string): Code =>
  unit === "[hnsf'U]" || unit === 'HU'
    ? codes.attenuation
    : unit === SUV_BW
      ? dcm('126401', 'SUVbw')
      : own('PIXEL_VALUE', 'Value of pixels');

/** Concept of a number of an annotation; pixel values by their unit. */
export const conceptOf = ({ name, unit }: AnnotationValue): Code => concepts[name] ?? pixelValue(unit);

const ucum = (unit: string): string =>
  ({ px: '{pixels}', px2: '{pixels}', HU: "[hnsf'U]" })[unit] ?? (unit === '' ? '1' : unit);

/** Lengths to 0.01, angles and pixel values to 0.01, small ratios to 0.0001. */
const decimals = ({ name, value }: AnnotationValue): number =>
  name === 'cardiothoracicRatio' || Math.abs(value) < 1 ? 4 : 2;

interface Form {
  readonly graphic: Graphic;
  readonly points: readonly Point2[];
}

/** All of an annotation's points, in the form that its kind has. */
function formOf({ kind, points }: Annotation): Form {
  const form = (graphic: Graphic, list: readonly Point2[] = points): Form => ({ graphic, points: list });
  switch (kind) {
    case 'probe':
    case 'text':
    case 'vertebra':
    case 'mark':
      return form('POINT', points.slice(0, 1));
    case 'bidirectional':
      return form('MULTIPOINT');
    case 'length':
    case 'arrow':
    case 'angle':
      return form('POLYLINE');
    case 'circle':
      return form('CIRCLE');
    case 'ellipse':
      return form('ELLIPSE', majorFirst(points));
    case 'rectangle': {
      const [a, b] = points;
      return form('CLOSED', [a, [b[0], a[1]], b, [a[0], b[1]]]);
    }
    case 'freehand':
      return form('CLOSED');
    default:
      return form('MULTIPOINT');
  }
}

const size = (a: Point2, b: Point2): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** DICOM's ellipse names the ends of the major axis first. */
function majorFirst(points: readonly Point2[]): readonly Point2[] {
  const [a, b, c, d] = points;
  return d && size(a, b) < size(c, d) ? [c, d, a, b] : points;
}

type Located = (relation: Relationship, form: Form) => Dataset | undefined;

/** How forms of an annotation become coordinates; undefined result where its image is not in the study. */
function locate(one: Annotation, find: (uid: string) => Instance | undefined): Located {
  const { place } = one;
  if (place.on === 'plane')
    return (relation, { graphic, points }) =>
      regionInPatient(
        relation,
        undefined,
        graphic,
        points.map((point) => lpsOf(place, point)),
        place.frameOfReferenceUid,
        [place.right, place.down],
      );
  const instance = find(place.sopInstanceUid);
  return (relation, { graphic, points }) =>
    instance && regionOnImage(relation, undefined, graphic, points, { instance, frame: place.frame });
}

function numbersOf(one: Annotation, at: Located): Dataset[] {
  return one.values
    .filter(({ value }) => Number.isFinite(value))
    .map((value, n) => {
      const { origin } = one;
      const by = n === 0 && origin ? byAlgorithm({ origin }, origin) : [];
      const region = at('INFERRED FROM', shapeOf(one, value));
      const how = statistics[value.name];
      const children = [...(how ? [derivation(how)] : []), ...by, ...(region ? [region] : [])];
      return num('CONTAINS', conceptOf(value), value.value, ucum(value.unit), decimals(value), children);
    });
}

/** Long and short axis are taken at different lines; every other number at the whole drawing. */
function shapeOf(one: Annotation, value: AnnotationValue): Form {
  if (one.kind !== 'bidirectional' || one.points.length < 4) return formOf(one);
  const [a, b, c, d] = one.points;
  // The longer line is the long axis, whichever was drawn first. In pixels that are not square it may not be the one
  // that is longer in pixels; lines so alike in length are told apart by nothing but their name.
  const [long, short] =
    size(c, d) > size(a, b)
      ? [
          [c, d],
          [a, b],
        ]
      : [
          [a, b],
          [c, d],
        ];
  return { graphic: 'POLYLINE', points: value.name === 'shortAxis' ? short : long };
}

/**
 * TID 1501, a group an annotation, with the annotation's UID as its tracking UID. What is drawn without a number (an
 * arrow, a text) has its coordinates in the group itself.
 * @param name what it is called in the list of measurements
 */
export function annotationGroups(
  study: Study,
  annotations: readonly Annotation[],
  name: (annotation: Annotation) => string,
): Dataset[] {
  const find = imageFinder(study);
  return annotations.flatMap((one) => {
    const at = locate(one, find);
    const whole = at('CONTAINS', formOf(one));
    // Its image is not here: a group without its place would say less than nothing.
    if (!whole || one.points.length === 0) return [];
    const numbers = numbersOf(one, at);
    return [
      container('CONTAINS', dcm('125007', 'Measurement Group'), [
        text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), lo(name(one))),
        uidref('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), one.uid),
        ...(one.mark ? markItems(one.mark) : []),
        ...numbers,
        ...(numbers.length === 0 || needsPoints(one) ? [whole] : []),
        code('CONTAINS', annotationKind, annotationKinds[one.kind]),
        ...(one.origin && one.review
          ? [code('CONTAINS', reviewConcept, reviewCode({ origin: one.origin, review: one.review }))]
          : []),
        ...(one.label ? [text('CONTAINS', annotationLabel, one.label)] : []),
        ...(one.colour ? [text('CONTAINS', annotationColour, one.colour)] : []),
      ]),
    ];
  });
}

/** Finding and site of a quick mark; the side is a modifier of the site (CID 244). */
function markItems({ kind, zone }: NonNullable<Annotation['mark']>): Dataset[] {
  const side = code('HAS CONCEPT MOD', sct('272741003', 'Laterality'), codes[zone.side]);
  return [
    code('CONTAINS', dcm('121071', 'Finding'), markCodes[kind]),
    code('HAS CONCEPT MOD', sct('363698007', 'Finding Site'), zoneCodes[zone.level], [side]),
  ];
}

/** Its numbers do not say all of its points. */
const needsPoints = ({ kind, points, values }: Annotation): boolean =>
  kind === 'bidirectional' && points.length >= 4 && !values.some(({ name }) => name === 'shortAxis');

const AXIS_DECIMALS = 2;

/**
 * TID 1501 with the long and short axis of a finding and their end points, under the finding's tracking UID: the
 * group of its outline may hold no coordinates beside its region.
 */
export function axesGroup(finding: Finding, study: Study, followed?: StudyFollowUp): Dataset {
  const { axes, keyImage, measurements: m } = finding;
  const instance = imageFinder(study)(axes.sopInstanceUid);
  const line = (ends: Finding['axes']['long']): Dataset | undefined => {
    const pixels = instance && pixelsOf(instance, keyImage.frame, ends);
    if (instance && pixels)
      return regionOnImage('INFERRED FROM', undefined, 'POLYLINE', pixels, {
        instance,
        frame: keyImage.frame,
      });
    return finding.frameOfReferenceUid
      ? regionInPatient('INFERRED FROM', undefined, 'POLYLINE', ends, finding.frameOfReferenceUid)
      : undefined;
  };
  const axis = (concept: Code, value: number, unit: string, ends: Finding['axes']['long']): Dataset => {
    const at = line(ends);
    return num('CONTAINS', concept, value, unit, AXIS_DECIMALS, at ? [at] : []);
  };
  return container('CONTAINS', dcm('125007', 'Measurement Group'), [
    text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), trackingId(finding)),
    uidref('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), trackingUidOf(finding, followed)),
    code('CONTAINS', dcm('121071', 'Finding'), finding.kind),
    axis(codes.longAxis, m.longAxis.value, m.longAxis.unit, axes.long),
    axis(codes.shortAxis, m.shortAxis.value, m.shortAxis.unit, axes.short),
  ]);
}
