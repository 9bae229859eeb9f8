import { useState } from 'react';
import type { NumberField } from '../../domain/guidelines/forms';
import { useTranslation } from '../../i18n';
import { useTyped } from '../history';

interface NumberBoxProps {
  readonly id: string;
  readonly field: NumberField;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly labelledBy: string;
}

const units: Readonly<Record<NumberField['unit'], string>> = {
  mm: 'mm',
  mL: 'mL',
  HU: 'HU',
  '%': '%',
  mm2: 'mm²',
  '': '',
};

/** The typed number; undefined for nothing, NaN for what is no number of the field. */
export function typedNumber(text: string, { least, most, whole }: NumberField): number | undefined {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-');
  if (plain === '') return undefined;
  const typed = Number(plain);
  const fits = typed >= least && typed <= most && !(whole && !Number.isInteger(typed));
  return fits ? typed : Number.NaN;
}

/** A number with its unit. What does not fit stays to be corrected, says its range, and is no answer. */
export function NumberBox({ id, field, value, onChange, labelledBy }: NumberBoxProps) {
  const { t } = useTranslation('forms');
  // What is being typed over which answer: another answer, by undo or an offer, takes its place.
  const [draft, setDraft] = useState<{ text: string; over: number | undefined; wrong: boolean }>();
  const typing = draft && draft.over === value ? draft : undefined;
  const text = typing?.text ?? (value === undefined ? '' : String(value));
  const wrong = typing?.wrong ?? false;
  const answer = (said: string): number | undefined => {
    const typed = typedNumber(said, field);
    return typed !== undefined && Number.isNaN(typed) ? undefined : typed;
  };
  const kept = useTyped((said) => {
    if (answer(said) !== value) onChange(answer(said));
  });
  const take = (): void => {
    kept.end();
    const typed = typedNumber(text, field);
    setDraft(typed !== undefined && Number.isNaN(typed) ? { text, over: undefined, wrong: true } : undefined);
    if (answer(text) !== value) onChange(answer(text));
  };
  return (
    <span className="form-number">
      <input
        id={id}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        aria-labelledby={labelledBy}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-range` : undefined}
        onChange={(event) => {
          setDraft({ text: event.target.value, over: value, wrong: false });
          kept.put(event.target.value);
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      {units[field.unit] && <span>{units[field.unit]}</span>}
      {wrong && (
        <em id={`${id}-range`} role="alert">
          {t('range', { least: field.least, most: field.most })}
        </em>
      )}
    </span>
  );
}
