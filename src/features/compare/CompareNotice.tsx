import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { useKeyOf } from '../commands';
import { activeStudy, useOpen } from '../open';
import { useRead } from '../read';
import { candidatesFor, compareThese, compareWith, isAllowed } from './choose';
import { hungTogether } from './follow';
import { useCompareView } from './view';
import { dayWords } from './words';

/** Says that another examination of the patient is open and can be compared, or that two patients hang together. */
export function CompareNotice() {
  const { t } = useTranslation(['compare', 'app']);
  const key = useKeyOf('compare.start');
  const study = useOpen(activeStudy);
  const studies = useOpen((state) => state.studies);
  const idle = useOpen((state) => state.status === 'idle');
  const comparing = useCompareView((state) => state.pairId !== undefined);
  // What hangs decides.
  useRead((state) => state.cells);
  const [closed, setClosed] = useState<readonly string[]>([]);
  if (!study || !idle || comparing) return null;
  const hung = hungTogether();
  if (hung && !isAllowed(hung[0].study, hung[1].study))
    return (
      <Notice
        tone="error"
        title={t('notice.twoPatients')}
        action={
          <Button
            data-testid="compare-two-patients"
            onClick={() => compareThese(hung[0].study, hung[1].study)}
          >
            {t('notice.check')}
          </Button>
        }
        testId="notice-two-patients"
      >
        {t('notice.twoPatientsWhy')}
      </Notice>
    );
  const [best] = candidatesFor(study, studies).filter(
    ({ doubts, samePart }) => doubts.length === 0 && samePart,
  );
  const id = best && `${study.studyUid} ${best.study.studyUid}`;
  if (!best || closed.includes(id)) return null;
  const words = { date: dayWords(best.study), what: best.study.description };
  return (
    <Notice
      title={t(`notice.${best.order}`, words)}
      closeLabel={t('app:notice.close')}
      onClose={() => setClosed([...closed, id])}
      action={
        <Button
          look="primary"
          keyHint={key}
          data-testid="compare-start"
          onClick={() => compareWith(best.study.studyUid)}
        >
          {t('notice.compare')}
        </Button>
      }
      testId="notice-compare"
    />
  );
}
