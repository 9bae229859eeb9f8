import type { KeyboardEvent } from 'react';
import type { ManyField, Option } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';

/** Arrows and the space bar are the group's own here; everywhere else they scroll the images. */
export const keepKeys = (event: KeyboardEvent): void => {
  if (event.key.startsWith('Arrow') || event.key === ' ') event.stopPropagation();
};

interface ChoicesProps {
  readonly name: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const pointsText = (points: number): string => (points < 0 ? `\u2212${-points}` : `+${points}`);

/** One of several, with what the rule adds for it. Nothing is chosen until the reader does; a click more takes it back. */
export function OneChoice({ name, options, value, onChange }: ChoicesProps) {
  const { t } = useTranslation('forms');
  return (
    <span className="form-options">
      {options.map((option) => (
        <OptionChip
          key={option.id}
          {...{ name, option, type: 'radio' as const, on: value === option.id }}
          onPick={() => onChange(option.id)}
          onAgain={() => onChange(undefined)}
        />
      ))}
      {value !== undefined && (
        <button type="button" className="form-clear" onClick={() => onChange(undefined)}>
          {t('clear')}
        </button>
      )}
    </span>
  );
}

interface ManyChoicesProps {
  readonly name: string;
  readonly field: ManyField;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[] | undefined) => void;
}

/** The list after an option was pressed: "none of them" and the others exclude each other. */
export function toggled(value: readonly string[], id: string, none: string): readonly string[] | undefined {
  const next = value.includes(id)
    ? value.filter((one) => one !== id)
    : id === none
      ? [none]
      : [...value.filter((one) => one !== none), id];
  return next.length > 0 ? next : undefined;
}

export function ManyChoices({ name, field, value, onChange }: ManyChoicesProps) {
  return (
    <span className="form-options">
      {field.options.map((option) => (
        <OptionChip
          key={option.id}
          {...{ name, option, type: 'checkbox' as const, on: value.includes(option.id) }}
          onPick={() => onChange(toggled(value, option.id, field.none))}
        />
      ))}
    </span>
  );
}

interface ChipProps {
  readonly name: string;
  readonly option: Option;
  readonly type: 'radio' | 'checkbox';
  readonly on: boolean;
  readonly onPick: () => void;
  readonly onAgain?: () => void;
}

function OptionChip({ name, option, type, on, onPick, onAgain }: ChipProps) {
  const language = useLanguage();
  return (
    <label className="form-option" data-on={on || undefined}>
      <input
        type={type}
        name={name}
        checked={on}
        value={option.id}
        onChange={onPick}
        onKeyDown={keepKeys}
        onClick={() => on && onAgain?.()}
      />
      <span>{option.text[language]}</span>
      {option.points !== undefined && <b>{pointsText(option.points)}</b>}
      {option.listed !== undefined && option.listed !== 'suspicious' && <b>{option.listed}</b>}
    </label>
  );
}
