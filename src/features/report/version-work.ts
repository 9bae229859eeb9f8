/** The study's work as a signed version carries it: a function of the versions alone, whatever is done later. */
import { workNow } from '../resume';
import type { ReportFacts } from './document';
import { studyReport } from './store';

type Parts = Readonly<Record<string, unknown>>;

/** What there is now; the versions are left out, for each holds its own. Undefined when nothing is known. */
export function workWithoutVersions(studyUid: string): Parts | undefined {
  const parts = workNow(studyUid);
  if (Object.keys(parts).length === 0) return undefined;
  const { report } = parts as { readonly report?: object };
  return report ? { ...parts, report: { ...report, versions: [] } } : parts;
}

/**
 * The work for the structured report of the signed version that is on the paper: as it was when that was signed, with
 * the versions up to it. Undefined for a report that is still written, and for versions that did not keep it.
 */
export function workOfVersion({
  document,
  live,
}: ReportFacts): { readonly parts: Parts; readonly savedAt: string } | undefined {
  const { signature, versions: known } = document;
  const number = known.at(-1)?.number;
  const { versions } = studyReport(live.studyUid);
  const own = signature && versions.find((one) => one.number === number);
  if (!own?.work) return undefined;
  const report = own.work.report as object | undefined;
  return {
    savedAt: own.signature.at,
    parts: {
      ...own.work,
      report: { ...report, versions: versions.filter((one) => one.number <= own.number) },
    },
  };
}
