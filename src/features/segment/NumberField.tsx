import { useEffect, useRef } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  /** Shown while there is no value: what holds then. */
  readonly placeholder?: string;
  readonly unit?: string;
  readonly least?: number;
  readonly testId: string;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that the reader types; empty means none. Taken when it is left or Enter is pressed. */
export function NumberField({ label, value, placeholder, unit, least, testId, onChange }: NumberFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current && document.activeElement !== input.current)
      input.current.value = value === undefined ? '' : String(value);
  }, [value]);
  const take = (text: string): void => {
    const typed = text.trim() === '' ? undefined : Number(text);
    const fits = typed === undefined || (Number.isFinite(typed) && typed >= (least ?? -Infinity));
    if (fits && typed !== value) onChange(typed);
    else if (input.current) input.current.value = value === undefined ? '' : String(value);
  };
  return (
    <label className="segment-field">
      <span>{label}</span>
      <input
        ref={input}
        inputMode="decimal"
        defaultValue={value}
        placeholder={placeholder}
        data-testid={testId}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      {unit && <span>{unit}</span>}
    </label>
  );
}
