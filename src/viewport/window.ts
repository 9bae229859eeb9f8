import { presets } from '../domain/hanging/presets';
import type { VoiFunction } from '../domain/lookup';
import type { Instance, Series } from '../domain/study';
import { uptakeOf } from '../domain/uptake';

/** Window in modality values: Hounsfield units for CT. Of a file with a VOI LUT and no window: in the LUT's output. */
export interface Window {
  readonly center: number;
  readonly width: number;
  /** How grey follows from it (PS3.3 C.11.2.1.2, C.11.2.1.3); LINEAR when absent. */
  readonly function?: Exclude<VoiFunction, 'LINEAR'>;
}

function presetWindow(name: 'lung' | 'mediastinum'): Window {
  const preset = presets[name];
  if ('auto' in preset) throw new Error(`${name} has no fixed window`);
  return { center: preset.center, width: preset.width };
}

/** The presets of CT that images open with, Hounsfield units. */
export const windowPresets = {
  lung: presetWindow('lung'),
  mediastinum: presetWindow('mediastinum'),
} as const;

/** Linear modality LUT of stored values. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

export const rescaleOf = (instance: Instance): Rescale => ({
  slope: instance.rescaleSlope || 1,
  intercept: instance.rescaleIntercept,
});

/**
 * Stored values that are drawn black and white, by the linear function of PS3.3 C.11.2.1.2.1 or, for LINEAR_EXACT and
 * for the width of a sigmoid, by C.11.2.1.3.
 */
export function storedRange(window: Window, rescale: Rescale): { lower: number; upper: number } {
  const exact = window.function !== undefined;
  const width = exact ? window.width : Math.max(1, window.width) - 1;
  const middle = exact ? window.center : window.center - 0.5;
  const low = (middle - width / 2 - rescale.intercept) / rescale.slope;
  const high = (middle + width / 2 - rescale.intercept) / rescale.slope;
  // A window one value wide is a threshold; cornerstone needs a range that is not empty.
  const least = exact ? Math.abs(low) * 1e-6 + 1e-9 : 1e-3;
  return { lower: Math.min(low, high), upper: Math.max(low, high, low + least) };
}

/** Ultrasound whose pixels are what the machine's screen showed. */
const isShown = (modality: string, one: Instance): boolean =>
  ['US', 'IVUS'].includes(modality) &&
  one.photometricInterpretation.startsWith('MONOCHROME') &&
  one.bitsStored === 8 &&
  (one.rescaleSlope || 1) === 1 &&
  one.rescaleIntercept === 0;

/**
 * The window that a series opens with: SUV 0 to 5 for a PET that has SUV; the file's first one, or its VOI LUT; all of the
 * range for ultrasound of 8 bits; for a chest CT without one the lung window, for any other CT soft tissue; undefined when
 * it must be found from the pixels.
 */
export function openingWindow(
  series: Pick<Series, 'instances' | 'modality' | 'bodyPart' | 'description' | 'protocol'>,
): Window | undefined {
  if (uptakeOf(series)?.kind === 'suv') return { center: 2.5, width: 5, function: 'LINEAR_EXACT' };
  const first = series.instances[Math.floor(series.instances.length / 2)];
  const center = first?.windowCenter?.[0];
  const width = first?.windowWidth?.[0];
  const { voiFunction, voiLut } = first ?? {};
  if (center !== undefined && width !== undefined && (voiFunction ? width > 0 : width >= 1))
    return voiFunction ? { center, width, function: voiFunction } : { center, width };
  // All of what the VOI LUT gives: 0 black, 2^bits - 1 white.
  if (voiLut) return { center: 2 ** (voiLut.bits - 1), width: 2 ** voiLut.bits };
  // Grey as the machine showed it (PS3.3 C.11.2.1.2.1, no window: the whole range), alike on every frame and image.
  if (first && isShown(series.modality, first)) return { center: 128, width: 256 };
  if (series.modality !== 'CT') return undefined;
  const chest = /CHEST|THORAX|LUNG|胸|肺/i.test(
    `${series.bodyPart} ${series.description} ${series.protocol}`,
  );
  return chest ? windowPresets.lung : windowPresets.mediastinum;
}

/** Stored values that stand for no image (0028,0120), (0028,0121), ends included. */
export interface Padding {
  readonly from: number;
  readonly to: number;
}

/** Padding in the values that `rescale` is applied to; undefined when the file names none. */
export function paddingOf({ pixelPaddingValue: value, pixelPaddingLimit }: Instance): Padding | undefined {
  if (value === undefined) return undefined;
  const limit = pixelPaddingLimit ?? value;
  return { from: Math.min(value, limit), to: Math.max(value, limit) };
}

/**
 * A window over the middle 99 % of the values of an image, in modality values.
 * @param padding values that are left out, unless nothing else is there.
 */
export function windowFromPixels(pixels: ArrayLike<number>, rescale: Rescale, padding?: Padding): Window {
  const every = Math.max(1, Math.floor(pixels.length / 20_000));
  const sample: number[] = [];
  for (let p = 0; p < pixels.length; p += every) {
    const value = pixels[p];
    if (Number.isFinite(value) && !(padding && value >= padding.from && value <= padding.to))
      sample.push(value);
  }
  if (sample.length === 0) return padding ? windowFromPixels(pixels, rescale) : { center: 0.5, width: 1 };
  sample.sort((a, b) => a - b);
  let [from, to] = [sample[Math.floor(sample.length * 0.005)], sample[Math.ceil(sample.length * 0.995) - 1]];
  // Nearly all one value: what little differs is what there is to see.
  if (from === to) [from, to] = [sample[0], sample.at(-1)!];
  const low = from * rescale.slope + rescale.intercept;
  const high = to * rescale.slope + rescale.intercept;
  const span = Math.abs(high - low);
  // Values between 0 and 1 (parametric maps, probabilities) and doses of some Gy need a window that is no whole number wide.
  const fine = !Number.isInteger(rescale.slope) && span < 20;
  if ((fine || sample.some((v) => !Number.isInteger(v))) && span > 0)
    return { center: (low + high) / 2, width: span, function: 'LINEAR_EXACT' };
  return { center: (low + high) / 2 + 0.5, width: Math.max(1, span + 1) };
}

/** The window after a drag of (dx, dy) CSS px from where it was: right widens, down raises the centre (darker). */
export function draggedWindow(start: Window, dx: number, dy: number): Window {
  if (start.function) {
    const perPixel = start.width / 300;
    // Five significant steps of the width it started with: no tail of digits on screen.
    const tidy = (v: number): number => Number.parseFloat(v.toPrecision(5));
    const width = Math.max(perPixel / 10, start.width + dx * perPixel);
    return { ...start, center: tidy(start.center + dy * perPixel), width: tidy(width) };
  }
  const perPixel = Math.max(start.width / 300, 0.2);
  return {
    center: Math.round(start.center + dy * perPixel),
    width: Math.max(1, Math.round(start.width + dx * perPixel)),
  };
}

/**
 * The window of a PET after a drag: its lower end stays, down and right raise the upper one (less colour), up and left
 * lower it. 200 CSS px are as much as the upper end was.
 */
export function draggedTop(start: Window, dx: number, dy: number): Window {
  const lower = start.center - start.width / 2;
  const width = Math.max(start.width / 100, start.width * (1 + (dx + dy) / 200));
  const tidy = Number.parseFloat(width.toPrecision(3));
  return { center: lower + tidy / 2, width: tidy, function: 'LINEAR_EXACT' };
}
