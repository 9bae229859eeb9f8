import type { AnalysisErrorCode } from '../../analyses/contract';
import type { SuitabilityReason } from '../../domain/analysis';
import type { Failure } from './store';

/** Codes of the analysis and inference rooms, by what a reader can do about them. */
const byCode: Readonly<Record<AnalysisErrorCode, Failure['key']>> = {
  manifestInvalid: 'model',
  modelMissing: 'model',
  shaMismatch: 'model',
  unsupportedOperator: 'operator',
  imageInvalid: 'input',
  goldenMismatch: 'device',
  sessionFailed: 'device',
  runFailed: 'device',
  workerLost: 'device',
  outOfMemory: 'memory',
  loadFailed: 'images',
  unsuitable: 'other',
  unknownAnalysis: 'other',
  analysisFailed: 'other',
  aborted: 'other',
};

interface Coded extends Error {
  readonly code: string;
  readonly reasons?: readonly SuitabilityReason[];
}

// By shape, not by class: an error that crossed a worker's border has lost its class.
const isCoded = (error: unknown): error is Coded =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

/** What to tell the reader about an error: a key with advice, and the technical text for the report of a fault. */
export function failureOf(error: unknown): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  // "Array buffer allocation failed" is how the engines word it, wherever it happens.
  if (/alloc|out of memory/i.test(detail)) return { key: 'memory', detail };
  const key = isCoded(error) ? byCode[error.code as AnalysisErrorCode] : undefined;
  return { key: key ?? 'other', detail };
}

/** Did the reader stop it? */
export const isAbort = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted ||
  (error instanceof Error && error.name === 'AbortError') ||
  (isCoded(error) && error.code === 'aborted');

/** Reasons when the error says that the series does not suit; undefined for a real failure. */
export const refusalOf = (error: unknown): readonly SuitabilityReason[] | undefined =>
  isCoded(error) && error.code === 'unsuitable' ? (error.reasons ?? []) : undefined;
