/** The suspicion score: a logistic model over the features. The reference is training/breast-ultrasound/suspicion.py. */
import { FEATURES, type Features } from './features';

/** As `config["breast-ultrasound"].suspicion` of the manifest has it. */
export interface SuspicionModel {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  /** Standard deviations at which a feature is cut off. */
  readonly far: number;
  readonly bias: number;
  readonly linear: readonly number[];
  readonly square: readonly number[];
}

const numbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length === FEATURES.length && value.every((v) => Number.isFinite(v));

/**
 * The model as the manifest states it; undefined when it has none.
 * @throws RangeError with the name of the field that is missing or wrong
 */
export function readSuspicion(given: unknown): SuspicionModel | undefined {
  if (given === undefined) return undefined;
  const m = given as Readonly<Record<string, unknown>>;
  const names = m.features as readonly string[] | undefined;
  if (names?.length !== FEATURES.length || FEATURES.some((name, n) => names[n] !== name))
    throw new RangeError(`suspicion.features: ${FEATURES.join(', ')} expected`);
  for (const key of ['mean', 'sd', 'linear', 'square'])
    if (!numbers(m[key])) throw new RangeError(`suspicion.${key}: ${FEATURES.length} numbers expected`);
  for (const key of ['far', 'bias'])
    if (!Number.isFinite(m[key])) throw new RangeError(`suspicion.${key}: a number expected`);
  return m as unknown as SuspicionModel;
}

/** 0..1: how like lesions that biopsy called malignant. */
export function suspicionOf(model: SuspicionModel, features: Features): number {
  let sum = model.bias;
  FEATURES.forEach((name, n) => {
    const z = Math.min(model.far, Math.max(-model.far, (features[name] - model.mean[n]) / model.sd[n]));
    sum += model.linear[n] * z + model.square[n] * z * z;
  });
  return 1 / (1 + Math.exp(-sum));
}
