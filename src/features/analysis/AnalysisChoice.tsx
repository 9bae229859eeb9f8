import { CircleAlert, CircleCheck } from 'lucide-react';
import { useId } from 'react';
import type { Analysis } from '../../analyses';
import type { Study } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { chooseAnalysis } from './commands';
import { analysisName } from './list';
import { seriesToAnalyse, suitabilityOf } from './verdicts';

interface ChoiceProps {
  readonly list: readonly Analysis[];
  readonly chosen: Analysis;
  readonly study: Study;
  readonly activeSeriesUid: string | undefined;
  readonly disabled: boolean;
}

/** All analyses with their verdicts; arrows choose. What an imported model is stands beside its name. */
export function AnalysisChoice({ list, chosen, study, activeSeriesUid, disabled }: ChoiceProps) {
  const { t } = useTranslation('analysis');
  const group = useId();
  return (
    <fieldset
      className="analyse-choice"
      disabled={disabled}
      data-testid="analysis-choice"
      onKeyDown={(event) => {
        // Arrows choose here; they scroll the images when these have the focus.
        if (event.key.startsWith('Arrow')) event.stopPropagation();
      }}
    >
      <legend>{t('choose')}</legend>
      {list.map((analysis) => {
        const series = seriesToAnalyse(analysis, study, activeSeriesUid);
        const suits = series && suitabilityOf(analysis, series, study).verdict === 'suitable';
        return (
          <label key={analysis.id} data-testid={`analysis-${analysis.id}`} data-suits={suits === true}>
            <input
              type="radio"
              name={group}
              checked={analysis.id === chosen.id}
              onChange={() => chooseAnalysis(study.studyUid, analysis.id)}
            />
            <span className="analyse-name">
              {analysisName(t, analysis)}
              {analysis.imported && <ImportedBadge />}
            </span>
            {suits ? (
              <CircleCheck size={13} aria-label={t('suitable')} />
            ) : (
              <CircleAlert size={13} aria-label={t('unsuitable')} />
            )}
          </label>
        );
      })}
    </fieldset>
  );
}

/** Stands wherever something comes from a model that the user brought. */
export function ImportedBadge() {
  const { t } = useTranslation('analysis');
  return (
    <span className="imported-badge" data-testid="imported-badge">
      {t('imported')}
    </span>
  );
}
