import { shownOf, studyFindings } from '../features/findings';
import { useReport } from '../features/report';
import { useTranslation } from '../i18n';
import { signedAt } from '../report';
import { Button, Dialog } from '../ui';
import { usePanel } from './panel';
import { startAfresh } from './work';
import './afresh.css';

const close = () => usePanel.setState({ afresh: undefined });

/** The one question that is asked while reading: deleting the work on a study cannot be taken back. */
export function AfreshDialog() {
  const { t } = useTranslation('app');
  const studyUid = usePanel((s) => s.afresh);
  const report = useReport((s) => (studyUid === undefined ? undefined : s.studies[studyUid]));
  if (studyUid === undefined) return null;
  // What was given out before it was signed is somebody's paper, too.
  const signed = report?.versions ?? [];
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
      {signed.length > 0 && (
        <>
          <p className="afresh-signed" data-testid="afresh-signed">
            {t('afresh.signed', { count: signed.length })}
          </p>
          <ul className="afresh-list">
            {signed.map(({ number, status, signature }) => (
              <li key={number}>
                {t('afresh.version', {
                  state: t(`signing:state.${status}`),
                  name: signature.name,
                  time: signedAt(signature),
                })}
              </li>
            ))}
          </ul>
          <p>{t('afresh.saveFirst')}</p>
        </>
      )}
    </Dialog>
  );
}
