import type { Finding } from '../../domain/finding';

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Methods that the kernels name, and their keys in the catalogue `findings:method.*`. */
const methods: Readonly<Record<string, string>> = {
  'largest distance on the outline of the axial slice with the largest area': 'longAxis',
  'longest chord perpendicular to the long axis on the same slice': 'shortAxis',
  'largest distance on the outline': 'flatLong',
  'longest chord perpendicular to the long axis': 'flatShort',
  'axis drawn by the reader': 'reader',
  'largest distance, outline of the mask': 'flatLong',
  'longest chord perpendicular to the largest distance, outline of the mask': 'flatShort',
  'sum of pixels on one image, holes filled': 'pixelsFilled',
  'mean of long and short axis': 'mean',
  'pi/6 x long axis x short axis x height (slices from the first to the last)': 'ellipsoid',
  "2.5th and 97.5th percentile of readers' volumes over this model's, for nodules of this mean diameter":
    'range',
  'sum of voxels': 'voxels',
  'partial volume: voxels at the border and next to it by their HU between lung and nodule': 'corrected',
  'sum of pixels on one image': 'pixels',
  'extent along the rows of the image (parallel to the skin), outline of the mask': 'usWidth',
  'extent along the columns of the image (away from the probe), outline of the mask': 'usDepth',
  'depth divided by width': 'usRatio',
  'long axis to the rows of the image': 'usAngle',
  'all voxels of the mask, not eroded': 'allVoxels',
  'all pixels of the mask': 'allPixels',
};

/** The type's method as `analyses` words it; its figures are put into the reader's sentence. */
const CORE = /^eroded core of (\d+) voxels: (\d+) % above -350 HU, (\d+) % above 200 HU$/;
const NETWORK =
  /^network: solid ([\d.]+), part-solid ([\d.]+), non-solid ([\d.]+); the scan's HU: (eroded core .*)$/;

/** The solid part's measures name the part first, then how it was measured. */
const SOLID = /^largest piece of the outline above (-?\d+) HU; (.*)$/;

/** A method in the reader's language; one that the catalogue does not know is shown as it is, never dropped. */
export function methodText(t: Translate, method: string): string {
  const key = methods[method];
  if (key) return t(`findings:method.${key}`);
  const core = CORE.exec(method);
  if (core) return t('findings:method.core', { n: core[1], solid: core[2], calcium: core[3] });
  const solid = SOLID.exec(method);
  if (solid)
    return t('findings:method.solid', {
      hu: solid[1].replace('-', '\u2212'),
      how: methodText(t, solid[2]),
    });
  const network = NETWORK.exec(method);
  if (network) {
    const [, solid, partSolid, nonSolid, hu] = network;
    return t('findings:method.network', { solid, partSolid, nonSolid, core: methodText(t, hu) });
  }
  return method;
}

/** The nodule score's meanings as `analyses` words them, and their keys in the catalogue `findings:scoreMeaning.*`. */
const meanings = [
  [/^rank between 0 and 1 from the mean network logit/, 'first'],
  [/^mean probability, by the network, that the outlined pixels/, 'outlined'],
  [/^rank between 0 and 1 from the outlining and the second network/, 'both'],
] as const;

/** What a score means, in the reader's language; words that the catalogue does not know are shown as they are. */
export function scoreMeaning(t: Translate, { meaning }: NonNullable<Finding['score']>): string {
  const key = meanings.find(([words]) => words.test(meaning))?.[1];
  return key ? t(`findings:scoreMeaning.${key}`) : meaning;
}
