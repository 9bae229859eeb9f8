/** What the manifest says for this analysis alone, under its own name in `config`. */
import type { LoadedModel } from '../../inference/contract';
import { AnalysisError } from '../contract';
import { FEATURES, type Limits } from './shape';
import { SIDE } from './square';

export const CONFIG = 'chest-xray';
/** How the patient stood: beyond these the film is measured, with a remark. */
const STANDING = ['turn', 'tilt', 'mirror'] as const;

const isRange = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((v) => Number.isFinite(v)) &&
  value[0] <= value[1];

/**
 * Smallest and largest value of each feature of a chest film.
 * @throws AnalysisError manifestInvalid, with the field's name
 */
export function readLimits({ manifest }: Pick<LoadedModel, 'manifest'>): Limits {
  const part = (manifest.config[CONFIG] ?? {}) as Readonly<Record<string, unknown>>;
  const limits = (part.limits ?? {}) as Readonly<Record<string, unknown>>;
  const wrong =
    part.side === SIDE
      ? [...FEATURES.filter((name) => name !== 'contrast'), ...STANDING].find(
          (name) => !isRange(limits[name]),
        )
      : 'side';
  if (wrong !== undefined)
    throw new AnalysisError(
      'manifestInvalid',
      `${manifest.id}: config.${CONFIG}: ${wrong} is missing or wrong`,
    );
  return limits as Limits;
}
