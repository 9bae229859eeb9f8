import { useEffect, useState } from 'react';
import { askForSeat, refuseSeat, saveAllWork, useKeep, useSeats } from '../features/keep';
import { useOpen } from '../features/open';
import { openSettings } from '../features/settings';
import { i18n, useLanguage, useTranslation, type Language } from '../i18n';
import { Button, Notice } from '../ui';
import { useAutosave } from './autosave';
import { giveSeat } from './work';
import './notices.css';

/** What the reader should know about how the work is kept; one line each. */
export function SavingNotices() {
  return (
    <>
      <StaleNotice />
      <FollowedNotice />
      <FailedNotice />
      <SeatNotice />
      <AskedNotice />
      <DamagedNotice />
      <FileNotice />
    </>
  );
}

const Save = () => {
  const { t } = useTranslation('keep');
  return (
    <Button onClick={() => void saveAllWork()} data-testid="notice-save-all">
      {t('file.save')}
    </Button>
  );
};

/** Saving fails: said at once, with the way to save the work all the same. */
function FailedNotice() {
  const { t } = useTranslation('keep');
  const failed = useAutosave((s) => s.state === 'failed');
  const failure = useAutosave((s) => s.failure ?? 'unknown');
  const detail = useAutosave((s) => s.detail ?? '');
  if (!failed) return null;
  return (
    <Notice
      tone="error"
      title={t('notice.failed')}
      testId={failure === 'full' ? 'notice-full' : 'notice-not-saved'}
      action={
        <>
          {failure === 'full' && (
            <Button onClick={() => openSettings('keep')} data-testid="notice-manage">
              {t('notice.manage')}
            </Button>
          )}
          <Save />
        </>
      }
    >
      {t(`notice.why.${failure}`, { detail })}
    </Notice>
  );
}

/** Another tab changed how work is kept. */
function StaleNotice() {
  const { t } = useTranslation('keep');
  if (!useKeep((s) => s.stale)) return null;
  return (
    <Notice
      tone="error"
      title={t('notice.stale')}
      testId="notice-stale"
      action={
        <>
          <Save />
          <Button onClick={() => location.reload()}>{t('notice.reload')}</Button>
        </>
      }
    >
      {t('notice.staleWhy')}
    </Notice>
  );
}

/** Another tab changed how work is kept, and this one goes on in the same way. */
function FollowedNotice() {
  const { t } = useTranslation('keep');
  const followed = useKeep((s) => s.followed);
  if (!followed) return null;
  return (
    <Notice
      title={t(`notice.followed.${followed}`)}
      testId="notice-followed"
      closeLabel={t('notice.close')}
      onClose={() => useKeep.setState({ followed: undefined })}
    />
  );
}

/** How long it is said that a change was taken back, ms. */
const TAKEN_BACK_STAYS = 8000;

/** The study is edited in another tab. */
function SeatNotice() {
  const { t } = useTranslation('keep');
  const studyUid = useOpen((s) => s.activeStudyUid) ?? '';
  const reading = useSeats((s) => s.seats[studyUid] === 'reading');
  const wanted = useSeats((s) => s.wanted[studyUid]);
  const takenBack = useAutosave((s) => s.takenBack);
  const [seen, setSeen] = useState(takenBack);
  useEffect(() => {
    if (seen === takenBack) return;
    const timer = setTimeout(() => setSeen(takenBack), TAKEN_BACK_STAYS);
    return () => clearTimeout(timer);
  }, [seen, takenBack]);
  if (!reading) return null;
  const why = wanted ? t(wanted === 'asked' ? 'notice.waiting' : 'notice.refused') : t('notice.readingWhy');
  return (
    <Notice
      tone="warn"
      title={t(takenBack === seen ? 'notice.reading' : 'notice.takenBack')}
      testId="notice-reading"
      action={
        wanted !== 'asked' && (
          <Button onClick={() => askForSeat(studyUid)} data-testid="ask-seat">
            {t('notice.ask')}
          </Button>
        )
      }
    >
      {why}
    </Notice>
  );
}

/** Another tab asks for a study that is edited here. */
function AskedNotice() {
  const { t } = useTranslation('keep');
  const studyUid = useSeats((s) => s.asked[0]);
  if (studyUid === undefined) return null;
  return (
    <Notice
      tone="warn"
      title={t('notice.asked')}
      testId="notice-asked"
      action={
        <>
          <Button onClick={() => refuseSeat(studyUid)} data-testid="seat-refuse">
            {t('notice.refuse')}
          </Button>
          <Button onClick={() => giveSeat(studyUid)} data-testid="seat-hand">
            {t('notice.hand')}
          </Button>
        </>
      }
    >
      {t('notice.askedWhy')}
    </Notice>
  );
}

const whenText = (iso: string, lang: Language): string =>
  new Date(iso).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });

/** What of the saved work was damaged, by name, and what took its place. */
function DamagedNotice() {
  const { t } = useTranslation('keep');
  const lang = useLanguage();
  const damaged = useAutosave((s) => s.damaged);
  const active = useOpen((s) => s.activeStudyUid);
  if (!damaged || damaged.studyUid !== active) return null;
  const nameOf = (part: string) =>
    i18n.exists(`keep:part.${part}`) ? t(`part.${part}`) : t('part.other', { name: part });
  const lines = damaged.problems.map(({ part, instead }) => {
    const when = instead && whenText(instead, lang);
    if (part === undefined) return t(when ? 'notice.damagedWholeInstead' : 'notice.damagedWhole', { when });
    return t(when ? 'notice.damagedInstead' : 'notice.damagedPart', { part: nameOf(part), when });
  });
  return (
    <Notice
      tone="error"
      title={t('notice.damaged')}
      closeLabel={t('notice.close')}
      onClose={() => useAutosave.setState({ damaged: undefined })}
      testId="notice-damaged"
      action={<Save />}
    >
      {[...lines, t('notice.setAside')].join(' ')}
    </Notice>
  );
}

/** How long it is said what became of a file of work, ms. */
const FILE_STAYS = 30_000;

function FileNotice() {
  const { t } = useTranslation('keep');
  const outcome = useKeep((s) => s.outcome);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => useKeep.setState({ outcome: undefined }), FILE_STAYS);
    return () => clearTimeout(timer);
  }, [outcome]);
  if (!outcome) return null;
  const { key, taken, kept, failed } = outcome;
  return (
    <Notice
      tone={key === 'damaged' || (failed ?? 0) > 0 ? 'warn' : 'info'}
      title={t(`file.${key}`, { count: taken ?? 0, taken, kept, failed })}
      closeLabel={t('file.close')}
      onClose={() => useKeep.setState({ outcome: undefined })}
      testId={`work-file-${key}`}
    />
  );
}
