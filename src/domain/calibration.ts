/** Lengths in one image and where they come from. No spacing, no mm. */
import type { ImageScale } from './volume';

/**
 * - `pixel`: PixelSpacing of a cross-section, no calibration stated
 * - `detector`: ImagerPixelSpacing, at the detector: larger than in the patient
 * - `geometry`, `fiducial`, `calibrated`: PixelSpacing of a projection, calibrated as (0028,0A02) says, or unsaid how
 * - `scanned`: NominalScannedPixelSpacing of a digitised film
 * - `ultrasound`: a region of an ultrasound image
 * - `none`: unknown, lengths are in pixels
 */
export type LengthSource =
  'pixel' | 'detector' | 'geometry' | 'fiducial' | 'calibrated' | 'scanned' | 'ultrasound' | 'none';

export interface Lengths {
  readonly source: LengthSource;
  /** mm from one column to the next, and from one row to the next; absent for `none`. */
  readonly mm?: readonly [number, number];
}

const none: Lengths = { source: 'none' };

/** Lengths at a pixel (0-based, may be fractional); undefined pixel: the whole image, if one scale holds in it. */
export function lengthsAt(image: ImageScale, at?: readonly [number, number]): Lengths {
  const { ultrasoundRegions: regions, pixelSpacing, spacingSource, calibration } = image;
  if (regions) {
    const tissue = regions.filter((region) => region.tissue);
    const inside = at
      ? tissue.find((r) => at[0] >= r.minX && at[0] <= r.maxX && at[1] >= r.minY && at[1] <= r.maxY)
      : tissue.length === 1
        ? tissue[0]
        : undefined;
    return inside ? { source: 'ultrasound', mm: [inside.mmX, inside.mmY] } : none;
  }
  if (!pixelSpacing || spacingSource === 'none') return none;
  const mm = [pixelSpacing[1], pixelSpacing[0]] as const;
  if (spacingSource === 'ImagerPixelSpacing') return { source: 'detector', mm };
  if (spacingSource === 'NominalScannedPixelSpacing') return { source: 'scanned', mm };
  if (calibration?.type === 'GEOMETRY') return { source: 'geometry', mm };
  if (calibration?.type === 'FIDUCIAL') return { source: 'fiducial', mm };
  return { source: calibration ? 'calibrated' : 'pixel', mm };
}

/** Length in mm between two pixels; undefined unless one scale holds at both ends. */
export function lengthMm(
  image: ImageScale,
  a: readonly [number, number],
  b: readonly [number, number],
): number | undefined {
  const [from, to] = [lengthsAt(image, a).mm, lengthsAt(image, b).mm];
  if (!from || !to || from[0] !== to[0] || from[1] !== to[1]) return undefined;
  return Math.hypot((b[0] - a[0]) * from[0], (b[1] - a[1]) * from[1]);
}
