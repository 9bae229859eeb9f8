/**
 * BI-RADS descriptors that the outline and the image suggest, for the reader to confirm. Rules of thumb on the features;
 * no data here hold readers' descriptors, so how often they are right is not known, and the card says so.
 */
import { tallerThanWide, type UltrasoundFacts } from '../../domain/ultrasound-facts';
import type { UltrasoundMeasures } from '../../domain/ultrasound-lesion';
import type { Features } from './features';

/** Axes that differ by less than this share make a lesion round. */
const ROUND = 0.88;
/** Share of its convex hull that an oval lesion fills at least. */
const FULL = 0.9;
/** Root mean square of what is left of the radius after its smooth part, as a share of the radius. */
const ROUGH = 0.035;
/** Step of the grey across the outline, as a share of the tissue around: below this it is blurred. */
const BLURRED = 0.3;
/** Logarithm of the lesion's grey over that of the tissue around. */
const ECHO = { none: -1.6, hypo: -0.25, hyper: 0.25 };
/** Standard deviation over mean inside. */
const MIXED = 0.7;
/** Logarithm of the grey below over that beside. */
const BELOW = { shadow: -0.35, enhanced: 0.3 };

function shape({ solidity }: Features, { longAxis, shortAxis }: UltrasoundMeasures): string {
  if (solidity < FULL) return 'irregular';
  return shortAxis.value / longAxis.value > ROUND ? 'round' : 'oval';
}

function margin({ edge, roughness, solidity }: Features): string {
  if (edge < BLURRED) return 'indistinct';
  if (solidity < FULL) return 'angular';
  return roughness > ROUGH ? 'microlobulated' : 'circumscribed';
}

function echo({ echo: ratio, texture }: Features): string {
  if (ratio < ECHO.none) return 'anechoic';
  if (texture > MIXED) return 'heterogeneous';
  if (ratio < ECHO.hypo) return 'hypo';
  return ratio > ECHO.hyper ? 'hyper' : 'iso';
}

const posterior = ({ posterior: ratio }: Features): string =>
  ratio < BELOW.shadow ? 'shadowing' : ratio > BELOW.enhanced ? 'enhancement' : 'none';

export const orientationOf = (shape: Pick<UltrasoundFacts, 'width' | 'depth'>): string =>
  tallerThanWide(shape) ? 'notParallel' : 'parallel';

export function suggestedBy(
  features: Features,
  measures: UltrasoundMeasures,
): Required<UltrasoundFacts>['suggested'] {
  return {
    shape: shape(features, measures),
    orientation: orientationOf(measures),
    margin: margin(features),
    echo: echo(features),
    posterior: posterior(features),
  };
}
