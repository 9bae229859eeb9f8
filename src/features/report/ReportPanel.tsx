import { useEffect, useState } from 'react';
import type { ReportLanguage } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { isPending, isReportable, unsettled } from '../../report';
import { NextDue } from '../follow-up';
import { AddendumBlock } from './AddendumBlock';
import { Bars } from './Bars';
import { setReportLanguage } from './edits';
import { VoiceDialog } from './Dictate';
import { useReportFacts, type ReportFacts } from './document';
import { filmCounts } from './film';
import { ExportMenu, type Outcome } from './ExportMenu';
import { KeyImages } from './KeyImages';
import { ReportDesk } from './ReportDesk';
import { SectionBlock } from './SectionBlock';
import { setupRestored } from './setup';
import { SetupDialog } from './SetupDialog';
import { SignDialog } from './SignDialog';
import { SignButton, StateMark } from './StateMark';
import { useReport } from './store';
import { VersionsDialog } from './VersionsDialog';
import { askVoice, stopListening } from './voice';
import './report.css';
import './report-desk.css';
import './report-table.css';

/** The report as paper: sections to write in, key images beside them, its state, and the way out. */
export function ReportPanel() {
  const { t } = useTranslation('report');
  const facts = useReportFacts();
  const dialog = useReport((s) => s.dialog);
  const [outcome, setOutcome] = useState<Outcome>();
  const language = facts?.document.language ?? 'zh';
  useEffect(() => void setupRestored(), []);
  useEffect(() => {
    void askVoice(language);
    return stopListening;
  }, [language]);
  if (!facts)
    return (
      <section className="report-panel" aria-label={t('title')}>
        <p className="report-none">{t('noStudy')}</p>
      </section>
    );
  const { document: report } = facts;
  const locked = isLocked(facts);
  // What was in the way of an export is settled: its message would say what is no longer so.
  const said = outcome?.key === 'unsettled' && unsettled(report).length === 0 ? undefined : outcome;
  return (
    <section className="report-panel" aria-label={t('title')} data-testid="report-panel">
      <header className="report-head">
        <h2>{t('title')}</h2>
        <StateMark facts={facts} />
        <Languages report={report} locked={locked} />
        <SignButton facts={facts} />
        <ExportMenu facts={facts} onOutcome={setOutcome} />
      </header>
      <ReportDesk facts={facts} locked={locked} />
      <p
        className="report-outcome"
        role="status"
        data-testid="export-outcome"
        data-tone={said && !['saved', 'copied'].includes(said.key) ? 'failed' : 'done'}
      >
        {said && t(`outcome.${said.key}`, said.values)}
      </p>
      <Bars facts={facts} />
      <NextDue studyUid={report.studyUid} />
      <div className="report-scroll">
        <article className="report-paper" lang={report.language === 'zh' ? 'zh-Hans' : 'en'}>
          <div className="report-text-column">
            {report.synthetic && <p className="report-synthetic">SYNTHETIC</p>}
            {report.sections.map((section, n) => (
              <SectionBlock
                key={`${report.language} ${n} ${section.id}`}
                facts={facts}
                section={section}
                locked={locked}
              />
            ))}
            <AddendumBlock facts={facts} />
            {report.editedInOtherLanguage.length > 0 && (
              <p className="report-note">
                {t('editedInOther', { count: report.editedInOtherLanguage.length })}
              </p>
            )}
          </div>
          <KeyImages facts={facts} locked={locked} />
        </article>
      </div>
      <footer className="report-foot">
        <Summary facts={facts} />
        <span>{t('research')}</span>
      </footer>
      {(dialog === 'sign' || dialog === 'giveOut') && <SignDialog facts={facts} act={dialog} />}
      {dialog === 'versions' && <VersionsDialog facts={facts} />}
      {dialog === 'setup' && <SetupDialog />}
      <VoiceDialog />
    </section>
  );
}

/** Nothing on the paper can be changed: it was signed, or an earlier version is looked at. */
const isLocked = ({ document: report, viewing }: ReportFacts): boolean =>
  viewing !== undefined || report.status === 'final' || report.status === 'addendum';

interface LanguagesProps {
  readonly report: { readonly studyUid: string; readonly language: ReportLanguage };
  readonly locked: boolean;
}

/** The language of the report; what was signed stays in its own. */
function Languages({ report, locked }: LanguagesProps) {
  const { t } = useTranslation('report');
  return (
    <div className="report-language" role="radiogroup" aria-label={t('language')}>
      {(['zh', 'en'] as const).map((language) => (
        <button
          key={language}
          type="button"
          role="radio"
          aria-checked={report.language === language}
          disabled={locked && report.language !== language}
          lang={language === 'zh' ? 'zh-Hans' : 'en'}
          data-testid={`report-language-${language}`}
          onClick={() => setReportLanguage(report.studyUid, language)}
        >
          {t(`languageName.${language}`)}
        </button>
      ))}
    </div>
  );
}

/** What will leave the page and what will not. */
function Summary({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('report');
  const { findings, annotations } = facts;
  const film = filmCounts(annotations);
  const counts = {
    reported: film.reported + findings.filter(isReportable).length,
    pending: film.pending + findings.filter(isPending).length,
    rejected: film.rejected + findings.filter((f) => f.review === 'rejected').length,
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
