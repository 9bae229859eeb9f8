import type { Finding, Measurement } from '../../domain/finding';
import { useTranslation } from '../../i18n';
import { score, unitText, valueText } from './format';
import { methodText } from './words';

const SHOWN = [
  'longAxis',
  'shortAxis',
  'meanDiameter',
  'volume',
  'meanHu',
  'sdHu',
  'minHu',
  'maxHu',
] as const;

/** The numbers with their units, and how each came about: method, calibration, model, provider, operating point. */
export function CardFacts({
  finding: f,
  imported,
}: {
  readonly finding: Finding;
  readonly imported: boolean;
}) {
  const { t } = useTranslation('findings');
  const text = (m: Measurement) => `${valueText(m.value, m.unit)} ${unitText(m.unit)}`;
  return (
    <>
      <dl className="card-numbers">
        {SHOWN.map((name) => (
          <div key={name}>
            <dt>{t(`measure.${name}`)}</dt>
            <dd data-testid={`measure-${name}`}>{text(f.measurements[name])}</dd>
          </div>
        ))}
      </dl>
      <p className="card-maker">
        <Maker finding={f} imported={imported} />
      </p>
      <details className="card-provenance">
        <summary>{t('card.provenance')}</summary>
        <dl>
          {SHOWN.slice(0, 5).map((name) => (
            <div key={name}>
              <dt>{t(`measure.${name}`)}</dt>
              <dd>
                {methodText(t, f.measurements[name].method)}
                <small>{f.measurements[name].calibration}</small>
              </dd>
            </div>
          ))}
          <div>
            <dt>{t('card.type')}</dt>
            <dd>{typeText(f, t)}</dd>
          </div>
          <Source finding={f} />
        </dl>
      </details>
    </>
  );
}

function typeText(f: Finding, t: (key: string, values?: Record<string, string | number>) => string): string {
  if (!f.type) return t('card.unset');
  return f.typeMethod ? methodText(t, f.typeMethod) : t('card.typeByReader');
}

function Maker({ finding: f, imported }: { readonly finding: Finding; readonly imported: boolean }) {
  const { t } = useTranslation('findings');
  if (f.origin.kind === 'analysis')
    return t('card.byModel', { model: f.origin.modelId, version: f.origin.modelVersion });
  if (!imported) return t('card.byReader');
  return f.source?.algorithmName
    ? t('card.importedBy', { name: f.source.algorithmName })
    : t('card.imported');
}

/** Which model, on what, at which operating point; nothing for what a reader made. */
function Source({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const { t: ta } = useTranslation('analysis');
  const o = f.origin;
  if (o.kind !== 'analysis') return null;
  return (
    <>
      <div>
        <dt>{t('card.model')}</dt>
        <dd>
          {o.modelId} {o.modelVersion}
          <small>sha256 {o.modelSha256.slice(0, 16)}</small>
        </dd>
      </div>
      <div>
        <dt>{t('card.provider')}</dt>
        <dd>{o.provider === 'webgpu' ? 'WebGPU' : 'WASM'}</dd>
      </div>
      <div>
        <dt>{t('card.point')}</dt>
        <dd>
          {t('card.pointValue', {
            name: ta(`pointName.${o.operatingPoint}` as 'pointName.balanced', {
              defaultValue: o.operatingPoint,
            }),
            threshold: score(o.threshold),
          })}
        </dd>
      </div>
    </>
  );
}
