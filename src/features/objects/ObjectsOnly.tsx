import { useEffect, type ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { chooseFiles, closeStudy, useOpen } from '../open';
import { openObject } from './commands';
import { ObjectPanel } from './ObjectPanel';
import { useObjects } from './store';
import './objects.css';

/** Are there objects open and no image at all? */
export const useOnlyObjects = (): boolean =>
  useOpen((s) => s.studies.length > 0 && s.activeSeriesUid === undefined && s.status === 'idle');

/** Reports and documents without images: the list beside the one that is read. */
export function ObjectsOnly({ list }: { readonly list: ReactNode }) {
  const { t } = useTranslation('objects');
  const studies = useOpen((s) => s.studies);
  const open = useObjects((s) => s.open);
  useEffect(() => {
    const first = studies[0]?.series[0];
    if (first && useObjects.getState().open === undefined) void openObject(first);
  }, [studies]);
  return (
    <div className="objects-only" data-testid="objects-only">
      {list}
      <main className="objects-only-room">
        <div className="object-actions objects-only-bar">
          <span className="object-minor">{t('only.title')}</span>
          <Button look="quiet" onClick={chooseFiles}>
            {t('only.more')}
          </Button>
          <Button look="quiet" onClick={() => studies.forEach((study) => closeStudy(study.studyUid))}>
            {t('only.close')}
          </Button>
        </div>
        {open ? <ObjectPanel width="100%" /> : <p className="object-minor">{t('only.choose')}</p>}
      </main>
    </div>
  );
}
