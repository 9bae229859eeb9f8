/**
 * BI-RADS descriptors that the outline and the image suggest, for the reader to confirm; none where they cannot decide.
 * Rules of thumb: no data here hold readers' descriptors, so how often they are right is not known. How often each is
 * said of benign and of malignant lesions is in the card, by the same rules in training/breast-ultrasound/descriptors.py.
 */
import { tallerThanWide, type UltrasoundFacts } from '../../domain/ultrasound-facts';
import type { UltrasoundMeasures } from '../../domain/ultrasound-lesion';
import type { VoxelMask } from '../../domain/volume';
import type { Features } from './features';
import { notches } from './outline';

/** Axes that differ by less than this share make a lesion round. */
const ROUND = 0.88;
/** Notches of the outline, as shares of its radius: from the first it undulates, from the second it is cut into. */
const LOBE = 0.1;
const DEEP = 0.15;
/** Undulations that an oval may have (BI-RADS, 5th edition: two or three, gentle). */
const GENTLE = 3;
/** Root mean square of what is left of the radius after its smooth part, as a share of the radius. */
const ROUGH = 0.035;
/**
 * Mean step of the grey across the outline, as a share of the tissue around: below the first it is blurred, from the
 * second it is sharp; and how much of itself the step varies along an outline that is sharp all round.
 */
const BLURRED = 0.3;
const SHARP = 0.4;
const EVEN = 0.6;
/** Logarithm of the lesion's grey over that of the tissue around. */
const ECHO = { none: -1.6, hypo: -0.25, hyper: 0.25 };
/**
 * Standard deviation inside over the mean of the tissue around, which varies by that much itself. Not over the mean
 * inside: by that nearly black masses were the mixed ones. 3 of 100 masses of the breast ultrasound set are above.
 */
const MIXED = 0.3;
/** Logarithm of the grey below over that beside. */
const BELOW = { shadow: -0.35, enhanced: 0.3 };

function shape(depths: readonly number[], { longAxis, shortAxis }: UltrasoundMeasures): string | undefined {
  const lobes = depths.filter((depth) => depth >= LOBE).length;
  const deep = depths.filter((depth) => depth >= DEEP).length;
  if (lobes > GENTLE || deep > 1) return 'irregular';
  // One deep notch is a bean's, or a gap of the outline.
  if (deep > 0) return undefined;
  return lobes === 0 && shortAxis.value / longAxis.value > ROUND ? 'round' : 'oval';
}

/**
 * Angular, microlobulated or spiculated is never said: the network's outline is too smooth to show it, and the steps of
 * its pixels look like it.
 */
function margin(depths: readonly number[], { edge, edgeSpread, roughness }: Features): string | undefined {
  if (edge < BLURRED) return 'indistinct';
  const sharp = edge >= SHARP && edgeSpread < EVEN * edge;
  return sharp && roughness <= ROUGH && !depths.some((depth) => depth >= LOBE) ? 'circumscribed' : undefined;
}

function echo({ echo: ratio, spread }: Features): string {
  if (ratio < ECHO.none) return 'anechoic';
  if (spread > MIXED) return 'heterogeneous';
  if (ratio < ECHO.hypo) return 'hypo';
  return ratio > ECHO.hyper ? 'hyper' : 'iso';
}

const posterior = ({ posterior: ratio }: Features): string =>
  ratio < BELOW.shadow ? 'shadowing' : ratio > BELOW.enhanced ? 'enhancement' : 'none';

export const orientationOf = (shape: Pick<UltrasoundFacts, 'width' | 'depth'>): string =>
  tallerThanWide(shape) ? 'notParallel' : 'parallel';

/**
 * @param mask the lesion on the image; its form is said of square pixels
 * @param whole false where the outline reaches the edge of the picture: form and margin go on where nobody sees them
 */
export function suggestedBy(
  features: Features,
  measures: UltrasoundMeasures,
  mask: Pick<VoxelMask, 'size' | 'data'>,
  whole: boolean,
): Required<UltrasoundFacts>['suggested'] {
  const depths = whole ? notches(mask) : [];
  const form = whole ? shape(depths, measures) : undefined;
  const border = whole ? margin(depths, features) : undefined;
  return {
    ...(form && { shape: form }),
    orientation: orientationOf(measures),
    ...(border && { margin: border }),
    echo: echo(features),
    posterior: posterior(features),
  };
}
