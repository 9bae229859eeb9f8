import { useEffect } from 'react';
import { Crosshair } from 'lucide-react';
import { rowsIn, vesselNames, vessels, type CalciumLesion, type Vessel } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, IconButton, ProgressBar } from '../../ui';
import { useRead } from '../read';
import {
  MOST_MARKS,
  arm,
  drawCalcium,
  giveVessel,
  searchCalcium,
  showLesion,
  startCalcium,
  stopCalcium,
  useCalcium,
  vesselOf,
} from './calcium';
import { keepKeys } from './Choices';
import type { FormInstance } from './store';

interface CalciumBoxProps {
  readonly studyUid: string;
  readonly instance: FormInstance;
}

/** Search, the vessel that a click gives, and the lesions with theirs. */
export function CalciumBox({ studyUid, instance }: CalciumBoxProps) {
  const { t } = useTranslation('forms');
  const { progress, problem, lesions, large, seriesUid } = useCalcium();
  const busy = progress !== undefined;
  const { answers, id } = instance;
  useEffect(startCalcium, []);
  const mine = seriesUid !== undefined && seriesUid === answers.series;
  useEffect(() => {
    drawCalcium(mine ? { studyUid, id, answers, lesions } : undefined);
    return () => drawCalcium(undefined);
  }, [studyUid, id, mine, answers, lesions]);
  const given = new Set(rowsIn(answers, 'lesions').map((row) => row.lesion)).size;
  return (
    <div className="calcium">
      <Button data-testid="calcium-search" disabled={busy} onClick={() => void searchCalcium(studyUid, id)}>
        {t(busy ? 'calcium.searching' : answers.series === undefined ? 'calcium.search' : 'calcium.again')}
      </Button>
      {progress && (
        <>
          <Button onClick={stopCalcium} data-testid="calcium-stop">
            {t('calcium.stop')}
          </Button>
          <p className="form-note" data-testid="calcium-progress">
            {progress[1] === 0
              ? t('calcium.reading')
              : t('calcium.slices', { done: progress[0], all: progress[1] })}
          </p>
          <ProgressBar
            label={t('calcium.searching')}
            value={progress[1] === 0 ? undefined : progress[0] / progress[1]}
          />
        </>
      )}
      <div role="status">
        {problem && <p className="form-caution">{t(`calcium.problem.${problem}`)}</p>}
        {mine && <p className="form-note">{t('calcium.found', { count: lesions.length, given })}</p>}
        {mine && lesions.length > MOST_MARKS && (
          <p className="form-note">{t('calcium.more', { most: MOST_MARKS })}</p>
        )}
        {mine && large > 0 && <p className="form-note">{t('calcium.large', { count: large })}</p>}
        {!mine && given > 0 && <p className="form-note">{t('calcium.kept', { count: given })}</p>}
      </div>
      {mine && lesions.length > 0 && (
        <>
          <Brush />
          <Lesions {...{ studyUid, instance, lesions }} />
        </>
      )}
    </div>
  );
}

/** Which vessel the next click on a lesion gives. */
function Brush() {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const armed = useCalcium((s) => s.armed);
  const tool = useRead((s) => s.tool);
  return (
    <>
      <div className="calcium-brush" role="group" aria-label={t('calcium.brush')}>
        {([...vessels, 'none'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={armed === one}
            data-vessel={one}
            data-tip={one === 'none' ? t('calcium.take') : vesselNames[one][language]}
            onClick={() => arm(armed === one ? undefined : one)}
          >
            {one === 'none' ? t('calcium.none') : one}
          </button>
        ))}
      </div>
      <p className="form-note">{t(armed && tool === 'window' ? 'calcium.click' : 'calcium.choose')}</p>
    </>
  );
}

/** So many lesions stand in the list; beyond that the images are the way. */
const MOST_LISTED = 150;

function Lesions({
  studyUid,
  instance,
  lesions,
}: CalciumBoxProps & { readonly lesions: readonly CalciumLesion[] }) {
  const { t } = useTranslation('forms');
  const { answers, id } = instance;
  return (
    <details className="calcium-list" data-testid="calcium-list">
      <summary>{t('calcium.list')}</summary>
      <ul>
        {lesions.slice(0, MOST_LISTED).map((lesion) => (
          <li key={lesion.number} data-lesion={lesion.number}>
            <span>
              {t('calcium.lesion', {
                number: lesion.number,
                slice: lesion.at[2] + 1,
                peak: Math.round(lesion.peak),
                volume: lesion.volumeMm3.toFixed(1),
              })}
            </span>
            <IconButton
              label={t('calcium.show', { number: lesion.number })}
              onClick={() => showLesion(lesion)}
            >
              <Crosshair size={14} />
            </IconButton>
            <select
              aria-label={t('calcium.vessel', { number: lesion.number })}
              value={vesselOf(answers, lesion.number) ?? ''}
              onKeyDown={keepKeys}
              onChange={(event) =>
                giveVessel(studyUid, id, lesion, (event.target.value || undefined) as Vessel | undefined)
              }
            >
              <option value="">{t('calcium.none')}</option>
              {vessels.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  );
}
