import { useState } from 'react';
import type { Json } from '../../inference/import/json';
import { useTranslation } from '../../i18n';
import { Select, type FieldProps } from './Select';
import { answer } from './commands';
import { normalisation, PRESETS, type Preset } from './normalisation';

/** How grey values are prepared: the common recipes, with their numbers where they have some. */
export function NormalisationInput({ id, describedBy }: FieldProps) {
  const { t } = useTranslation('models');
  const [preset, setPreset] = useState<Preset>();
  const [numbers, setNumbers] = useState<readonly string[]>([]);
  const take = (next: Preset | undefined, texts: readonly string[]): void => {
    setPreset(next);
    setNumbers(texts);
    const ops =
      next &&
      normalisation(
        next,
        texts.map((s) => (s.trim() === '' ? NaN : Number(s.replace(',', '.')))),
      );
    answer({ 'inputs[0].preprocessing': ops as Json | undefined });
  };
  const fields = preset ? PRESETS[preset] : [];
  return (
    <>
      <Select
        id={id}
        className="field"
        aria-describedby={describedBy}
        value={preset ?? ''}
        options={Object.keys(PRESETS)}
        of="normalisation"
        t={t}
        onChange={(next) => {
          const chosen = next as Preset | undefined;
          take(chosen, chosen ? PRESETS[chosen].map((f) => f.first) : []);
        }}
      />
      {fields.length > 0 && preset && (
        <div className="import-numbers">
          {fields.map((field, n) => (
            <label key={field.name}>
              {t(`normalisation.number.${field.name}`)}
              <input
                className="field"
                inputMode="decimal"
                value={numbers[n] ?? ''}
                onChange={(e) =>
                  take(
                    preset,
                    fields.map((_, m) => (m === n ? e.target.value : (numbers[m] ?? ''))),
                  )
                }
              />
            </label>
          ))}
        </div>
      )}
    </>
  );
}
