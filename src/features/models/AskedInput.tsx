import { useId, type ReactNode } from 'react';
import type { AskedField, ImportDraft } from '../../inference/import/draft';
import type { Json } from '../../inference/import/json';
import { useTranslation } from '../../i18n';
import { answer } from './commands';
import { ChannelsInput } from './ChannelsInput';
import { isVolume, outputChannels } from './fields';
import { LabelRows } from './LabelRows';
import { NormalisationInput } from './NormalisationInput';
import { OrientationInput } from './OrientationInput';
import { NumbersInput, SpacingInput } from './SpacingInput';
import { Select, type FieldProps } from './Select';
import type { Answers } from './store';

interface AskedProps {
  readonly field: AskedField;
  readonly draft: ImportDraft;
  readonly answers: Answers;
  /** Undefined when right; empty when it is merely missing. */
  readonly fault?: string;
}

/** Key in the catalogue of a field: its last name. */
const keyOf = (field: AskedField): string => field.replace(/^.*\./, '');

/** One question of the form: what it is called, why it matters, the answer, and what is wrong with it. */
export function AskedInput({ field, draft, answers, fault }: AskedProps) {
  const { t } = useTranslation('models');
  const id = useId();
  const describedBy = `${id}-hint`;
  const key = keyOf(field);
  const group = GROUPS.has(field);
  const Label = group ? 'span' : 'label';
  return (
    <div
      className="import-field"
      data-bad={fault === undefined ? undefined : true}
      data-testid={`field-${key}`}
      role={group ? 'group' : undefined}
      aria-labelledby={group ? `${id}-label` : undefined}
    >
      <Label id={`${id}-label`} className="import-label" {...(!group && { htmlFor: id })}>
        {t(`ask.${key}.label`)}
      </Label>
      <p id={describedBy}>{t(`ask.${key}.hint`)}</p>
      {inputFor(field, { draft, answers, id, describedBy }, t)}
      {fault !== undefined && (
        <p role="alert" className="import-fault">
          {fault === '' ? t('form.needed') : t('form.fault', { message: fault })}
        </p>
      )}
    </div>
  );
}

/** Fields of several controls; the others have one, which the label names. */
const GROUPS = new Set<AskedField>([
  'inputs[0].modality',
  'inputs[0].channels',
  'inputs[0].spacing',
  'window.patch',
  'outputs[0].labels',
]);

const MODALITIES = ['CT', 'MR', 'CR', 'DX', 'MG', 'US', 'PT', 'NM', 'XA'];
const LICENSES = ['Apache-2.0', 'MIT', 'BSD-3-Clause', 'CC-BY-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0'];
const ACTIVATIONS = ['softmax', 'sigmoid', 'argmax', 'none'];

function inputFor(field: AskedField, props: FieldProps, t: (key: string) => string): ReactNode {
  const { answers, draft, id, describedBy } = props;
  const value = answers[field];
  const text = typeof value === 'string' ? value : '';
  const common = { id, 'aria-describedby': describedBy, className: 'field' };
  const set = (next: Json | undefined): void => answer({ [field]: next });
  switch (field) {
    case 'name':
      return <input {...common} value={text} onChange={(e) => set(e.target.value)} />;
    case 'intendedUse':
      return <textarea {...common} rows={2} value={text} onChange={(e) => set(e.target.value)} />;
    case 'license':
    case 'weightsLicense':
      return (
        <>
          <input {...common} list={`${id}-list`} value={text} onChange={(e) => set(e.target.value)} />
          <datalist id={`${id}-list`}>
            {LICENSES.map((license) => (
              <option key={license} value={license} />
            ))}
            <option value={t('ask.licenseUnknown')} />
          </datalist>
        </>
      );
    case 'inputs[0].modality': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <div className="import-checks">
          {MODALITIES.map((modality) => (
            <label key={modality}>
              <input
                type="checkbox"
                checked={chosen.includes(modality)}
                onChange={(e) =>
                  set(e.target.checked ? [...chosen, modality] : chosen.filter((m) => m !== modality))
                }
              />
              {t(`modality.${modality}`)}
            </label>
          ))}
        </div>
      );
    }
    case 'outputs[0].kind':
      return (
        <Select {...common} value={text} options={['labelmap', 'heatmap']} of="kind" onChange={set} t={t} />
      );
    case 'outputs[0].activation': {
      // A softmax over one channel is always 1.
      const options = ACTIVATIONS.filter((a) => a !== 'softmax' || outputChannels(draft) !== 1);
      return <Select {...common} value={text} options={options} of="activation" onChange={set} t={t} />;
    }
    case 'inputs[0].orientation':
      return <OrientationInput {...props} />;
    case 'inputs[0].spacing':
      return <SpacingInput {...props} />;
    case 'inputs[0].channels':
      return <ChannelsInput {...props} />;
    case 'inputs[0].preprocessing':
      return <NormalisationInput {...props} />;
    case 'window.patch':
      return (
        <NumbersInput
          names={isVolume(draft) ? ['D', 'H', 'W'] : ['H', 'W']}
          labels={t}
          placeholder={isVolume(draft) ? '96' : '512'}
          whole
          onChange={(numbers) => set(numbers.every((n) => n !== null) ? numbers : undefined)}
        />
      );
    case 'outputs[0].labels':
      return <LabelRows {...props} />;
  }
}
