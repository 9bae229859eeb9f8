/** The suspicion score: a logistic model over the features. The reference is training/breast-ultrasound/suspicion.py. */
import { FEATURES, type Features } from './features';
import { readLinear, standardised, type LinearModel } from './linear';

/** As `config["breast-ultrasound"].suspicion` of the manifest has it. */
export interface SuspicionModel extends LinearModel {
  readonly square: readonly number[];
}

/** As `readLinear`. */
export const readSuspicion = (given: unknown): SuspicionModel | undefined =>
  readLinear(given, { key: 'suspicion', namedBy: 'features', names: FEATURES, lists: ['square'] });

/** 0..1: how like lesions that biopsy called malignant. */
export function suspicionOf(model: SuspicionModel, features: Features): number {
  let sum = model.bias;
  FEATURES.forEach((name, n) => {
    const z = standardised(model, n, features[name]);
    sum += model.linear[n] * z + model.square[n] * z * z;
  });
  return 1 / (1 + Math.exp(-sum));
}
