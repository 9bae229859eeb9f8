/** Graphics and text of presentation states (PS3.3 C.10.5), and what the reader drew as such. */
import type { Annotation, AnnotationPath, PlaceScale, Point2 } from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import { lengthsAt } from '../../domain/calibration';
import type { Finding } from '../../domain/finding';
import { frameInstance } from '../../domain/frames';
import { dot, sub, type Vec3 } from '../../domain/geometry';
import type { Instance, Study } from '../../domain/study';
import type { Dataset } from './part10';
import { cieLab } from './segment';

export const LAYER = 'MARKS';

/** A line or closed line on an image; (column, row), pixel centres at whole numbers. */
export interface MarkLine {
  readonly points: readonly Point2[];
  readonly closed?: boolean;
  readonly dashed?: boolean;
}

/** Something drawn on one frame, with its words. */
export interface PresentationMark {
  readonly sopInstanceUid: string;
  /** From 1. */
  readonly frame: number;
  readonly lines: readonly MarkLine[];
  readonly dots: readonly Point2[];
  /** Any language; lines are parted by \n. Empty: none. */
  readonly text: string;
  /** What the text belongs to. */
  readonly anchor: Point2;
  /** sRGB 0..255. */
  readonly rgb?: readonly [number, number, number];
}

/** Lengths that shapes are drawn with: a circle is round in mm, not in pixels. */
export function imageScale(image: Instance, at: Point2): PlaceScale {
  const { mm, source } = lengthsAt(image, at);
  if (mm) return { x: mm[0], y: mm[1], unit: 'mm', source };
  const spacing = image.pixelSpacing;
  return { x: 1, y: spacing ? spacing[0] / spacing[1] : 1, unit: 'px', source: 'none' };
}

/** An arrow head as two short strokes, a quarter of the shaft long at most. */
function head({ tip, from }: Extract<AnnotationPath, { path: 'arrowhead' }>): MarkLine {
  const [x, y] = [from[0] - tip[0], from[1] - tip[1]];
  const far = Math.hypot(x, y) || 1;
  const size = Math.min(8, far / 4) / far;
  const stroke = (turn: number): Point2 => [
    tip[0] + size * (x * Math.cos(turn) - y * Math.sin(turn)),
    tip[1] + size * (x * Math.sin(turn) + y * Math.cos(turn)),
  ];
  return { points: [stroke(0.45), tip, stroke(-0.45)] };
}

/** #rgb, #rrggbb or rgb(r g b); undefined for all else. */
export function rgbOf(css: string | undefined): readonly [number, number, number] | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(css ?? '')?.[1];
  if (hex) {
    const of = (n: number): number =>
      hex.length === 3 ? 17 * parseInt(hex[n], 16) : parseInt(hex.slice(2 * n, 2 * n + 2), 16);
    return [of(0), of(1), of(2)];
  }
  const parts = /^rgb\((\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})\)$/.exec(css ?? '');
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : undefined;
}

const imageOf = (study: Study, uid: string): Instance | undefined =>
  study.series.flatMap((series) => series.instances).find((one) => one.sopInstanceUid === uid);

/**
 * What the reader drew on images; planes through a volume have no image that it could stand on.
 * @param words what stands beside it: its name and numbers
 */
export function annotationMarks(
  study: Study,
  annotations: readonly Annotation[],
  words: (annotation: Annotation) => string,
): readonly PresentationMark[] {
  return annotations.flatMap((one): PresentationMark[] => {
    const { place, kind, points, colour } = one;
    const whole = place.on === 'image' ? imageOf(study, place.sopInstanceUid) : undefined;
    if (place.on !== 'image' || !whole || points.length === 0) return [];
    const shape = shapes[kind];
    const paths = shape.paths(points, imageScale(frameInstance(whole, place.frame), points[0]));
    return [
      {
        sopInstanceUid: place.sopInstanceUid,
        frame: place.frame,
        lines: paths.flatMap((p): MarkLine[] =>
          p.path === 'line' ? [p] : p.path === 'arrowhead' ? [head(p)] : [],
        ),
        dots: paths.flatMap((p) => (p.path === 'dot' ? [p.at] : [])),
        text: words(one),
        anchor: shape.anchor(points),
        rgb: rgbOf(colour),
      },
    ];
  });
}

/** Where a point of the patient (LPS mm) lies on an image, (column, row); undefined without a geometry. */
export function onImage(image: Instance, point: Vec3): Point2 | undefined {
  const { imagePosition: origin, imageOrientation: o, pixelSpacing: spacing } = image;
  if (!origin || !o || !spacing) return undefined;
  const d = sub(point, origin);
  return [dot(d, [o[0], o[1], o[2]]) / spacing[1], dot(d, [o[3], o[4], o[5]]) / spacing[0]];
}

/** Long and short axis of findings on their key images. */
export function axesMarks(
  study: Study,
  findings: readonly Finding[],
  words: (finding: Finding) => string,
): readonly PresentationMark[] {
  return findings.flatMap((finding): PresentationMark[] => {
    const { axes, keyImage } = finding;
    const whole = imageOf(study, axes.sopInstanceUid);
    if (!whole) return [];
    const image = frameInstance(whole, keyImage.frame);
    const lines = [axes.long, axes.short].map((ends) => ends.map((end) => onImage(image, end)));
    if (lines.flat().some((point) => point === undefined)) return [];
    return [
      {
        sopInstanceUid: axes.sopInstanceUid,
        frame: keyImage.frame,
        lines: lines.map((points) => ({ points: points as Point2[] })),
        dots: [],
        text: words(finding),
        anchor: lines[0][1]!,
        rgb: finding.rgb,
      },
    ];
  });
}

/** From pixel centres to DICOM's corners: (0, 0) is the top left corner of the first pixel. */
const corner = ([x, y]: Point2): readonly number[] => [x + 0.5, y + 0.5];

const graphic = (type: string, points: readonly Point2[], look: Dataset, filled: boolean): Dataset => [
  { tag: 0x00700005, vr: 'CS', value: 'PIXEL' },
  { tag: 0x00700020, vr: 'US', value: 2 },
  { tag: 0x00700021, vr: 'US', value: points.length },
  { tag: 0x00700022, vr: 'FL', value: points.flatMap(corner) },
  { tag: 0x00700023, vr: 'CS', value: type },
  ...(filled || type !== 'POINT' ? ([{ tag: 0x00700024, vr: 'CS', value: 'N' }] as const) : []),
  ...look,
];

/** Line style: the colour that the reader chose, and dashes. */
function style(mark: PresentationMark, dashed: boolean): Dataset {
  if (!mark.rgb && !dashed) return [];
  const colour = cieLab(mark.rgb ?? [255, 255, 0]);
  const line: Dataset = [
    { tag: 0x00700251, vr: 'US', value: colour },
    { tag: 0x00700253, vr: 'FL', value: 1 },
    { tag: 0x00700254, vr: 'CS', value: dashed ? 'DASHED' : 'SOLID' },
    ...(dashed ? ([{ tag: 0x00700255, vr: 'UL', value: 0xf0f0 }] as const) : []),
    { tag: 0x00700258, vr: 'FL', value: 0 },
    // No shadow; its place and colour are Type 1 all the same.
    { tag: 0x00700244, vr: 'CS', value: 'OFF' },
    { tag: 0x00700245, vr: 'FL', value: 0 },
    { tag: 0x00700246, vr: 'FL', value: 0 },
    { tag: 0x00700247, vr: 'US', value: colour },
    { tag: 0x00700284, vr: 'FL', value: 1 },
  ];
  return [{ tag: 0x00700232, vr: 'SQ', value: [line] }];
}

/** A box of about the size of the words, kept on the image. */
function textItem(mark: PresentationMark, { columns, rows }: Instance): Dataset {
  const lines = mark.text.split('\n');
  const size = Math.max(8, columns / 40);
  const width = Math.min(columns, Math.max(...lines.map((line) => line.length)) * size * 0.7 + size);
  const height = Math.min(rows, lines.length * size * 1.3);
  const left = Math.max(0, Math.min(columns - width, mark.anchor[0] + size / 2));
  const top = Math.max(0, Math.min(rows - height, mark.anchor[1] + size / 2));
  return [
    { tag: 0x00700003, vr: 'CS', value: 'PIXEL' },
    { tag: 0x00700004, vr: 'CS', value: 'PIXEL' },
    { tag: 0x00700006, vr: 'ST', value: lines.join('\r\n') },
    { tag: 0x00700010, vr: 'FL', value: [left, top] },
    { tag: 0x00700011, vr: 'FL', value: [left + width, top + height] },
    { tag: 0x00700012, vr: 'CS', value: 'LEFT' },
    { tag: 0x00700014, vr: 'FL', value: corner(mark.anchor) },
    { tag: 0x00700015, vr: 'CS', value: 'N' },
  ];
}

/** The rest of an item of GraphicAnnotationSequence beside the images that it holds for. */
export function annotationItem(marks: readonly PresentationMark[], image: Instance): Dataset {
  const objects = marks.flatMap((mark): Dataset[] => [
    ...mark.lines.map(({ points, closed, dashed = false }) =>
      graphic('POLYLINE', closed ? [...points, points[0]] : points, style(mark, dashed), false),
    ),
    ...mark.dots.map((at) => graphic('POINT', [at], style(mark, false), false)),
  ]);
  const texts = marks.filter((mark) => mark.text.trim() !== '').map((mark) => textItem(mark, image));
  return [
    { tag: 0x00700002, vr: 'CS', value: LAYER },
    ...(texts.length > 0 ? ([{ tag: 0x00700008, vr: 'SQ', value: texts }] as const) : []),
    ...(objects.length > 0 ? ([{ tag: 0x00700009, vr: 'SQ', value: objects }] as const) : []),
  ];
}
