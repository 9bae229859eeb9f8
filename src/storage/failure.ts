/**
 * Why storage failed, in terms that a message can explain. `elsewhere`: another tab has saved newer work on the study,
 * nothing was written. `newer`: a later version of Lamplight made the store. `locked`: no passphrase yet.
 */
export type StorageFailure = 'full' | 'blocked' | 'elsewhere' | 'newer' | 'locked' | 'unknown';

/** A read or write that did not happen. `detail` is the browser's own message. */
export class StorageError extends Error {
  constructor(
    readonly failure: StorageFailure,
    readonly detail: string,
  ) {
    super(`storage ${failure}: ${detail}`);
    this.name = 'StorageError';
  }
}

const failures: Readonly<Record<string, StorageFailure>> = {
  QuotaExceededError: 'full',
  // A private window or a policy that forbids storage; IndexedDB may also be absent altogether.
  SecurityError: 'blocked',
  InvalidStateError: 'blocked',
  ReferenceError: 'blocked',
  VersionError: 'newer',
};

export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new StorageError(failures[name] ?? 'unknown', detail);
}
