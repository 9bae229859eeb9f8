import { lookUp } from '../domain/lookup';
import type { Instance } from '../domain/study';
import type { DecodedFrame } from '../dicom/contract';
import { rescaleOf, storedRange, type Window } from './window';

/**
 * Stored value to grey 0..255 as the viewports draw it: rescale, VOI LUT, window, MONOCHROME1. For pictures that are
 * made without cornerstone. Not clamped.
 * @param window as of `openingWindow`; all values of the frame when absent.
 */
export function greyOf(
  instance: Instance,
  frame: Pick<DecodedFrame, 'min' | 'max' | 'photometricInterpretation'>,
  window: Window | undefined,
): (stored: number) => number {
  const { voiLut } = instance;
  const rescale = rescaleOf(instance);
  const flip = frame.photometricInterpretation === 'MONOCHROME1';
  const whole = voiLut
    ? { lower: 0, upper: 2 ** voiLut.bits - 1 }
    : { lower: frame.min, upper: Math.max(frame.max, frame.min + 1) };
  // Windows of a VOI LUT are in its output.
  const { lower, upper } = window
    ? storedRange(window, voiLut ? { slope: 1, intercept: 0 } : rescale)
    : whole;
  const share = (value: number): number => {
    const at = (value - lower) / (upper - lower);
    // PS3.3 C.11.2.1.3.1, of the place in the window instead of centre and width.
    return window?.function === 'SIGMOID' ? 1 / (1 + Math.exp(-4 * (at - 0.5))) : at;
  };
  return (stored) => {
    const value = voiLut ? lookUp(voiLut, stored * rescale.slope + rescale.intercept) : stored;
    const grey = 255 * share(value);
    return flip ? 255 - grey : grey;
  };
}
