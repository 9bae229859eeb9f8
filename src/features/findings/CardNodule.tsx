import type { Finding, Measurement } from '../../domain/finding';
import { solidPartOf } from '../../domain/lesion';
import type { NetworkScore } from '../../domain/nodule';
import { useTranslation } from '../../i18n';
import { mm, mm3, score } from './format';

/** What is measured of a nodule beyond its outline's own numbers: the volume's range, its cross-check, the solid part. */
export function NoduleNumbers({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const { volumeRange, ellipsoidVolume, correctedVolume } = f.nodule ?? {};
  const solid = solidPartOf(f);
  const volume = (m: Measurement): string => mm3(m.value);
  if (!volumeRange && !ellipsoidVolume && !correctedVolume && !solid) return null;
  return (
    <dl className="card-more" data-testid="nodule-numbers">
      {volumeRange && (
        <div data-tip={t('nodule.rangeTip')}>
          <dt>{t('nodule.range')}</dt>
          <dd data-testid="volume-range">
            {volume(volumeRange[0])}–{volume(volumeRange[1])} mm³
          </dd>
        </div>
      )}
      {correctedVolume && (
        <div data-tip={t('nodule.correctedTip')}>
          <dt>{t('nodule.corrected')}</dt>
          <dd data-testid="corrected-volume">{volume(correctedVolume)} mm³</dd>
        </div>
      )}
      {ellipsoidVolume && (
        <div data-tip={t('nodule.ellipsoidTip')}>
          <dt>{t('nodule.ellipsoid')}</dt>
          <dd data-testid="ellipsoid">{volume(ellipsoidVolume)} mm³</dd>
        </div>
      )}
      {solid && (
        <div>
          <dt>{t('nodule.solid')}</dt>
          <dd data-testid="solid-part">
            {t('nodule.solidValue', {
              long: mm(solid.longAxis.value),
              short: mm(solid.shortAxis.value),
              mean: mm(solid.meanDiameter.value),
              volume: volume(solid.volume),
            })}
          </dd>
        </div>
      )}
    </dl>
  );
}

const SCORES = ['spiculation', 'lobulation', 'suspicion'] as const;

/** What the second network says: figures between 0 and 1 that repeat readers' ratings, and no probabilities. */
export function NoduleScores({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const scores = f.nodule?.scores;
  if (!scores) return null;
  return (
    <section className="card-scores" aria-label={t('nodule.scores')} data-testid="nodule-scores">
      <dl>
        {SCORES.map((name) => (
          <Bar key={name} name={t(`nodule.${name}`)} of={scores[name]} />
        ))}
      </dl>
      <p className="card-hint">{t('nodule.scoresAre')}</p>
    </section>
  );
}

function Bar({ name, of }: { readonly name: string; readonly of: NetworkScore }) {
  return (
    <div data-tip={of.meaning}>
      <dt>{name}</dt>
      <dd>
        <i aria-hidden>
          <b style={{ width: `${Math.round(of.value * 100)}%` }} />
        </i>
        {score(of.value)}
      </dd>
    </div>
  );
}
