/** Grey curves of a cornerstone stack. */
import { Enums, type StackViewport, type Types } from '@cornerstonejs/core';
import { mostSteps } from './gradation';

/** What a curve needs of the mapper: how wide the texture of greys is. */
interface GreyMapper {
  setColorTextureWidth?(width: number): boolean;
}

/** Draws a curve over the window that is set, or the straight line again. Inversion is left to the curve. */
export function drawCurve(viewport: StackViewport, curve: Float32Array | undefined): void {
  const actor = viewport.getDefaultActor()?.actor as Types.ImageActor | undefined;
  const grey = actor?.getProperty().getRGBTransferFunction(0);
  const range = viewport.getProperties().voiRange;
  if (!actor || !grey || !range) return;
  const ends = viewport.getProperties().invert ? [1, 0] : [0, 1];
  const steps = curve ?? Float32Array.from(ends);
  const points: number[] = [];
  for (let n = 0; n < steps.length; n++) {
    const at = range.lower + ((range.upper - range.lower) * n) / (steps.length - 1);
    points.push(at, steps[n], steps[n], steps[n]);
  }
  // A step of the table each, or the texture blurs steep tables.
  (actor.getMapper() as GreyMapper).setColorTextureWidth?.(
    curve ? Math.min(mostSteps, Math.max(1024, curve.length)) : 1024,
  );
  // Values are blended before they go through the curve: what lies between two of them may be any grey where the
  // curve goes up and down.
  const { NEAREST, LINEAR } = Enums.InterpolationType;
  viewport.setProperties({ interpolationType: curve && !isMonotone(curve) ? NEAREST : LINEAR });
  grey.applyColorMap({ RGBPoints: points, ColorSpace: 'RGB' } as never);
  grey.setMappingRange(range.lower, range.upper);
}

/** Does it only rise, or only fall? */
export function isMonotone(curve: Float32Array): boolean {
  let rises = false;
  let falls = false;
  for (let n = 1; n < curve.length; n++) {
    rises ||= curve[n] > curve[n - 1];
    falls ||= curve[n] < curve[n - 1];
  }
  return !(rises && falls);
}
