import { create } from 'zustand';
import { breastDescriptors } from '../../domain/breast';
import type { Finding } from '../../domain/finding';
import { biRadsOption } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { mm, score, unitText } from './format';

/** Whether suspicion scores are shown; off until the reader asks, and off again at the next visit. */
const useSuspicion = create<{ readonly shown: boolean }>()(() => ({ shown: false }));
export const toggleSuspicion = (): void => useSuspicion.setState(({ shown }) => ({ shown: !shown }));

/** How a lesion on breast ultrasound lies to the skin, what outline and image suggest, and the suspicion score. */
export function BreastFacts({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const language = useLanguage();
  if (!f.breast) return null;
  const { measures, tallerThanWide, suggested, region } = f.breast;
  const length = (m: typeof measures.width): string => `${mm(m.value)} ${unitText(m.unit)}`;
  const rows = breastDescriptors.flatMap((field) => {
    const option = suggested[field];
    const known = option && biRadsOption(field, option);
    return known ? [{ field, label: known.label[language], text: known.text[language] }] : [];
  });
  return (
    <>
      <dl className="card-numbers" data-testid="breast-measures">
        <div>
          <dt>{t('breast.width')}</dt>
          <dd data-testid="measure-width">{length(measures.width)}</dd>
        </div>
        <div>
          <dt>{t('breast.depth')}</dt>
          <dd data-testid="measure-depth">{length(measures.depth)}</dd>
        </div>
        <div data-tip={t('breast.ratioTip')}>
          <dt>{t('breast.ratio')}</dt>
          <dd data-testid="measure-ratio">{measures.depthToWidth.value.toFixed(2)}</dd>
        </div>
        <div>
          <dt>{t('breast.angle')}</dt>
          <dd data-testid="measure-angle">{measures.angle.value.toFixed(0)}°</dd>
        </div>
      </dl>
      <p className="card-hint">
        {t(tallerThanWide ? 'breast.taller' : 'breast.wider')}
        {region !== 'stated' && ` ${t(`breast.region.${region}`)}`}
      </p>
      <section className="card-scores" aria-label={t('breast.suggested')} data-testid="breast-suggested">
        <dl>
          {rows.map(({ field, label, text }) => (
            <div key={field} data-testid={`suggested-${field}`}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className="card-hint">{t('breast.suggestedAre')}</p>
      </section>
      <Suspicion finding={f} />
    </>
  );
}

function Suspicion({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const { t: ta } = useTranslation('analysis');
  const { shown } = useSuspicion();
  const suspicion = finding.breast?.suspicion;
  if (!suspicion) return null;
  return (
    <section className="card-scores" aria-label={t('breast.suspicion')} data-testid="breast-suspicion">
      <button
        type="button"
        className="link"
        aria-pressed={shown}
        onClick={toggleSuspicion}
        data-testid="toggle-suspicion"
      >
        {t(shown ? 'breast.hideSuspicion' : 'breast.showSuspicion')}
      </button>
      {shown && (
        <>
          <dl>
            <div data-tip={suspicion.meaning}>
              <dt>{t('breast.suspicion')}</dt>
              <dd data-testid="suspicion-value">{score(suspicion.value)}</dd>
            </div>
            {suspicion.points.map((point) => (
              <div key={point.name}>
                <dt>
                  {ta(`pointName.${point.name}` as 'pointName.balanced', { defaultValue: point.name })} ≥{' '}
                  {score(point.threshold)}
                </dt>
                <dd>
                  {t(suspicion.value >= point.threshold ? 'breast.above' : 'breast.below', {
                    sensitivity: Math.round(100 * point.sensitivity),
                    specificity: Math.round(100 * point.specificity),
                  })}
                </dd>
              </div>
            ))}
          </dl>
          <p className="card-hint">{t('breast.suspicionIs')}</p>
        </>
      )}
    </section>
  );
}
