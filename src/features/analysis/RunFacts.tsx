import type { AnalysisRun } from '../../domain/analysis';
import { useTranslation } from '../../i18n';

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

/** What a run was: model, where it ran, how long, at which operating point; and its technical notes. */
export function RunFacts({ run }: { readonly run: AnalysisRun }) {
  const { t } = useTranslation('analysis');
  return (
    <div className="run-facts">
      <h4>{t('lastRun')}</h4>
      <dl>
        <dt>{t('model')}</dt>
        <dd>
          {run.modelId} {run.modelVersion}
        </dd>
        <dt>{t('provider')}</dt>
        <dd data-testid="run-provider">{providerText(run, t)}</dd>
        <dt>{t('time')}</dt>
        <dd>{t('timeValue', { total: seconds(totalMs(run)), network: seconds(run.networkMs) })}</dd>
        <dt>{t('point')}</dt>
        <dd>
          {t('pointValue', {
            name: t(`pointName.${run.operatingPoint}` as 'pointName.balanced', {
              defaultValue: run.operatingPoint,
            }),
            threshold: run.threshold.toFixed(2),
          })}
        </dd>
        <dt>{t('found')}</dt>
        <dd>{t('foundValue', { count: run.findings.length })}</dd>
      </dl>
      {run.notes.map((note) => (
        <p key={note} className="analyse-quiet" lang="en">
          {note}
        </p>
      ))}
    </div>
  );
}
