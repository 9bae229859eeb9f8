/** What the manifest says for this analysis alone, under its own name in `config`. */
import type { SuspicionPoint } from '../../domain/breast';
import type { LoadedModel } from '../../inference/contract';
import { AnalysisError } from '../contract';
import { readPicture, type PictureModel } from './picture';
import { readSuspicion, type SuspicionModel } from './suspicion';

export const CONFIG = 'breast-ultrasound';

export interface LesionRules {
  /** Pixels of the network's square image, and of the smallest mark in it. */
  readonly side: number;
  readonly leastPx: number;
  /** Probability above which a pixel belongs to the lesion. */
  readonly threshold: number;
  /** The same where nothing reaches the first: a faint lesion. */
  readonly faint: number;
  /** Tells B-mode from anything else; absent in a manifest without it. */
  readonly picture?: PictureModel;
  readonly suspicion?: { readonly model: SuspicionModel; readonly points: readonly SuspicionPoint[] };
}

/** @throws AnalysisError manifestInvalid, with the field's name */
export function readRules({ manifest }: Pick<LoadedModel, 'manifest'>): LesionRules {
  const fail = (why: string): never => {
    throw new AnalysisError('manifestInvalid', `${manifest.id}: config.${CONFIG}.${why}`);
  };
  const part = (manifest.config[CONFIG] ?? {}) as Readonly<Record<string, unknown>>;
  const { threshold, faint, side, leastPx, picture, suspicion } = part;
  const count = (value: unknown): value is number => typeof value === 'number' && value > 0;
  if (!count(side)) return fail('side: a number expected');
  if (!count(leastPx)) return fail('leastPx: a number expected');
  if (typeof threshold !== 'number' || !(threshold > 0 && threshold < 1))
    return fail('threshold: a number expected');
  if (typeof faint !== 'number' || !(faint > 0 && faint <= threshold))
    return fail('faint: a number up to the threshold expected');
  try {
    const model = readSuspicion(suspicion);
    const points = (suspicion as { operatingPoints?: SuspicionPoint[] } | undefined)?.operatingPoints ?? [];
    return {
      side,
      leastPx,
      threshold,
      faint,
      picture: readPicture(picture),
      suspicion: model && { model, points },
    };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
