/** RT Structure Set: ROIs with their contours (PS3.3 C.8.8.5, C.8.8.6, C.8.8.8). */
import type { Tags } from '../header/tags';
import type { Contour, Rgb, Roi, StructureObject } from './contract';
import { decimalsOf, headOf, refsOf } from './values';

function readContour(tags: Tags): Contour | undefined {
  const points = decimalsOf(tags, 'x30060050');
  const whole = points.subarray(0, points.length - (points.length % 3));
  if (whole.length === 0 || whole.some((v) => !Number.isFinite(v))) return undefined;
  return {
    geometry: tags.plain('x30060042') || 'CLOSED_PLANAR',
    points: whole.length === points.length ? points : whole.slice(),
    images: refsOf(tags.items('x30060016')),
  };
}

function readRgb(tags: Tags | undefined): Rgb | undefined {
  const v = tags?.decimals('x3006002a') ?? [];
  return v.length >= 3 ? [v[0], v[1], v[2]] : undefined;
}

export function readStructures(tags: Tags): StructureObject {
  const contours = new Map(tags.items('x30060039').map((item) => [item.decimal('x30060084'), item]));
  const observations = new Map(tags.items('x30060080').map((item) => [item.decimal('x30060084'), item]));
  const spaces = tags.items('x30060010').map((item) => item.plain('x00200052'));
  const rois = tags.items('x30060020').map((item, n): Roi => {
    const number = item.decimal('x30060022') ?? n + 1;
    const drawn = contours.get(number);
    const observed = observations.get(number);
    return {
      number,
      name: item.text('x30060026') || observed?.text('x30060085') || String(number),
      rgb: readRgb(drawn),
      interpreted: observed?.plain('x300600a4') ?? '',
      algorithm: item.plain('x30060036'),
      trackingUid: /\bTracking UID ([\d.]{3,64}\d)/.exec(item.text('x30060028'))?.[1],
      frameOfReferenceUid: item.plain('x30060024') || spaces[0] || tags.plain('x00200052'),
      contours: (drawn?.items('x30060040') ?? [])
        .map(readContour)
        .filter((contour): contour is Contour => contour !== undefined),
    };
  });
  return { ...headOf(tags), kind: 'structures', rois, frameOfReferenceUids: spaces.filter(Boolean) };
}
