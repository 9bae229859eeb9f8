import { ClipboardList, Minus, Plus } from 'lucide-react';
import { useId } from 'react';
import { breastDescriptors } from '../../domain/breast';
import type { Finding } from '../../domain/finding';
import { biRadsOption } from '../../domain/guidelines/forms';
import { tallerThanWide, type ThyroidPlace, type UltrasoundFacts } from '../../domain/ultrasound-facts';
import { organOf, ultrasoundOrgans, type UltrasoundOrgan } from '../../domain/ultrasound-finding';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import { useKeysOf } from '../commands';
import { setOrgan, setThyroidPlace } from './attributes';
import { unitText, valueText } from './format';
import { regrow } from './grow';
import { beginForm } from './store';
import { methodText } from './words';

const SITES = ['right', 'left', 'isthmus'] as const;
const LEVELS = ['upper', 'middle', 'lower'] as const;
const SHAPE = ['width', 'depth', 'depthToWidth', 'angle'] as const;

/** Organ and place of a lesion on ultrasound: the reader's word. */
export function UltrasoundFields({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const id = useId();
  const uid = f.trackingUid;
  const organ = organOf(f);
  const { site, level } = f.thyroid ?? {};
  return (
    <>
      <label htmlFor={`${id}organ`}>{t('us.organ')}</label>
      <select
        id={`${id}organ`}
        value={organ}
        data-testid="set-organ"
        onChange={(e) => setOrgan(uid, e.target.value as UltrasoundOrgan)}
      >
        {ultrasoundOrgans.map((one) => (
          <option key={one} value={one}>
            {t(`us.organs.${one}`)}
          </option>
        ))}
      </select>
      {organ === 'thyroid' && (
        <Choice
          label={t('us.site')}
          value={site}
          testId="set-thyroid-site"
          options={SITES.map((one) => [one, t(`us.sites.${one}`)])}
          choose={(next) => setThyroidPlace(uid, { level, site: next as ThyroidPlace['site'] })}
        />
      )}
      {organ === 'thyroid' && site !== 'isthmus' && (
        <Choice
          label={t('us.level')}
          value={level}
          testId="set-thyroid-level"
          options={LEVELS.map((one) => [one, t(`us.levels.${one}`)])}
          choose={(next) => setThyroidPlace(uid, { site, level: next as ThyroidPlace['level'] })}
        />
      )}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly testId: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly choose: (value: string | undefined) => void;
}

function Choice({ label, value, testId, options, choose }: ChoiceProps) {
  const { t } = useTranslation('findings');
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        data-testid={testId}
        onChange={(e) => choose(e.target.value || undefined)}
      >
        <option value="">{t('card.unset')}</option>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
}

/**
 * How it lies to the skin, with how that was measured; of what an analysis outlined also where the picture on the screen
 * was known from and which descriptors outline and image suggest.
 */
export function UltrasoundNumbers({ finding: { ultrasound } }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  if (!ultrasound) return null;
  const { region, suggested } = ultrasound;
  return (
    <>
      <dl className="card-more" data-testid="ultrasound-numbers">
        {SHAPE.map((key) => {
          const { value, unit, method, calibration } = ultrasound[key];
          const text = key === 'depthToWidth' ? value.toFixed(2) : valueText(value, unit);
          return (
            <div key={key} data-tip={`${methodText(t, method)} · ${calibration}`}>
              <dt>{t(`us.${key}`)}</dt>
              <dd data-testid={`us-${key}`}>
                {text}
                {unit === 'deg' ? unitText(unit) : ` ${unitText(unit)}`}
                {key === 'depthToWidth' && (
                  <small> {t(tallerThanWide(ultrasound) ? 'us.taller' : 'us.wider')}</small>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {region && region !== 'stated' && <p className="card-hint">{t(`us.region.${region}`)}</p>}
      {suggested && <Suggested options={suggested} />}
    </>
  );
}

function Suggested({ options }: { readonly options: Required<UltrasoundFacts>['suggested'] }) {
  const { t } = useTranslation('findings');
  const language = useLanguage();
  return (
    <section className="card-scores" aria-label={t('us.suggested')} data-testid="us-suggested">
      <h4>{t('us.suggested')}</h4>
      <dl>
        {breastDescriptors.map((field) => {
          const option = options[field];
          const known = option && biRadsOption(field, option);
          return known ? (
            <div key={field} data-testid={`suggested-${field}`}>
              <dt>{known.label[language]}</dt>
              <dd>{known.text[language]}</dd>
            </div>
          ) : null;
        })}
      </dl>
      <p className="card-hint">{t('us.suggestedAre')}</p>
    </section>
  );
}

/** The range that it is grown with, and the forms that may be begun about it. */
export function UltrasoundActions({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const keyOf = useKeysOf();
  if (!f.ultrasound || f.review === 'rejected') return null;
  const uid = f.trackingUid;
  const organ = organOf(f);
  const forms =
    organ === 'thyroid'
      ? (['cTiRads', 'acrTiRads'] as const)
      : organ === 'breast'
        ? (['biRads'] as const)
        : [];
  return (
    <div className="card-actions card-ultrasound" role="group" aria-label={t('us.tools')}>
      {f.onFrame && f.origin.kind === 'reader' && (
        <span className="card-range">
          <span className="card-hint">{t('us.range')}</span>
          <IconButton
            label={t('us.narrower')}
            keyHint={keyOf('finding.narrower')}
            data-testid="us-narrower"
            onClick={() => void regrow(uid, -1)}
          >
            <Minus size={14} aria-hidden />
          </IconButton>
          <IconButton
            label={t('us.widen')}
            keyHint={keyOf('finding.wider')}
            data-testid="us-wider"
            onClick={() => void regrow(uid, 1)}
          >
            <Plus size={14} aria-hidden />
          </IconButton>
        </span>
      )}
      {forms.map((form) => (
        <Button
          key={form}
          look="quiet"
          icon={<ClipboardList size={14} />}
          data-testid={`form-of-${form}`}
          onClick={() => beginForm(f, form)}
        >
          {t(`us.forms.${form}`)}
        </Button>
      ))}
    </div>
  );
}
