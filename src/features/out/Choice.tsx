import { useId, useState, type ReactNode } from 'react';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
  readonly testId?: string;
}

/** A row of a form: its name, and one of a few things. */
export function Choice<T extends string>({ label, value, options, onChange, testId }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="out-row">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        value={value}
        data-testid={testId}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Check({ checked, onChange, testId, children }: CheckProps) {
  return (
    <label className="out-check">
      <input
        type="checkbox"
        checked={checked}
        data-testid={testId}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

interface NumberRowProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly testId?: string;
}

/** A whole number. While it is typed it may lie outside; leaving the field brings back what holds. */
export function NumberRow({ label, value, min, max, onChange, testId }: NumberRowProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  return (
    <div className="out-row">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="number"
        min={min}
        max={max}
        step="any"
        value={typed ?? value}
        data-testid={testId}
        onBlur={() => setTyped(undefined)}
        onChange={({ target }) => {
          setTyped(target.value);
          const number = Math.round(target.valueAsNumber);
          if (number >= min && number <= max) onChange(number);
        }}
      />
    </div>
  );
}
