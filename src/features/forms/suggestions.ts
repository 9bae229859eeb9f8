/**
 * Answers that an analysis suggests for a form about one of its findings. They are shown beside the question and become
 * answers by the reader's click alone.
 */
import type { Finding } from '../../domain/finding';
import type { Answers, FormId } from '../../domain/guidelines/forms';
import type { Bound } from './store';

/** The finding that a BI-RADS form is about: the one it was bound to, else the only lesion of the breast there is. */
function lesionOf(findings: readonly Finding[], bound: Bound | undefined): Finding | undefined {
  const lesions = findings.filter((f) => f.ultrasound?.suggested);
  return bound
    ? lesions.find((f) => f.trackingUid === bound.uid)
    : lesions.length === 1
      ? lesions[0]
      : undefined;
}

/** By field of the form; empty where nothing is suggested. */
export function suggestionsFor(
  form: FormId,
  findings: readonly Finding[],
  bound: Bound | undefined,
): Readonly<Record<string, { readonly option: string; readonly finding: Finding }>> {
  const finding = form === 'biRads' ? lesionOf(findings, bound) : undefined;
  if (!finding) return {};
  const side: Answers = finding.laterality ? { side: finding.laterality } : {};
  const all = { method: 'ultrasound', lesion: 'mass', ...side, ...finding.ultrasound?.suggested };
  return Object.fromEntries(
    Object.entries(all).map(([field, option]) => [field, { option: String(option), finding }]),
  );
}
