/** What the manifest says for this analysis alone, under its own name in `config`. */
import type { SuspicionPoint } from '../../domain/breast';
import type { LoadedModel } from '../../inference/contract';
import { AnalysisError } from '../contract';
import { SIDE } from './square';
import { readSuspicion, type SuspicionModel } from './suspicion';

export const CONFIG = 'breast-ultrasound';

export interface LesionRules {
  /** Probability above which a pixel belongs to the lesion. */
  readonly threshold: number;
  readonly suspicion?: { readonly model: SuspicionModel; readonly points: readonly SuspicionPoint[] };
}

/** @throws AnalysisError manifestInvalid, with the field's name */
export function readRules({ manifest }: Pick<LoadedModel, 'manifest'>): LesionRules {
  const fail = (why: string): never => {
    throw new AnalysisError('manifestInvalid', `${manifest.id}: config.${CONFIG}.${why}`);
  };
  const part = (manifest.config[CONFIG] ?? {}) as Readonly<Record<string, unknown>>;
  const { threshold, side, suspicion } = part;
  if (side !== SIDE) fail(`side: ${SIDE} expected`);
  if (typeof threshold !== 'number' || !(threshold > 0 && threshold < 1))
    return fail('threshold: a number expected');
  try {
    const model = readSuspicion(suspicion);
    const points = (suspicion as { operatingPoints?: SuspicionPoint[] } | undefined)?.operatingPoints ?? [];
    return { threshold, suspicion: model && { model, points } };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
