import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { isPending, isReportable } from '../../report';
import { setReportLanguage } from './edits';
import { useReportFacts, type ReportFacts } from './document';
import { ExportMenu, type Outcome } from './ExportMenu';
import { KeyImages } from './KeyImages';
import { SectionBlock } from './SectionBlock';
import './report.css';

/** The report as paper: four sections to write in, key images beside them, and the way out. */
export function ReportPanel() {
  const { t } = useTranslation('report');
  const facts = useReportFacts();
  const [outcome, setOutcome] = useState<Outcome>();
  if (!facts)
    return (
      <section className="report-panel" aria-label={t('title')}>
        <p className="report-none">{t('noStudy')}</p>
      </section>
    );
  const { document: report } = facts;
  return (
    <section className="report-panel" aria-label={t('title')} data-testid="report-panel">
      <header className="report-head">
        <h2>{t('title')}</h2>
        <div className="report-language" role="radiogroup" aria-label={t('language')}>
          {(['zh', 'en'] as const).map((language) => (
            <button
              key={language}
              type="button"
              role="radio"
              aria-checked={report.language === language}
              lang={language === 'zh' ? 'zh-Hans' : 'en'}
              data-testid={`report-language-${language}`}
              onClick={() => setReportLanguage(report.studyUid, language)}
            >
              {t(`languageName.${language}`)}
            </button>
          ))}
        </div>
        <ExportMenu facts={facts} onOutcome={setOutcome} />
      </header>
      <p
        className="report-outcome"
        role="status"
        data-testid="export-outcome"
        data-tone={outcome?.key === 'failed' || outcome?.key === 'notCopied' ? 'failed' : 'done'}
      >
        {outcome && t(`outcome.${outcome.key}`, outcome.values)}
      </p>
      <div className="report-scroll">
        <article className="report-paper" lang={report.language === 'zh' ? 'zh-Hans' : 'en'}>
          <div className="report-text-column">
            {report.synthetic && <p className="report-synthetic">SYNTHETIC</p>}
            {report.sections.map((section) => (
              <SectionBlock key={`${report.language} ${section.id}`} report={report} section={section} />
            ))}
            {report.editedInOtherLanguage.length > 0 && (
              <p className="report-note">
                {t('editedInOther', { count: report.editedInOtherLanguage.length })}
              </p>
            )}
          </div>
          <KeyImages facts={facts} />
        </article>
      </div>
      <footer className="report-foot">
        <Summary facts={facts} />
        <span>{t('research')}</span>
      </footer>
    </section>
  );
}

/** What will leave the page and what will not. */
function Summary({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('report');
  const { findings } = facts;
  const counts = {
    reported: findings.filter(isReportable).length,
    pending: findings.filter(isPending).length,
    rejected: findings.filter((f) => f.review === 'rejected').length,
  };
  return (
    <span data-testid="report-summary">
      {t('summary.reported', { count: counts.reported })}
      {counts.pending > 0 && t('summary.pending', { count: counts.pending })}
      {counts.rejected > 0 && t('summary.rejected', { count: counts.rejected })}
      {t('summary.end')}
    </span>
  );
}
