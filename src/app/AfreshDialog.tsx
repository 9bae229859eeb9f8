import { shownOf, studyFindings } from '../features/findings';
import { useTranslation } from '../i18n';
import { Button, Dialog } from '../ui';
import { usePanel } from './panel';
import { startAfresh } from './work';

const close = () => usePanel.setState({ afresh: undefined });

/** The one question that is asked while reading: deleting the work on a study cannot be taken back. */
export function AfreshDialog() {
  const { t } = useTranslation('app');
  const studyUid = usePanel((s) => s.afresh);
  if (studyUid === undefined) return null;
  return (
    <Dialog
      title={t('afresh.title')}
      testId="afresh-dialog"
      onCancel={close}
      onSubmit={() => {
        close();
        void startAfresh(studyUid);
      }}
      actions={
        <>
          <Button onClick={close} autoFocus>
            {t('afresh.keep')}
          </Button>
          <Button look="danger" type="submit" data-testid="afresh-confirm">
            {t('afresh.delete')}
          </Button>
        </>
      }
    >
      <p>{t('afresh.what', { count: shownOf(studyFindings(studyUid)).length })}</p>
    </Dialog>
  );
}
