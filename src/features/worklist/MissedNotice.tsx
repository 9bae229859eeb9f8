import { useLanguage, useTranslation } from '../../i18n';
import { Notice } from '../../ui';
import { set, useWorklist } from './store';
import { momentOf, nameOf } from './words';

/** Another study was opened than the one that was chosen in the list. */
export function MissedNotice() {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const missed = useWorklist((s) => s.missed);
  if (!missed) return null;
  const facts = [nameOf(missed, lang, t), missed.patientId, missed.description, momentOf(missed)];
  return (
    <Notice
      tone="warn"
      title={t('missed.title')}
      closeLabel={t('missed.close')}
      onClose={() => set({ missed: undefined })}
      testId="notice-missed"
    >
      {t('missed.what', { study: facts.filter(Boolean).join(' · ') })}
    </Notice>
  );
}
