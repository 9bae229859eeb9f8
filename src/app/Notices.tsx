import { useEffect, useState } from 'react';
import { CompareNotice } from '../features/compare';
import { activeStudy, dismissProblem, dismissWarnings, useOpen } from '../features/open';
import { ResumeNotice } from '../features/resume';
import { ServerNotice } from '../features/servers';
import { MissedNotice } from '../features/worklist';
import { personName } from '../domain/person-text';
import { useLanguage, useTranslation } from '../i18n';
import { Button, Notice } from '../ui';
import { useAutosave } from './autosave';
import { LinkNotice } from './links/LinkNotice';
import { useMachine } from './machine';
import { UpdateNotice } from './offline/UpdateNotice';
import { askAfresh } from './panel';
import { SavingNotices } from './SavingNotices';
import './notices.css';

/** How long the line about restored work stays, ms. Starting afresh stays in the menu. */
const RESTORED_STAYS = 20_000;

const closeRestored = () => useAutosave.setState({ restored: undefined });

/** What the reader should know about this browser, the last opening and the work; one line each. */
export function Notices() {
  return (
    <div className="notices">
      <MachineNotices />
      <UpdateNotice />
      <LinkNotice />
      <MissedNotice />
      <ServerNotice />
      <CompareNotice />
      <OpenNotice />
      <MixedPatientsNotice />
      <SavingNotices />
      <RestoredNotice />
      <ResumeNotice />
    </div>
  );
}

function MachineNotices() {
  const { t } = useTranslation('app');
  const { isolated, webgl2 } = useMachine();
  const [closed, setClosed] = useState<readonly string[]>([]);
  const wrong = [!isolated && 'isolated', !webgl2 && 'webgl'].filter((one) => one !== false);
  return wrong
    .filter((one) => !closed.includes(one))
    .map((one) => (
      <Notice
        key={one}
        tone="warn"
        title={t(`notice.${one}`)}
        closeLabel={t('notice.close')}
        onClose={() => setClosed([...closed, one])}
        testId={`notice-${one}`}
      >
        {t(`notice.${one}Why`)}
      </Notice>
    ));
}

/** Files that were dropped onto an open study and brought nothing. The start page says it in its own place. */
function OpenNotice() {
  const { t } = useTranslation(['app', 'open']);
  const problem = useOpen((s) => s.problem);
  const open = useOpen((s) => activeStudy(s) !== undefined);
  if (!problem || !open) return null;
  return (
    <Notice
      tone="warn"
      title={t(`open:problem.${problem}.title`)}
      closeLabel={t('notice.close')}
      onClose={dismissProblem}
      testId="open-problem"
    >
      {t(`open:problem.${problem}.todo`)}
    </Notice>
  );
}

/** Images of several people under one study: what is read of one may be another's. */
function MixedPatientsNotice() {
  const { t } = useTranslation(['app', 'open']);
  const lang = useLanguage();
  const warning = useOpen((s) =>
    s.warnings.find((one) => one.studyUid === s.activeStudyUid && one.kind === 'patientMismatch'),
  );
  if (warning?.kind !== 'patientMismatch') return null;
  // "name (id)", the name as it stands in the file.
  const patients = warning.patients.map((patient) => {
    const [, name, id] = /^(.*)( \([^()]*\))$/.exec(patient) ?? ['', patient, ''];
    return personName(name, lang) + id;
  });
  return (
    <Notice
      tone="error"
      title={t('open:mixed.title', { patients: patients.join(t('open:mixed.between')) })}
      closeLabel={t('notice.close')}
      onClose={() => dismissWarnings(warning.studyUid)}
      testId="notice-mixed-patients"
    >
      {t('open:mixed.todo')}
    </Notice>
  );
}

function RestoredNotice() {
  const { t } = useTranslation('app');
  const lang = useLanguage();
  const restored = useAutosave((s) => s.restored);
  const active = useOpen((s) => s.activeStudyUid);
  useEffect(() => {
    if (!restored) return;
    const timer = setTimeout(closeRestored, RESTORED_STAYS);
    return () => clearTimeout(timer);
  }, [restored]);

  if (!restored || restored.studyUid !== active) return null;
  const when = new Date(restored.savedAt).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <Notice
      title={t('notice.restored', { when })}
      closeLabel={t('notice.close')}
      onClose={closeRestored}
      action={
        <Button onClick={() => askAfresh(restored.studyUid)} data-testid="start-afresh">
          {t('notice.afresh')}
        </Button>
      }
      testId="notice-restored"
    />
  );
}
