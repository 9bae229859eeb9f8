/** Measurements of a report, of Lamplight or of others, as annotations on the images that are open. */
import type {
  Annotation,
  AnnotationKind,
  AnnotationValue,
  Place,
  Point2,
  ValueName,
} from '../../domain/annotation/annotation';
import { markOfCodes } from '../../domain/chest-mark';
import { frameInstance } from '../../domain/frames';
import { cross, dot, norm, normalise, sub, type Vec3 } from '../../domain/geometry';
import type { Series, Study } from '../../domain/study';
import { uidFromName } from '../../domain/uid';
import {
  annotationColour,
  annotationKind,
  annotationKinds,
  annotationLabel,
  valueNames,
} from '../writers/sr-annotation';
import { rgbOf } from '../writers/marks';
import { pixelsOf } from '../writers/sr-region';
import type { MeasuredGroup, MeasuredNumber, MeasuredRegion } from './measured';

/** What a report says of itself, as far as annotations take it over. */
export interface AnnotationSource {
  readonly sopInstanceUid: string;
  /** ISO time that they were made at. */
  readonly madeAt: string;
  /** What one is called that Lamplight did not draw: its name in the report and who measured it. */
  readonly nameOf: (group: MeasuredGroup) => string;
}

/** Concepts of other writers and older codes, beside Lamplight's own. */
const known: Readonly<Record<string, ValueName>> = {
  'G-D7FE': 'length',
  '121206': 'length',
  'G-A185': 'longAxis',
  'G-A186': 'shortAxis',
  'G-A166': 'area',
  'G-A197': 'perimeter',
  'G-A192': 'radius',
  'G-A194': 'angle',
  '285285000': 'angle',
};
const statistics: Readonly<Record<string, ValueName>> = {
  '373098007': 'mean',
  'R-00317': 'mean',
  '386136009': 'sd',
  'R-10047': 'sd',
  '255605001': 'min',
  'R-404FB': 'min',
  '56851009': 'max',
  'G-A437': 'max',
};

const units: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  cm: ['mm', 10],
  cm2: ['mm2', 100],
};

/** A number in the words of an annotation; undefined for what annotations do not say. */
function valueOf({ concept, value, unit, derivation }: MeasuredNumber): AnnotationValue | undefined {
  const named =
    (derivation && statistics[derivation.value]) ?? known[concept.value] ?? valueNames.get(concept.value);
  if (!named) return undefined;
  const [unitNow, factor] = units[unit] ?? [unit, 1];
  const pixels = unit === '{pixels}' ? (named === 'area' ? 'px2' : 'px') : undefined;
  const source = pixels ? ('none' as const) : unitNow.startsWith('mm') ? ('pixel' as const) : undefined;
  return { name: named, value: value * factor, unit: pixels ?? unitNow, ...(source && { source }) };
}

interface Found {
  readonly kind: AnnotationKind;
  /** In the coordinates of the region: pairs or triples. */
  readonly points: readonly (readonly number[])[];
  readonly region: MeasuredRegion;
  readonly numbers: readonly MeasuredNumber[];
}

const split = ({ points, dimensions }: MeasuredRegion): readonly (readonly number[])[] =>
  Array.from({ length: Math.floor(points.length / dimensions) }, (_, n) =>
    points.slice(n * dimensions, (n + 1) * dimensions),
  );

const samePoint = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, n) => Math.abs(value - b[n]) < 1e-4);

/** The points of a closed line without its last, which is the first again; undefined for an open one. */
function closedLine(points: readonly (readonly number[])[], graphic: string) {
  const closes = points.length > 3 && samePoint(points[0], points.at(-1)!);
  if (closes) return points.slice(0, -1);
  return graphic === 'POLYGON' && points.length > 2 ? points : undefined;
}

const upright = ([a, b, c, d]: readonly (readonly number[])[]): boolean =>
  (a[0] === b[0] && b[1] === c[1] && c[0] === d[0] && d[1] === a[1]) ||
  (a[1] === b[1] && b[0] === c[0] && c[1] === d[1] && d[0] === a[0]);

/** What a region of another writer draws; nothing for forms that no annotation has. */
function shapeOf(region: MeasuredRegion): Pick<Found, 'kind' | 'points'> | undefined {
  const points = split(region);
  const { graphic } = region;
  if (graphic === 'POINT' && points.length > 0) return { kind: 'probe', points: points.slice(0, 1) };
  if (graphic === 'CIRCLE' && points.length === 2) return { kind: 'circle', points };
  if (graphic === 'ELLIPSE' && points.length === 4) return { kind: 'ellipse', points };
  if (graphic !== 'POLYLINE' && graphic !== 'POLYGON') return undefined;
  const closed = closedLine(points, graphic);
  if (closed)
    return closed.length === 4 && region.dimensions === 2 && upright(closed)
      ? { kind: 'rectangle', points: [closed[0], closed[2]] }
      : { kind: 'freehand', points: closed };
  if (points.length === 2) return { kind: 'length', points };
  return points.length === 3 ? { kind: 'angle', points } : undefined;
}

const keyOf = (region: MeasuredRegion): string =>
  `${region.image?.sopInstanceUid ?? ''} ${region.graphic} ${region.points.join(' ')}`;

/** Long and short axis are one annotation where both have their line. */
function axesOf({ numbers }: MeasuredGroup): Found | undefined {
  const line = (name: ValueName): MeasuredNumber | undefined =>
    numbers.find((one) => valueOf(one)?.name === name && one.region && split(one.region).length === 2);
  const [long, short] = [line('longAxis'), line('shortAxis')];
  if (!long?.region || !short?.region) return undefined;
  const points = [...split(long.region), ...split(short.region)];
  return { kind: 'bidirectional', points, region: long.region, numbers };
}

/** What Lamplight drew, by the kind that the group names. */
function ownDrawing(group: MeasuredGroup, kind: AnnotationKind): Found | undefined {
  if (kind === 'bidirectional') {
    const axes = axesOf(group);
    if (axes) return axes;
  }
  const region = group.numbers.find((one) => one.region)?.region ?? group.regions[0];
  if (!region) return undefined;
  const points = split(region);
  const closed = closedLine(points, region.graphic);
  if (kind === 'rectangle')
    return closed && { kind, points: [closed[0], closed[2]], region, numbers: group.numbers };
  // A circle in the patient went out as an ellipse.
  if (kind === 'circle' && points.length === 4) {
    const centre = points[0].map((value, n) => (value + points[1][n]) / 2);
    return { kind, points: [centre, points[1]], region, numbers: group.numbers };
  }
  return { kind, points: kind === 'freehand' ? (closed ?? points) : points, region, numbers: group.numbers };
}

/** Every region of the group that an annotation can draw, with the numbers that were taken there. */
function foreignDrawings(group: MeasuredGroup): readonly Found[] {
  const axes = axesOf(group);
  if (axes) return [axes];
  const regions = new Map<string, { region: MeasuredRegion; numbers: MeasuredNumber[] }>();
  for (const region of group.regions) regions.set(keyOf(region), { region, numbers: [] });
  for (const one of group.numbers) {
    if (!one.region) continue;
    const there = regions.get(keyOf(one.region)) ?? { region: one.region, numbers: [] };
    there.numbers.push(one);
    regions.set(keyOf(one.region), there);
  }
  const loose = group.numbers.filter((one) => !one.region);
  return [...regions.values()].flatMap(({ region, numbers }): Found[] => {
    const shape = shapeOf(region);
    // Numbers of the group are said of its region where it has one only.
    return shape
      ? [{ ...shape, region, numbers: regions.size === 1 ? [...numbers, ...loose] : numbers }]
      : [];
  });
}

interface Placed {
  readonly series: Series;
  readonly place: Place;
  readonly points: readonly Point2[];
}

/** On the image that the report names: pixels are counted from their centres here. */
function onNamedImage({ region, points }: Found, study: Study): Placed | undefined {
  const uid = region.image?.sopInstanceUid;
  const series = study.series.find((one) => one.instances.some((i) => i.sopInstanceUid === uid));
  if (!series || uid === undefined) return undefined;
  return {
    series,
    place: { on: 'image', sopInstanceUid: uid, frame: region.image?.frames[0] ?? 1 },
    points: points.map(([x, y]): Point2 => [x - 0.5, y - 0.5]),
  };
}

/** Two directions of a plane that holds the points; an axial one where they do not say which. */
function planeThrough(origin: Vec3, others: readonly Vec3[]): { readonly right: Vec3; readonly down: Vec3 } {
  const far = others.find((point) => norm(sub(point, origin)) > 1e-6);
  if (!far) return { right: [1, 0, 0], down: [0, 1, 0] };
  const right = normalise(sub(far, origin));
  const off = others.map((point) => cross(right, sub(point, origin))).find((v) => norm(v) > 1e-6);
  const normal = off ?? cross(right, Math.abs(right[2]) < 0.9 ? [0, 0, 1] : [0, 1, 0]);
  return { right, down: cross(normalise(normal), right) };
}

/** Points of the patient: on the image in whose plane they lie, else on a plane of their own. */
function inPatient({ region, points }: Found, study: Study): Placed | undefined {
  const space = region.frameOfReferenceUid;
  const ground = study.series.filter((one) => space !== '' && one.frameOfReferenceUid === space);
  const lps = points as readonly Vec3[];
  for (const series of ground)
    for (const instance of series.instances)
      for (let frame = 1; frame <= instance.frames; frame++) {
        if (!frameInstance(instance, frame).imagePosition) continue;
        const pixels = pixelsOf(instance, frame, lps);
        if (pixels)
          return {
            series,
            place: { on: 'image', sopInstanceUid: instance.sopInstanceUid, frame },
            points: pixels,
          };
      }
  const [series] = ground;
  if (!series) return undefined;
  const [origin, ...others] = lps;
  const { right, down } = planeThrough(origin, others);
  return {
    series,
    place: { on: 'plane', frameOfReferenceUid: space, origin, right, down },
    points: lps.map((point): Point2 => [dot(sub(point, origin), right), dot(sub(point, origin), down)]),
  };
}

const kindByCode = new Map(Object.entries(annotationKinds).map(([kind, { value }]) => [value, kind]));
const isUid = (text: string): boolean => text.length <= 64 && /^[0-9]+(\.[0-9]+)+$/.test(text);

/**
 * The groups as annotations of the study. Numbers stand as the report has them; nothing is measured again. What is
 * drawn on images that are not open, and forms that no annotation has, are left out.
 * @param own the report is Lamplight's: groups without the kind of an annotation are its findings
 */
export function annotationsOf(
  groups: readonly MeasuredGroup[],
  study: Study,
  source: AnnotationSource,
  own: boolean,
): readonly Annotation[] {
  return groups.flatMap((group, g): Annotation[] => {
    const code = group.codes.find(({ concept }) => concept.value === annotationKind.value)?.value.value;
    const kind = code === undefined ? undefined : (kindByCode.get(code) as AnnotationKind | undefined);
    if (own && !kind) return [];
    const found = kind
      ? [ownDrawing(group, kind)].filter((one) => one !== undefined)
      : foreignDrawings(group);
    return found.flatMap((one, n): Annotation[] => {
      const placed = one.region.dimensions === 2 ? onNamedImage(one, study) : inPatient(one, study);
      const mark = one.kind === 'mark' ? markOfCodes(group.finding, group.site, group.side) : undefined;
      // A mark of a version to come, or cut by an archive: without its codes it says nothing.
      if (!placed || (one.kind === 'mark' && !mark)) return [];
      const said = (concept: string): string =>
        group.texts.find((text) => text.concept.value === concept)?.text ?? '';
      const colour = rgbOf(said(annotationColour.value)) && said(annotationColour.value);
      const whole = found.length === 1 && isUid(group.trackingUid);
      return [
        {
          uid: whole ? group.trackingUid : uidFromName(`${source.sopInstanceUid} ${g} ${n}`),
          kind: one.kind,
          studyUid: study.studyUid,
          seriesUid: placed.series.seriesUid,
          place: placed.place,
          points: placed.points,
          label: kind ? said(annotationLabel.value) : source.nameOf(group),
          ...(kind && colour && { colour }),
          ...(mark && { mark }),
          values: one.numbers.map(valueOf).filter((value) => value !== undefined),
          madeAt: source.madeAt,
        },
      ];
    });
  });
}
