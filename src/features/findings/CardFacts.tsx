import type { Finding, Measurement } from '../../domain/finding';
import { useTranslation } from '../../i18n';
import { inHounsfield, isLungNodule, solidPartOf } from '../../domain/lesion';
import { CardHistory } from './CardHistory';
import { Suspicion } from './CardSuspicion';
import { UltrasoundNumbers } from './CardUltrasound';
import { NoduleNumbers, NoduleScores } from './CardNodule';
import { FindingName, ImportedMark } from './FindingName';
import { partnerOf } from './firstPass';
import { score, sizeOf, unitText, valueText } from './format';
import { emptyStudy, useFindings } from './store';
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
  const nodule = isLungNodule(f);
  const solid = solidPartOf(f);
  const name = (key: (typeof SHOWN)[number]) => t(measureKey(f, key));
  const text = (m: Measurement) =>
    m === f.measurements.volume && !(nodule && m.unit === 'mm3')
      ? sizeOf(m)
      : `${valueText(m.value, m.unit)} ${unitText(m.unit)}`.trim();
  return (
    <>
      {!nodule && (
        <p className="card-name">
          <FindingName finding={f} /> <ImportedMark finding={f} />
        </p>
      )}
      <dl className="card-numbers">
        {SHOWN.map((key) => (
          <div key={key}>
            <dt>{name(key)}</dt>
            <dd data-testid={`measure-${key}`}>{text(f.measurements[key])}</dd>
          </div>
        ))}
      </dl>
      <UltrasoundNumbers finding={f} />
      <Suspicion finding={f} />
      {nodule && <NoduleNumbers finding={f} />}
      {nodule && <NoduleScores finding={f} />}
      <p className="card-maker">
        <Maker finding={f} imported={imported} />
      </p>
      <CardHistory finding={f} />
      <details className="card-provenance">
        <summary>{t('card.provenance')}</summary>
        <dl>
          {SHOWN.slice(0, 5).map((key) => (
            <div key={key}>
              <dt>{name(key)}</dt>
              <dd>
                {methodText(t, f.measurements[key].method)}
                <small>{f.measurements[key].calibration}</small>
              </dd>
            </div>
          ))}
          {nodule && f.nodule?.correctedVolume && (
            <div>
              <dt>{t('nodule.corrected')}</dt>
              <dd>
                {methodText(t, f.nodule.correctedVolume.method)}
                <small>{f.nodule.correctedVolume.calibration}</small>
              </dd>
            </div>
          )}
          {nodule && solid && (
            <div data-testid="solid-method">
              <dt>{t('nodule.solid')}</dt>
              <dd>
                {methodText(t, solid.longAxis.method)}
                <small>{solid.longAxis.calibration}</small>
              </dd>
            </div>
          )}
          {nodule && (
            <div>
              <dt>{t('card.type')}</dt>
              <dd>{typeText(f, t)}</dd>
            </div>
          )}
          <Source finding={f} />
        </dl>
      </details>
    </>
  );
}

/** Only CT values are called so; those of other modalities are pixel values. One image has an area. */
const measureKey = (f: Finding, key: (typeof SHOWN)[number]): string =>
  key === 'volume' && f.measurements.volume.unit !== 'mm3'
    ? 'measure.area'
    : key === 'meanHu' && !inHounsfield(f)
      ? 'measure.meanValue'
      : `measure.${key}`;

function typeText(f: Finding, t: (key: string, values?: Record<string, string | number>) => string): string {
  if (!f.type) return t('card.unset');
  return f.typeMethod ? methodText(t, f.typeMethod) : t('card.typeByReader');
}

function Maker({ finding: f, imported }: { readonly finding: Finding; readonly imported: boolean }) {
  const { t } = useTranslation('findings');
  const study = useFindings((s) => s.studies[f.studyUid]) ?? emptyStudy;
  if (f.origin.kind === 'analysis')
    return t(isLungNodule(f) ? 'card.byModel' : 'card.outlinedBy', {
      model: f.origin.modelName ?? f.origin.modelId,
      version: f.origin.modelVersion,
    });
  if (!imported) {
    // While the reader looks alone nothing may say that AI found it too.
    const also = study.pass === 'first' ? undefined : partnerOf(study, f.trackingUid);
    const own = t(study.ownFirst.includes(f.trackingUid) ? 'card.byReaderFirst' : 'card.byReader');
    return also?.score ? `${own}${t('card.alsoAi', { score: score(also.score.value) })}` : own;
  }
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
          {o.modelId} {o.modelVersion} <ImportedMark finding={f} />
          <small>sha256 {o.modelSha256.slice(0, 16)}</small>
        </dd>
      </div>
      <div>
        <dt>{t('card.provider')}</dt>
        <dd>{o.provider === 'webgpu' ? 'WebGPU' : 'WASM'}</dd>
      </div>
      {o.operatingPoint !== undefined && o.threshold !== undefined && (
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
      )}
    </>
  );
}
