import { History, MicOff, Settings2 } from 'lucide-react';
import { language, useTranslation } from '../../i18n';
import { say } from '../../report';
import { Menu } from '../../ui';
import type { ReportFacts } from './document';
import { chooseReportTemplate } from './edits';
import { templatesOf, useSetup } from './setup';
import { askReport } from './store';
import { useVoice } from './voice';

/** What the report is written with: its template, its versions, the head of the paper and the reader's own words. */
export function ReportDesk({ facts, locked }: { readonly facts: ReportFacts; readonly locked: boolean }) {
  const { t } = useTranslation('templates');
  const { live, template } = facts;
  const templates = templatesOf(useSetup());
  const voice = useVoice();
  const items = templates.map((one) => ({
    id: one.id,
    label: say(one.title, language()),
    group: t(one.source === 'builtin' ? 'builtin' : 'own'),
    hint: one.publisher,
    checked: one.id === template.id,
    testId: `template-${one.id}`,
    onSelect: () => chooseReportTemplate(live.studyUid, one.id),
  }));
  return (
    <div className="report-desk">
      <Menu
        label={t('template')}
        items={items}
        className="report-quiet"
        testId="report-template"
        disabled={locked}
      >
        <span data-testid="template-name">{t('templateIs', { name: say(template.title, language()) })}</span>
      </Menu>
      <button
        type="button"
        className="report-quiet"
        data-testid="report-setup"
        onClick={() => askReport('setup')}
      >
        <Settings2 size={14} aria-hidden /> {t('setup.open')}
      </button>
      {live.versions.length > 0 && (
        <button
          type="button"
          className="report-quiet"
          data-testid="report-versions"
          onClick={() => askReport('versions')}
        >
          <History size={14} aria-hidden /> {t('signing:versions.open', { count: live.versions.length })}
        </button>
      )}
      {!locked && (
        <button
          type="button"
          className="report-quiet"
          data-testid="give-out"
          onClick={() => askReport('giveOut')}
        >
          {t('signing:giveOut')}
        </button>
      )}
      {voice.state === 'unavailable' && !locked && (
        <button
          type="button"
          className="report-quiet report-voice-none"
          aria-disabled
          aria-label={t('voice.none')}
          data-tip={t('voice.none')}
        >
          <MicOff size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
