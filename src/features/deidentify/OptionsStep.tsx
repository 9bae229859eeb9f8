import { useId } from 'react';
import { type Preset, presets, type ProfileOptions } from '../../dicom/deidentify';
import { useTranslation } from '../../i18n';
import type { Export } from './useExport';

const presetNames = Object.keys(presets) as Preset[];
const retained = [
  'retainPatient',
  'retainDevice',
  'retainInstitution',
  'retainUids',
  'retainSafePrivate',
] as const;
const cleaned = ['cleanDescriptors', 'cleanContent', 'cleanGraphics'] as const;
const dates = ['remove', 'shift', 'keep'] as const;

const presetOf = (options: ProfileOptions): Preset | undefined =>
  presetNames.find((name) => JSON.stringify(presets[name]) === JSON.stringify(options));

/** The profile's options: a purpose first, each option beneath it. */
export function OptionsStep({ work }: { readonly work: Export }) {
  const { t } = useTranslation('deidentify');
  const id = useId();
  const { options, setOptions, prefix, setPrefix } = work;
  const now = presetOf(options);
  const change = (some: Partial<ProfileOptions>): void => setOptions({ ...options, ...some });
  return (
    <div className="deid-stack">
      <fieldset className="deid-presets">
        <legend>{t('preset.label')}</legend>
        {presetNames.map((name) => (
          <label key={name} className="deid-preset" data-chosen={now === name}>
            <input
              type="radio"
              name={`${id}-preset`}
              checked={now === name}
              onChange={() => work.choosePreset(name)}
              data-testid={`deid-preset-${name}`}
            />
            <span>
              <strong>{t(`preset.${name}`)}</strong>
              <span className="deid-quiet">{t(`presetWhat.${name}`)}</span>
            </span>
          </label>
        ))}
        {now === undefined && <p className="deid-note">{t('preset.custom')}</p>}
      </fieldset>
      <div className="deid-columns">
        <fieldset>
          <legend>{t('retain')}</legend>
          {retained.map((name) => (
            <OptionBox key={name} name={name} options={options} change={change} />
          ))}
        </fieldset>
        <fieldset>
          <legend>{t('clean')}</legend>
          {cleaned.map((name) => (
            <OptionBox key={name} name={name} options={options} change={change} />
          ))}
          <div className="deid-row">
            <label htmlFor={`${id}-dates`}>{t('dates.label')}</label>
            <select
              id={`${id}-dates`}
              className="field"
              value={options.dates}
              onChange={(event) => change({ dates: event.target.value as ProfileOptions['dates'] })}
              data-testid="deid-dates"
            >
              {dates.map((value) => (
                <option key={value} value={value}>
                  {t(`dates.${value}`)}
                </option>
              ))}
            </select>
          </div>
          <div className="deid-row">
            <label htmlFor={`${id}-prefix`}>{t('prefix')}</label>
            <input
              id={`${id}-prefix`}
              className="field"
              value={prefix}
              maxLength={16}
              onChange={(event) => setPrefix(event.target.value.replace(/[^A-Za-z0-9-]/g, '').toUpperCase())}
              data-testid="deid-prefix"
            />
          </div>
          <p className="deid-note">{t('prefixWhy', { prefix: prefix || 'ANON' })}</p>
        </fieldset>
      </div>
      <p className="deid-note">{t('always')}</p>
    </div>
  );
}

type Flag = (typeof retained)[number] | (typeof cleaned)[number];

interface OptionBoxProps {
  readonly name: Flag;
  readonly options: ProfileOptions;
  readonly change: (some: Partial<ProfileOptions>) => void;
}

function OptionBox({ name, options, change }: OptionBoxProps) {
  const { t } = useTranslation('deidentify');
  return (
    <label className="deid-check deid-option">
      <input
        type="checkbox"
        checked={options[name]}
        onChange={(event) => change({ [name]: event.target.checked })}
        data-testid={`deid-${name}`}
      />
      <span>
        {t(`option.${name}`)}
        <span className="deid-quiet">{t(`optionWhat.${name}`)}</span>
      </span>
    </label>
  );
}
