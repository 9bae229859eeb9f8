import type { SuitabilityReason } from '../domain/analysis';
import { AnalysisError } from './contract';

/** A series that is no regular grid says why, as `suitability.*` does; src/dicom's VolumeError, known by its shape. */
const isNoGrid = (error: unknown): error is Error & { readonly reason: SuitabilityReason } =>
  error instanceof Error && error.name === 'VolumeError' && 'reason' in error;

/** Images that make no volume do not suit; anything else failed. */
export function loadFault(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  if (!isNoGrid(error))
    return new AnalysisError('loadFailed', error instanceof Error ? error.message : String(error));
  const { key } = error.reason;
  // A grid needs two slices; any number of frames at one place are one.
  const reason = key === 'tooFewSlices' ? { key, values: { count: 1, least: 2 } } : error.reason;
  return new AnalysisError('unsuitable', error.message, [reason]);
}
