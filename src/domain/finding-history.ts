/** What happened to a finding, for its card and for the audit. Appended to, never rewritten. */
import type { Finding, RejectReason } from './finding';

/** The sizes of a finding at a moment: mm, mm, mm, and the unit of its volume (mm3, or mm2 and {pixels} on one image). */
export interface SizesThen {
  readonly long: number;
  readonly short: number;
  readonly mean: number;
  readonly volume: number;
}

export interface FindingEvent {
  /** ISO 8601. */
  readonly at: string;
  /**
   * 'found' by a model, 'alsoFound' by a model where the reader had marked it, 'revealed' when the reader ended the
   * first reading, else what the reader did: a name of `findings:done.*`.
   */
  readonly what: string;
  /** Taken back, or done again after that. */
  readonly turn?: 'undo' | 'redo';
  /** Model and version, when a model did it; the reader did it otherwise. */
  readonly model?: string;
  readonly score?: number;
  readonly reason?: RejectReason;
  readonly before?: SizesThen;
  readonly after?: SizesThen;
}

export const sizesOf = ({ measurements: m }: Pick<Finding, 'measurements'>): SizesThen => ({
  long: m.longAxis.value,
  short: m.shortAxis.value,
  mean: m.meanDiameter.value,
  volume: m.volume.value,
});

/** Sizes before and after, where they differ; nothing where they do not. */
export function sizeChange(
  before: Pick<Finding, 'measurements'> | undefined,
  after: Pick<Finding, 'measurements'> | undefined,
): Pick<FindingEvent, 'before' | 'after'> {
  if (!before || !after || before.measurements === after.measurements) return {};
  const [a, b] = [sizesOf(before), sizesOf(after)];
  const same = (['long', 'short', 'mean', 'volume'] as const).every((key) => a[key] === b[key]);
  return same ? {} : { before: a, after: b };
}
