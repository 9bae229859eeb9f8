import { Fragment } from 'react';
import { scoreText, type AnalysisRun, type RunBox } from '../../domain/analysis';
import { useTranslation } from '../../i18n';
import { ImportedBadge } from './AnalysisChoice';
import { noteText } from './notes';
import { useRunShown } from './shown';

/** "WebGPU (Intel Iris Xe)" or "WASM, 4 threads". */
export function providerText(
  run: AnalysisRun,
  t: (key: string, values?: Record<string, string | number>) => string,
): string {
  return run.provider === 'webgpu'
    ? `WebGPU${run.adapter ? ` (${run.adapter})` : ''}`
    : t('analysis:wasm', { count: run.threads });
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** ms from the press of the button to the last measurement. */
export const totalMs = (run: AnalysisRun): number =>
  run.timings.total ?? Object.values(run.timings).reduce((sum, ms) => sum + ms, 0);

/** The rest stands in the JSON. */
const BOXES_SHOWN = 8;

const boxFigures = ({ label, score, centre }: RunBox) => ({
  label,
  score: score.toFixed(2),
  at: centre.map((mm) => mm.toFixed(0)).join(', '),
});

/** What a run was: model, where it ran, how long, at which operating point; and its technical notes. */
export function RunFacts({ run: made, studyUid }: { readonly run: AnalysisRun; readonly studyUid: string }) {
  const { t } = useTranslation('analysis');
  const run = useRunShown(studyUid, made) ?? made;
  return (
    <div className="run-facts">
      <h4>{t('lastRun')}</h4>
      <dl>
        <dt>{t('model')}</dt>
        <dd>
          {run.modelId} {run.modelVersion} {run.imported && <ImportedBadge />}
        </dd>
        <dt>{t('provider')}</dt>
        <dd data-testid="run-provider">{providerText(run, t)}</dd>
        <dt>{t('time')}</dt>
        <dd>{t('timeValue', { total: seconds(totalMs(run)), network: seconds(run.networkMs) })}</dd>
        {run.operatingPoint !== undefined && run.threshold !== undefined && (
          <>
            <dt>{t('point')}</dt>
            <dd>
              {t('pointValue', {
                name: t(`pointName.${run.operatingPoint}` as 'pointName.balanced', {
                  defaultValue: run.operatingPoint,
                }),
                threshold: run.threshold.toFixed(2),
              })}
            </dd>
          </>
        )}
        <dt>{t('found')}</dt>
        <dd>
          {run.concealed
            ? t('foundConcealed')
            : t(run.name === undefined ? 'foundValue' : 'foundOutlines', { count: run.findings.length })}
        </dd>
        {run.scores?.map((score) => (
          <Fragment key={`${score.output} ${score.label}`}>
            <dt data-testid="run-score">{score.label}</dt>
            <dd>{scoreText(score)}</dd>
          </Fragment>
        ))}
        {!run.concealed && run.film?.lungAreaRatio !== undefined && (
          <>
            <dt>{t('lungAreas')}</dt>
            <dd data-testid="run-lung-areas">{run.film.lungAreaRatio.toFixed(2)}</dd>
          </>
        )}
        {run.boxes && run.boxes.length > 0 && (
          <>
            <dt>{t('boxes')}</dt>
            <dd data-testid="run-boxes">
              {run.boxes.slice(0, BOXES_SHOWN).map((box, n) => (
                <div key={n}>{t('boxValue', boxFigures(box))}</div>
              ))}
              {run.boxes.length > BOXES_SHOWN && t('boxesMore', { count: run.boxes.length - BOXES_SHOWN })}
            </dd>
          </>
        )}
      </dl>
      {!run.concealed &&
        run.warnings.map(({ key, values }) => (
          <p key={key} className="analyse-quiet" data-testid="run-warning">
            {t(`suitability.${key}`, values ?? {})}
          </p>
        ))}
      {run.notes.map((note) => (
        <p key={note} className="analyse-quiet">
          {noteText(t, note)}
        </p>
      ))}
    </div>
  );
}
