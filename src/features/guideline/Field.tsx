import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { InputName, InputValue } from '../../domain/guidelines';
import { useLanguage, useTranslation } from '../../i18n';
import { inputName } from '../../report';
import type { FieldSpec } from './fields';

export interface FieldProps {
  readonly name: InputName;
  readonly spec: FieldSpec;
  readonly value: InputValue | undefined;
  /** A rule asks for it and does not have it. */
  readonly missing: boolean;
  readonly onChange: (value: InputValue | undefined) => void;
  /** What stands below: an offer, where the answer came from, a suggestion. */
  readonly children?: ReactNode;
  /** Shown in an empty number field: what holds then. */
  readonly placeholder?: string;
}

/** One question with its answer; nothing is chosen until the reader does. Choosing the same again takes it away. */
export function Field({ name, spec, value, missing, onChange, children, placeholder }: FieldProps) {
  const { t } = useTranslation('guideline');
  const label = inputName(name, useLanguage());
  const id = useId();
  const few = spec.kind === 'yesNo' || (spec.kind === 'choice' && spec.options.length <= 3);
  const Label = few ? 'span' : 'label';
  return (
    <div className="guideline-field" data-missing={missing || undefined} data-field={name}>
      <Label id={`${id}l`} htmlFor={few ? undefined : id} className="guideline-label">
        {label}
        {missing && <em>{t('empty')}</em>}
      </Label>
      <Control {...{ id, spec, value, onChange, name, placeholder, labelledBy: `${id}l` }} />
      {children}
    </div>
  );
}

interface ControlProps extends Pick<FieldProps, 'name' | 'spec' | 'value' | 'onChange' | 'placeholder'> {
  readonly id: string;
  readonly labelledBy: string;
}

function Control({ id, labelledBy, name, spec, value, onChange, placeholder }: ControlProps) {
  const { t } = useTranslation('guideline');
  if (spec.kind === 'number')
    return <NumberInput {...{ id, spec, value: value as number | undefined, onChange, placeholder }} />;
  if (spec.kind === 'date') return <DateInput {...{ id, value: value as string | undefined, onChange }} />;
  const options = spec.kind === 'yesNo' ? [true, false] : spec.options;
  const text = (option: string | boolean) =>
    typeof option === 'boolean' ? t(option ? 'yes' : 'no') : t(`option.${name}.${option}`);
  if (options.length <= 3)
    return (
      <span className="guideline-choices" role="group" aria-labelledby={labelledBy}>
        {options.map((option) => (
          <button
            key={String(option)}
            type="button"
            aria-pressed={value === option}
            data-value={String(option)}
            onClick={() => onChange(value === option ? undefined : option)}
          >
            {text(option)}
          </button>
        ))}
      </span>
    );
  return (
    <select
      id={id}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{t('choose')}</option>
      {options.map((option) => (
        <option key={String(option)} value={String(option)}>
          {text(option)}
        </option>
      ))}
    </select>
  );
}

interface NumberProps {
  readonly id: string;
  readonly spec: Extract<FieldSpec, { kind: 'number' }>;
  readonly value: number | undefined;
  readonly placeholder?: string;
  readonly onChange: (value: number | undefined) => void;
}

/** Taken when it is left or Enter is pressed; what is no number in its range is put back. */
function NumberInput({ id, spec, value, placeholder, onChange }: NumberProps) {
  const { t } = useTranslation('guideline');
  const input = useRef<HTMLInputElement>(null);
  const scale = spec.unit === '%' ? 100 : 1;
  // 0.29 * 100 is 28.999999999999996.
  const shown = value === undefined ? '' : String(Number((value * scale).toFixed(4)));
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = shown;
  }, [shown]);
  const take = (text: string): void => {
    const typed = text.trim() === '' ? undefined : Number(text.trim().replace(',', '.'));
    const fits =
      typed === undefined ||
      (typed >= spec.least && typed <= spec.most && !(spec.whole && !Number.isInteger(typed)));
    const next = typed === undefined ? undefined : typed / scale;
    if (fits && next !== value) onChange(next);
    else if (input.current) input.current.value = shown;
  };
  const unit = spec.unit === 'count' ? '' : t(`unit.${spec.unit === '%' ? 'percent' : spec.unit}`);
  return (
    <span className="guideline-number">
      <input
        ref={input}
        id={id}
        inputMode="decimal"
        autoComplete="off"
        defaultValue={shown}
        placeholder={placeholder}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          // Letters and digits are keys of the reading room.
          event.stopPropagation();
          if (event.key === 'Enter') take(event.currentTarget.value);
        }}
      />
      {unit && <span>{unit}</span>}
    </span>
  );
}

interface DateProps {
  readonly id: string;
  /** YYYYMMDD */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function DateInput({ id, value, onChange }: DateProps) {
  return (
    <input
      id={id}
      type="date"
      className="guideline-date"
      value={value?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') ?? ''}
      onChange={(event) => onChange(event.target.value.replaceAll('-', '') || undefined)}
      onKeyDown={(event) => event.stopPropagation()}
    />
  );
}
