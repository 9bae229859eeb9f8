/** What a finding is, as far as it changes what is said of it. */
import { codes } from './codes';
import type { Finding } from './finding';
import type { SolidPart } from './nodule';

type Kinded = Pick<Finding, 'kind' | 'origin' | 'category'>;

/** A model that the user brought made it, and nobody here has tested that model. */
export const byImportedModel = (f: Pick<Finding, 'origin'>): boolean =>
  f.origin.kind === 'analysis' && f.origin.imported === true;

/** Came from a model's label rather than from the nodule analysis or a reader's click. */
const fromLabel = (f: Kinded): boolean =>
  f.category !== undefined || (f.origin.kind === 'analysis' && f.origin.analysisId.startsWith('model:'));

/**
 * A nodule of the lung: lobe, side of the lung and density type are said of it alone. A label "nodule" of some
 * model may be one of the thyroid.
 */
export const isLungNodule = (f: Kinded): boolean => f.kind.value === codes.nodule.value && !fromLabel(f);

/** Something ill, that an impression may name; an organ's outline is not. */
export const isLesion = (f: Kinded): boolean =>
  isLungNodule(f) || f.category?.value === codes.morphologicallyAltered.value;

/** The solid part, where it is to be spoken of: in part-solid nodules. */
export const solidPartOf = (f: Pick<Finding, 'type' | 'nodule'>): SolidPart | undefined =>
  f.type === 'partSolid' ? f.nodule?.solidPart : undefined;

/** Hounsfield units belong to CT; other values have no unit to print. */
export const inHounsfield = (f: Pick<Finding, 'measurements'>): boolean =>
  f.measurements.meanHu.unit === "[hnsf'U]";

/** The one image that a finding was measured on, when that was no volume. */
export const imageOf = (
  f: Pick<Finding, 'measurements' | 'keyImage'>,
): { readonly sopInstanceUid: string; readonly frame: number } | undefined =>
  f.measurements.volume.unit === 'mm3' ? undefined : f.keyImage;
