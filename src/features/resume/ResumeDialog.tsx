import { useEffect } from 'react';
import { useLanguage, useTranslation, type Language } from '../../i18n';
import { Button, Dialog, Notice } from '../../ui';
import { useOpen } from '../open';
import { answer } from './commands';
import { closeOutcome, useResume } from './store';

const whenText = (iso: string, lang: Language): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso.slice(0, 40);
  return at.toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
};

/** The study has work, and so has the report that was opened: which counts? */
export function ResumeDialog() {
  const { t } = useTranslation('resume');
  const lang = useLanguage();
  const question = useResume((s) => s.question);
  if (!question) return null;
  const keep = () => answer(false);
  return (
    <Dialog
      title={t('question')}
      testId="resume-dialog"
      onCancel={keep}
      onSubmit={() => answer(true)}
      actions={
        <>
          <Button onClick={keep} autoFocus data-testid="resume-keep">
            {t('keep')}
          </Button>
          <Button type="submit" data-testid="resume-take">
            {t('take')}
          </Button>
        </>
      }
    >
      <p>{t('what', { when: whenText(question.file.savedAt, lang) })}</p>
      <p>{t('undo')}</p>
    </Dialog>
  );
}

/** How long the line about work that came back stays, ms. */
const STAYS = 20_000;

/** What became of the work in a report, as a line among the notices. */
export function ResumeNotice() {
  const { t } = useTranslation('resume');
  const lang = useLanguage();
  const outcome = useResume((s) => s.outcome);
  const active = useOpen((s) => s.activeStudyUid);
  useEffect(() => {
    if (!outcome || outcome.key === 'damaged') return;
    const timer = setTimeout(closeOutcome, STAYS);
    return () => clearTimeout(timer);
  }, [outcome]);
  if (!outcome || outcome.studyUid !== active) return null;
  const { key, savedAt, detail } = outcome;
  return (
    <Notice
      tone={key === 'damaged' || key === 'otherStudy' ? 'warn' : 'info'}
      title={t(`message.${key}`, { when: savedAt ? whenText(savedAt, lang) : '' })}
      closeLabel={t('close')}
      onClose={closeOutcome}
      testId={`resume-${key}`}
    >
      {detail && <small>{detail}</small>}
    </Notice>
  );
}
