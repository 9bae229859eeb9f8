import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Select, type FieldProps } from './Select';
import { answer } from './commands';
import { isVolume } from './fields';

/** Common ways in which networks see the body, most common first; the letters say where D, H, W grow to. */
const SLICES = ['native', 'SPL', 'IPL', 'PIL', 'LIP'];
const VOLUMES = ['native', 'SPL', 'RAS', 'LPS', 'IPL', 'PIL', 'LIP'];
const OTHER = 'other';

/** In which direction the network's axes run through the body. */
export function OrientationInput({ draft, answers, id, describedBy }: FieldProps) {
  const { t } = useTranslation('models');
  const value = answers['inputs[0].orientation'];
  const options = isVolume(draft) ? VOLUMES : SLICES;
  const [other, setOther] = useState(typeof value === 'string' && !options.includes(value));
  const set = (next: string | undefined): void => answer({ 'inputs[0].orientation': next });
  const text = typeof value === 'string' ? value : '';
  return (
    <>
      <Select
        id={id}
        className="field"
        aria-describedby={describedBy}
        value={other ? OTHER : text}
        options={[...options, OTHER]}
        of="orientation"
        t={t}
        onChange={(next) => {
          setOther(next === OTHER);
          set(next === OTHER ? undefined : next);
        }}
      />
      {other && (
        <input
          className="field"
          aria-label={t('orientation.letters')}
          placeholder="SPL"
          maxLength={3}
          value={text}
          onChange={(e) => set(e.target.value.toUpperCase() || undefined)}
        />
      )}
    </>
  );
}
