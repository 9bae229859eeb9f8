import type { FileReason, FileResult, FileWarning, Series } from '../../domain/study';

/** Why an opening showed nothing; a key of `open:problem.*`. */
export type OpenProblem =
  | 'nothing'
  | 'notDicom'
  | 'damaged'
  | 'locked'
  | 'otherArchive'
  | 'noImages'
  | 'onlyDirectory'
  | 'url'
  | 'failed';

export interface Counts {
  readonly loaded: number;
  readonly skipped: number;
  readonly failed: number;
  /** Loaded files that the reader should know something about. */
  readonly noted: number;
}

/** Oddities that change nothing for the reader: told in the list, not at the series. */
const QUIET = new Set<FileWarning>(['window', 'syntaxLabel', 'pixelLength', 'fileCut']);

export const isQuiet = (warning: FileWarning): boolean => QUIET.has(warning);

/** What is odd about the images of a series, each once; quiet oddities left out. */
export function oddities(series: Series): FileWarning[] {
  const found = new Set<FileWarning>();
  for (const { warnings } of series.instances)
    for (const warning of warnings ?? []) if (!isQuiet(warning)) found.add(warning);
  return [...found];
}

export function countResults(results: readonly FileResult[]): Counts {
  const counts = { loaded: 0, skipped: 0, failed: 0, noted: 0 };
  for (const result of results) {
    counts[result.status]++;
    if (result.warnings?.some((w) => !isQuiet(w))) counts.noted++;
  }
  return counts;
}

const LOCKED = new Set<FileReason>(['zipPassword']);
const NOT_DICOM = new Set<FileReason>(['notDicom', 'empty', 'system', 'dicomdir']);
const NO_IMAGES = new Set<FileReason>(['noPixels', 'unsupportedObject']);

/**
 * The one sentence for an opening that brought no image; undefined when something loaded.
 * A file that is DICOM and damaged outweighs any number of files that are something else.
 */
export function problemOf(results: readonly FileResult[]): OpenProblem | undefined {
  if (results.some((r) => r.status === 'loaded')) return undefined;
  if (results.length === 0) return 'nothing';
  const has = (reasons: Set<FileReason>) => results.some((r) => r.reason && reasons.has(r.reason));
  if (has(LOCKED)) return 'locked';
  if (has(new Set(['otherArchive']))) return 'otherArchive';
  const missing = has(new Set(['notThere']));
  if (missing && results.every((r) => r.reason === 'dicomdir' || r.reason === 'notThere'))
    return 'onlyDirectory';
  const other = results.some(
    (r) => r.reason && r.reason !== 'duplicate' && !NOT_DICOM.has(r.reason) && !NO_IMAGES.has(r.reason),
  );
  if (other) return 'damaged';
  if (has(NO_IMAGES)) return 'noImages';
  if (has(NOT_DICOM)) return 'notDicom';
  // Only duplicates: everything is open already, which is no problem.
  return undefined;
}

export interface ReasonGroup {
  readonly status: 'skipped' | 'failed';
  readonly reason: FileReason;
  readonly files: readonly FileResult[];
}

/** Files that did not load, by reason: failures first, then the larger groups. */
export function byReason(results: readonly FileResult[]): readonly ReasonGroup[] {
  const groups = new Map<string, { status: 'skipped' | 'failed'; reason: FileReason; files: FileResult[] }>();
  for (const result of results) {
    if (result.status === 'loaded') continue;
    const reason = result.reason ?? 'unreadable';
    const key = `${result.status} ${reason}`;
    const group = groups.get(key) ?? { status: result.status, reason, files: [] };
    group.files.push(result);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) =>
      Number(b.status === 'failed') - Number(a.status === 'failed') || b.files.length - a.files.length,
  );
}

export interface WarningGroup {
  readonly warning: FileWarning;
  readonly files: readonly FileResult[];
}

/** Loaded files by what is odd about them: what matters first, then the larger groups. */
export function byWarning(results: readonly FileResult[]): readonly WarningGroup[] {
  const groups = new Map<FileWarning, FileResult[]>();
  for (const result of results)
    for (const warning of result.warnings ?? []) {
      const files = groups.get(warning);
      if (files) files.push(result);
      else groups.set(warning, [result]);
    }
  return [...groups]
    .map(([warning, files]) => ({ warning, files }))
    .sort(
      (a, b) => Number(isQuiet(a.warning)) - Number(isQuiet(b.warning)) || b.files.length - a.files.length,
    );
}
