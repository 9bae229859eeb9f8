import type { Instance, Series } from '../domain/study';

/** Window in modality values: Hounsfield units for CT. */
export interface Window {
  readonly center: number;
  readonly width: number;
}

export type WindowPreset = 'lung' | 'mediastinum' | 'bone' | 'soft';

/** Hounsfield units. */
export const windowPresets: Readonly<Record<WindowPreset, Window>> = {
  lung: { center: -600, width: 1500 },
  mediastinum: { center: 40, width: 400 },
  bone: { center: 400, width: 1800 },
  soft: { center: 40, width: 350 },
};

/** Which preset is this window, if any. */
export function presetOf(window: Window): WindowPreset | undefined {
  const names = Object.keys(windowPresets) as WindowPreset[];
  return names.find(
    (name) => windowPresets[name].center === window.center && windowPresets[name].width === window.width,
  );
}

/** Linear modality LUT of stored values. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

export const rescaleOf = (instance: Instance): Rescale => ({
  slope: instance.rescaleSlope || 1,
  intercept: instance.rescaleIntercept,
});

/** Stored values that are drawn black and white, by the linear function of PS3.3 C.11.2.1.2.1. */
export function storedRange(window: Window, rescale: Rescale): { lower: number; upper: number } {
  const width = Math.max(1, window.width);
  const low = (window.center - 0.5 - (width - 1) / 2 - rescale.intercept) / rescale.slope;
  const high = (window.center - 0.5 + (width - 1) / 2 - rescale.intercept) / rescale.slope;
  // A window one value wide is a threshold; cornerstone needs a range that is not empty.
  return { lower: Math.min(low, high), upper: Math.max(low, high, low + 1e-3) };
}

/**
 * The window that a series opens with: the file's first one; for a chest CT without one the lung window, for any
 * other CT soft tissue; undefined when it must be found from the pixels.
 */
export function openingWindow(series: Series): Window | undefined {
  const first = series.instances[Math.floor(series.instances.length / 2)];
  const center = first?.windowCenter?.[0];
  const width = first?.windowWidth?.[0];
  if (center !== undefined && width !== undefined && width >= 1) return { center, width };
  if (series.modality !== 'CT') return undefined;
  const chest = /CHEST|THORAX|LUNG|胸|肺/i.test(
    `${series.bodyPart} ${series.description} ${series.protocol}`,
  );
  return chest ? windowPresets.lung : windowPresets.mediastinum;
}

/** A window over the middle 99 % of the values of an image, in modality values. */
export function windowFromPixels(pixels: ArrayLike<number>, rescale: Rescale): Window {
  const every = Math.max(1, Math.floor(pixels.length / 20_000));
  const sample: number[] = [];
  for (let p = 0; p < pixels.length; p += every) sample.push(pixels[p]);
  sample.sort((a, b) => a - b);
  const low = sample[Math.floor(sample.length * 0.005)] * rescale.slope + rescale.intercept;
  const high = sample[Math.ceil(sample.length * 0.995) - 1] * rescale.slope + rescale.intercept;
  const width = Math.max(1, Math.abs(high - low) + 1);
  return { center: (low + high) / 2 + 0.5, width };
}

/** The window after a drag of (dx, dy) CSS px from where it was: right widens, down raises the centre (darker). */
export function draggedWindow(start: Window, dx: number, dy: number): Window {
  const perPixel = Math.max(start.width / 300, 0.2);
  return {
    center: Math.round(start.center + dy * perPixel),
    width: Math.max(1, Math.round(start.width + dx * perPixel)),
  };
}
