import { FilePenLine, FileCheck2, FileClock } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { signedAt } from '../../report';
import type { ReportFacts } from './document';
import { writeAddendum } from './edits';
import { askReport, useReport } from './store';

const icons = {
  draft: FilePenLine,
  preliminary: FileClock,
  final: FileCheck2,
  addendum: FileCheck2,
} as const;

/** How far the report is, and who signed it when. */
export function StateMark({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('signing');
  const { status, signature } = facts.document;
  const Icon = icons[status];
  return (
    <span className="report-state" data-testid="report-state" data-status={status}>
      <Icon size={14} aria-hidden />
      {t(`state.${status}`)}
      {signature && (
        <small>
          {signature.name} {signedAt(signature)}
        </small>
      )}
    </span>
  );
}

/** The next step of the report: sign it, or write an addendum and sign that. */
export function SignButton({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('signing');
  const { document: report, live, viewing } = facts;
  const writing = useReport((s) => s.studies[live.studyUid]?.addendum !== undefined);
  if (viewing !== undefined) return null;
  const signed = report.status === 'final' || report.status === 'addendum';
  if (signed && !writing)
    return (
      <button
        type="button"
        className="report-act"
        data-testid="write-addendum"
        onClick={() => writeAddendum(live.studyUid, [])}
      >
        {t('addendum.write')}
      </button>
    );
  return (
    <button type="button" className="report-act" data-testid="sign-report" onClick={() => askReport('sign')}>
      {t(signed ? 'addendum.sign' : 'sign')}
    </button>
  );
}
