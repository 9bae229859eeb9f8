/** How far a study's work is, from the parts that are kept of it (`storage`), whoever wrote them. */
import type { Finding } from '../finding';
import type { WorkState } from './row';

type Parts = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const count = (value: unknown, name: string): number => {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list.length : isRecord(list) ? Object.keys(list).length : 0;
};

/** The report's last version was signed: final, or an addendum to it. One that was given out before is a draft. */
function isSigned(report: unknown): boolean {
  const versions = isRecord(report) && Array.isArray(report.versions) ? (report.versions as unknown[]) : [];
  const last = versions.at(-1);
  return isRecord(last) && (last.status === 'final' || last.status === 'addendum');
}

const reportBegun = (report: unknown): boolean =>
  ['edits', 'withoutImage', 'fields', 'normals', 'measured', 'versions'].some(
    (name) => count(report, name) > 0,
  );

/** Has a reader made or decided on a finding? What AI found by itself is no draft. */
const isTouched = (f: Pick<Finding, 'origin' | 'review' | 'note'>): boolean =>
  f.origin?.kind === 'reader' || f.review !== 'pending' || f.note !== undefined;

/** @param parts by name, as saved; parts that are not known are not looked at */
export function statusOf(parts: Parts): WorkState {
  if (isSigned(parts.report)) return 'signed';
  const findings = isRecord(parts.findings) ? parts.findings.findings : undefined;
  const begun =
    reportBegun(parts.report) ||
    (Array.isArray(findings) && (findings as Finding[]).some(isTouched)) ||
    count(parts.annotations, 'annotations') > 0 ||
    count(parts.segments, 'segments') > 0 ||
    count(parts.forms, 'instances') > 0 ||
    count(parts.keyImages, 'images') > 0 ||
    count(parts.guideline, 'answers') > 0;
  if (begun) return 'draft';
  return Array.isArray(parts.runs) && parts.runs.length > 0 ? 'aiRan' : 'new';
}
