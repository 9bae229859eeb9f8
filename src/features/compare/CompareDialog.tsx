import type { PatientDoubt } from '../../domain/comparison';
import { dicomDate, personName } from '../../domain/person-text';
import type { Study } from '../../domain/study';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { chooseFiles, chooseFolder, useOpen } from '../open';
import { openPriors, useServers } from '../servers';
import { answerOrder, answerPatient, compareWith, dropQuestion } from './choose';
import { useCompareView, type Question } from './view';
import { momentWords } from './words';

/** What has to be asked before anything is compared. */
export function CompareDialog() {
  const question = useCompareView((state) => state.question);
  if (!question) return null;
  if (question.kind === 'order') return <OrderDialog question={question} />;
  if (question.kind === 'patient') return <PatientDialog question={question} />;
  return <NoneDialog />;
}

const useStudies = (uids: readonly string[]): readonly Study[] => {
  const studies = useOpen((state) => state.studies);
  return uids.flatMap((uid) => studies.find((one) => one.studyUid === uid) ?? []);
};

/** The two bear one time, or none: the reader says which is the prior. */
function OrderDialog({ question }: { readonly question: Extract<Question, { kind: 'order' }> }) {
  const { t } = useTranslation('compare');
  const studies = useStudies(question.studyUids);
  return (
    <Dialog
      title={t('order.title')}
      testId="compare-order"
      onCancel={dropQuestion}
      onSubmit={() => undefined}
      actions={<Button onClick={dropQuestion}>{t('order.cancel')}</Button>}
    >
      <p>{t('order.why')}</p>
      <div className="compare-choices">
        {studies.map((study, n) => (
          <Button
            key={study.studyUid}
            data-testid={`compare-prior-${n + 1}`}
            onClick={() => answerOrder(study.studyUid)}
          >
            {t('order.isPrior', {
              what: [momentWords(study), study.description, study.accession].filter(Boolean).join('  '),
            })}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

/** Field by field what the two files say; only an explicit yes goes on. */
function PatientDialog({ question }: { readonly question: Extract<Question, { kind: 'patient' }> }) {
  const { t } = useTranslation('compare');
  const lang = useLanguage();
  const [current, prior] = useStudies([question.currentUid, question.priorUid]);
  const value = (doubt: PatientDoubt, side: 'current' | 'prior'): string => {
    const text = doubt[side];
    const shown =
      doubt.field === 'name'
        ? personName(text, lang)
        : doubt.field === 'birthDate'
          ? dicomDate(text)
          : doubt.field === 'sex' && ['M', 'F', 'O'].includes(text)
            ? t(`sex.${text}`)
            : text;
    return shown || t('patient.unsaid');
  };
  const head = (study: Study | undefined): string => (study ? dicomDate(study.date) : '');
  return (
    <Dialog
      title={t('patient.title')}
      testId="compare-patient"
      onCancel={() => answerPatient(false)}
      onSubmit={() => answerPatient(true)}
      actions={
        <>
          <Button autoFocus data-testid="compare-patient-no" onClick={() => answerPatient(false)}>
            {t('patient.no')}
          </Button>
          <Button look="danger" type="submit" data-testid="compare-patient-yes">
            {t('patient.yes')}
          </Button>
        </>
      }
    >
      <p>{t('patient.why')}</p>
      <table className="compare-doubts">
        <thead>
          <tr>
            <th />
            <th>{t('role.current', { date: head(current) })}</th>
            <th>{t('patient.priorOf', { date: head(prior) })}</th>
          </tr>
        </thead>
        <tbody>
          {question.doubts.map((doubt) => (
            <tr key={doubt.field}>
              <th scope="row">{t(`patient.${doubt.field}`)}</th>
              <td>{value(doubt, 'current')}</td>
              <td>{value(doubt, 'prior')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('patient.labelled')}</p>
    </Dialog>
  );
}

/** Where a prior can come from. */
function NoneDialog() {
  const { t } = useTranslation('compare');
  const servers = useServers((state) => state.servers.length > 0);
  const then = (open: () => void) => () => {
    dropQuestion();
    open();
  };
  return (
    <Dialog
      title={t('none.title')}
      testId="compare-none"
      onCancel={dropQuestion}
      onSubmit={dropQuestion}
      actions={<Button onClick={dropQuestion}>{t('none.close')}</Button>}
    >
      <p>{t('none.why')}</p>
      <div className="compare-choices">
        <Button onClick={then(chooseFolder)}>{t('none.folder')}</Button>
        <Button onClick={then(chooseFiles)}>{t('none.files')}</Button>
        {servers && (
          <Button data-testid="compare-from-server" onClick={then(() => openPriors(compareWith))}>
            {t('none.server')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
