import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { saveNow } from '../work';
import { takeUpdate } from './index';
import { useOffline } from './store';

/** Another version is here, or is used in another tab: the reader chooses when this page changes to it. */
export function UpdateNotice() {
  const { t } = useTranslation('version');
  const { update, later } = useOffline();
  if (!update || later) return null;
  return (
    <Notice
      title={t(`update.${update}`)}
      testId="notice-update"
      action={
        <>
          <Button data-testid="update-later" onClick={() => useOffline.setState({ later: true })}>
            {t('update.later')}
          </Button>
          <Button data-testid="update-take" onClick={() => void takeUpdate(saveNow)}>
            {t('update.take')}
          </Button>
        </>
      }
    >
      {t(`update.${update}Why`)}
    </Notice>
  );
}
