/**
 * The frame of the phantom: patient LPS millimetres (x to the left, y to the back, z to the head), the centre of
 * the field of view at x = y = 0, the lowest slice at z = 0. Slice 0 is the top one.
 */
export const SIZE = 512;
export const SLICES = 180;
export const FIELD_MM = 340;
export const SPACING = FIELD_MM / SIZE;
export const SLICE_MM = 1.5;

/** z in mm of the centre of slice k. */
export const sliceZ = (k: number): number => (SLICES - 1 - k) * SLICE_MM;
/** x or y in mm of the centre of column or row i. */
export const pixelMm = (i: number): number => (i - (SIZE - 1) / 2) * SPACING;
/** Position in pixels, where pixel i covers [i, i + 1). */
export const toPixel = (mm: number): number => mm / SPACING + SIZE / 2;
