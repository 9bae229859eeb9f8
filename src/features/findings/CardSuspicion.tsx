import type { Finding } from '../../domain/finding';
import { useTranslation } from '../../i18n';
import { useKeyOf } from '../commands';
import { score } from './format';
import { toggleSuspicion, useSuspicion } from './suspicion';

/** The suspicion score and the points that it is judged by, where the analysis gave one. */
export function Suspicion({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const { t: ta } = useTranslation('analysis');
  const key = useKeyOf('finding.suspicion');
  const { shown } = useSuspicion();
  const suspicion = finding.ultrasound?.suspicion;
  if (!suspicion) return null;
  return (
    <section className="card-scores" aria-label={t('us.suspicion')} data-testid="us-suspicion">
      <button
        type="button"
        className="link"
        aria-pressed={shown}
        data-tip={key}
        onClick={toggleSuspicion}
        data-testid="toggle-suspicion"
      >
        {t(shown ? 'us.hideSuspicion' : 'us.showSuspicion')}
      </button>
      {shown && (
        <>
          <dl>
            <div data-tip={suspicion.meaning}>
              <dt>{t('us.suspicion')}</dt>
              <dd data-testid="suspicion-value">{score(suspicion.value)}</dd>
            </div>
            {suspicion.points.map((point) => (
              <div key={point.name}>
                <dt>
                  {ta(`pointName.${point.name}` as 'pointName.balanced', { defaultValue: point.name })} ≥{' '}
                  {score(point.threshold)}
                </dt>
                <dd>
                  {t(suspicion.value >= point.threshold ? 'us.above' : 'us.below', {
                    sensitivity: Math.round(100 * point.sensitivity),
                    specificity: Math.round(100 * point.specificity),
                  })}
                </dd>
              </div>
            ))}
          </dl>
          <p className="card-hint">{t('us.suspicionIs')}</p>
        </>
      )}
    </section>
  );
}
