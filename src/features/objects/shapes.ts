/** From objects to what the viewports draw. */
import type { SegmentOverlay } from '../../dicom/contract';
import type { ReportObject, Rgb, SrItem, StructureObject } from '../../dicom/objects';
import type { Series } from '../../domain/study';
import { countVoxels } from '../../domain/volume';
import type { ObjectShape } from '../../viewport';

/** Colours of segments and ROIs without one of their own: far apart, none of them the lamp's amber. */
const palette: readonly Rgb[] = [
  [79, 209, 197],
  [108, 182, 255],
  [236, 121, 193],
  [163, 230, 53],
  [192, 132, 252],
  [248, 113, 113],
  [125, 211, 252],
  [253, 224, 140],
];

/** Blacks would not be seen on images. */
const visible = (rgb: Rgb): boolean => Math.max(...rgb) >= 60;

export const colourOf = (rgb: Rgb | undefined, n: number): Rgb =>
  rgb && visible(rgb) ? rgb : palette[n % palette.length];

/** More names than this on an image would hide it. */
const mostLabels = 6;

export function segmentShapes(
  overlays: readonly SegmentOverlay[],
  series: Series,
  hidden: readonly number[],
): ObjectShape[] {
  const shown = overlays.filter((one) => !hidden.includes(one.number) && countVoxels(one.mask) > 0);
  return shown.map((one) => ({
    kind: 'mask',
    id: `segment-${one.number}`,
    label: shown.length <= mostLabels ? one.label : '',
    rgb: colourOf(one.rgb, overlays.indexOf(one)),
    grid: one.grid,
    mask: one.mask,
    images: one.images,
    seriesUid: series.seriesUid,
    frameOfReferenceUid: series.frameOfReferenceUid,
  }));
}

export function roiShapes({ rois }: StructureObject, hidden: readonly number[]): ObjectShape[] {
  const shown = rois.filter((roi) => !hidden.includes(roi.number) && roi.contours.length > 0);
  return shown.map((roi) => ({
    kind: 'contours',
    id: `roi-${roi.number}`,
    label: shown.length <= mostLabels ? roi.name : '',
    rgb: colourOf(roi.rgb, rois.indexOf(roi)),
    frameOfReferenceUid: roi.frameOfReferenceUid,
    contours: roi.contours.map(({ geometry, points, images }) => ({
      geometry,
      points,
      sopInstanceUids: images.map((ref) => ref.sopInstanceUid),
    })),
  }));
}

/** Coordinates that a report gives on images and in the patient. */
export function reportShapes({ root }: ReportObject): ObjectShape[] {
  const shapes: ObjectShape[] = [];
  const visit = (item: SrItem): void => {
    const { value, children } = item;
    if (value.kind === 'coordinates') shapes.push(...coordinateShapes(item, shapes.length));
    children.forEach(visit);
  };
  visit(root);
  return shapes;
}

function coordinateShapes({ value, children }: SrItem, n: number): ObjectShape[] {
  if (value.kind !== 'coordinates') return [];
  const facts = { id: `report-${n}`, label: '', rgb: colourOf(undefined, 0) };
  if (value.dimensions === 3) {
    // Round forms are given by their axes; only lines and points are drawn as they stand.
    if (!['POINT', 'MULTIPOINT', 'POLYLINE', 'POLYGON'].includes(value.graphic)) return [];
    const geometry = value.graphic === 'POLYGON' ? 'CLOSED_PLANAR' : 'OPEN_PLANAR';
    const contour = { geometry, points: Float64Array.from(value.points), sopInstanceUids: [] };
    return [
      { ...facts, kind: 'contours', frameOfReferenceUid: value.frameOfReferenceUid, contours: [contour] },
    ];
  }
  const points = Array.from(
    { length: value.points.length >> 1 },
    (_, p) => [value.points[2 * p], value.points[2 * p + 1]] as const,
  );
  return children.flatMap((child, c) =>
    child.value.kind === 'reference'
      ? [
          {
            ...facts,
            id: `report-${n}-${c}`,
            kind: 'pixels' as const,
            sopInstanceUid: child.value.ref.sopInstanceUid,
            frames: child.value.ref.frames,
            graphics: [{ type: value.graphic, units: 'PIXEL' as const, points, filled: false }],
          },
        ]
      : [],
  );
}
