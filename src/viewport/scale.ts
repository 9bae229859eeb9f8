import { lengthsAt, type LengthSource } from '../domain/calibration';
import { dot, sub } from '../domain/geometry';
import type { Instance } from '../domain/study';
import { mmPerPixel, scaleBar, toLps, type ViewPlane } from './plane';

/** A scale bar: a round length in mm or in image pixels, and how many CSS px that is. */
export interface ShownScale {
  readonly length: number;
  readonly unit: 'mm' | 'px';
  readonly pixels: number;
  readonly source: LengthSource;
}

/** Share of the viewport's height that the bar takes at most. */
const MOST = 1 / 5;

/** Bar of a plane through a volume: its lengths are the patient's. */
export function planeScale(plane: ViewPlane): ShownScale {
  const { mm, pixels } = scaleBar(mmPerPixel(plane), plane.height * MOST);
  return { length: mm, unit: 'mm', pixels, source: 'pixel' };
}

/**
 * Length in mm that one CSS px shows of an image, by the calibration at the middle of the viewport, else by the only
 * one that the image has; undefined without any.
 */
export function mmPerCssPx(
  image: Instance | undefined,
  plane: ViewPlane,
): { readonly mm: number; readonly source: LengthSource } | undefined {
  // What cornerstone draws an image with: its spacing, and 1 where it has none.
  const spacing = image?.pixelSpacing ?? [1, 1];
  const perCss = Math.hypot(...plane.down) / spacing[0];
  const at = image && pixelAt(image, plane);
  const here = image && lengthsAt(image, at);
  const lengths = here?.mm ? here : image && lengthsAt(image);
  return lengths?.mm && { mm: perCss * lengths.mm[1], source: lengths.source };
}

/**
 * Bar of one image, by the calibration at the middle of the viewport, else by the only one that the image has;
 * without any, in image pixels.
 */
export function shownScale(image: Instance | undefined, plane: ViewPlane): ShownScale {
  const known = mmPerCssPx(image, plane);
  if (known) {
    const { mm, pixels } = scaleBar(known.mm, plane.height * MOST);
    return { length: mm, unit: 'mm', pixels, source: known.source };
  }
  const perCss = Math.hypot(...plane.down) / (image?.pixelSpacing?.[0] ?? 1);
  const { mm, pixels } = scaleBar(perCss, plane.height * MOST);
  return { length: mm, unit: 'px', pixels, source: 'none' };
}

/** The image pixel (column, row) in the middle of the viewport. */
function pixelAt(image: Instance, plane: ViewPlane): readonly [number, number] {
  const middle = toLps(plane, [plane.width / 2, plane.height / 2]);
  const [between, along] = image.pixelSpacing ?? [1, 1];
  const o = image.imageOrientation ?? [1, 0, 0, 0, 1, 0];
  const off = sub(middle, image.imagePosition ?? [0, 0, 0]);
  return [dot(off, [o[0], o[1], o[2]]) / along, dot(off, [o[3], o[4], o[5]]) / between];
}
