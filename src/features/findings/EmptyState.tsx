import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { addedByClick, useRead } from '../read';
import { reasonTexts } from './suitability';
import { shownOf } from './shown';
import { requestAnalysis, useFindings, type StudyFindings } from './store';

/**
 * What stands where there is no row. "Not run", "cannot be run, because", "ran, nothing above the operating point"
 * are different sentences; none of them says that there is no nodule.
 */
export function EmptyState({ study }: { readonly study: StudyFindings }) {
  const { t } = useTranslation('findings');
  const canAsk = useFindings((s) => s.canAnalyse);
  const adds = useRead(addedByClick);
  const { note } = study;
  if (study.pass === 'first' && note.state === 'done')
    return (
      <div className="findings-empty" data-testid="findings-empty" data-note="concealed">
        {adds && <p className="findings-quiet">{t(`second.markOwn.${adds.what}`)}</p>}
      </div>
    );
  if (shownOf(study).length > 0)
    return (
      <div className="findings-empty">
        <p>{t('empty.filtered')}</p>
      </div>
    );
  const offer = canAsk && (note.state === 'notRun' || note.state === 'failed' || note.state === 'cancelled');
  return (
    <div className="findings-empty" data-testid="findings-empty" data-note={note.state}>
      <p>
        {note.state !== 'done'
          ? t(`empty.${note.state}`)
          : note.model === undefined
            ? t('empty.nothing', { threshold: (study.threshold ?? note.threshold ?? 0).toFixed(2) })
            : t('empty.nothingModel', { model: note.model })}
      </p>
      {note.state === 'unsuitable' && (
        <ul>
          {reasonTexts(t, note.reasons).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {offer && (
        <Button className={note.state === 'notRun' ? 'lamp-button' : undefined} onClick={requestAnalysis}>
          {t(note.state === 'notRun' ? 'action.analyse' : 'action.again')}
        </Button>
      )}
      {note.state !== 'running' && adds && <p className="findings-quiet">{t(`empty.own.${adds.what}`)}</p>}
    </div>
  );
}
