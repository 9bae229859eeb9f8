import { useState } from 'react';
import { useTranslation } from '../../i18n';
import type { FieldProps } from './Select';
import { answer } from './commands';

interface NumbersProps {
  /** Axes: D, H, W. */
  readonly names: readonly string[];
  /** Translates "axis.D". */
  readonly labels: (key: string) => string;
  readonly placeholder?: string;
  readonly whole?: boolean;
  /** null where nothing sensible stands. */
  readonly onChange: (numbers: (number | null)[]) => void;
}

/** A number for each axis. */
export function NumbersInput({ names, labels, placeholder, whole, onChange }: NumbersProps) {
  const [texts, setTexts] = useState(names.map(() => ''));
  const change = (at: number, text: string): void => {
    const next = texts.map((old, n) => (n === at ? text : old));
    setTexts(next);
    onChange(
      next.map((one) => {
        const number = Number(one.replace(',', '.'));
        return one.trim() === '' || !(number > 0) || (whole && !Number.isInteger(number)) ? null : number;
      }),
    );
  };
  return (
    <div className="import-numbers">
      {names.map((name, n) => (
        <label key={name}>
          {labels(`axis.${name}`)}
          <input
            className="field"
            inputMode={whole ? 'numeric' : 'decimal'}
            placeholder={placeholder}
            value={texts[n]}
            onChange={(e) => change(n, e.target.value)}
          />
        </label>
      ))}
    </div>
  );
}

/** The size of a voxel that the network was trained on, or as the scan has it. */
export function SpacingInput({ answers, id, describedBy }: FieldProps) {
  const { t } = useTranslation('models');
  const value = answers['inputs[0].spacing'];
  const [own, setOwn] = useState(Array.isArray(value));
  const set = (next: 'native' | (number | null)[] | undefined): void => answer({ 'inputs[0].spacing': next });
  const radio = (mine: boolean, key: string) => (
    <label>
      <input
        type="radio"
        name={id}
        aria-describedby={describedBy}
        checked={mine ? own : value === 'native'}
        onChange={() => {
          setOwn(mine);
          set(mine ? undefined : 'native');
        }}
      />
      {t(key)}
    </label>
  );
  return (
    <div className="import-radios">
      {radio(false, 'ask.spacing.native')}
      {radio(true, 'ask.spacing.mm')}
      {own && (
        <NumbersInput
          names={['D', 'H', 'W']}
          labels={t}
          onChange={(numbers) => set(numbers.some((n) => n !== null) ? numbers : undefined)}
        />
      )}
    </div>
  );
}
