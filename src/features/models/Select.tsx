import type { ImportDraft } from '../../inference/import/draft';
import type { Answers } from './store';

/** What every input of the form is given. */
export interface FieldProps {
  readonly draft: ImportDraft;
  readonly answers: Answers;
  /** For the label, and the text that explains. */
  readonly id: string;
  readonly describedBy: string;
}

interface SelectProps {
  readonly id: string;
  readonly className: string;
  readonly 'aria-describedby': string;
  readonly value: string;
  readonly options: readonly string[];
  /** Group of the catalogue that names the options. */
  readonly of: string;
  readonly onChange: (value: string | undefined) => void;
  readonly t: (key: string) => string;
}

/** A choice that begins with none: a guess that nobody looked at would be worse than a question. */
export function Select({ options, of, onChange, t, ...rest }: SelectProps) {
  return (
    <select {...rest} onChange={(e) => onChange(e.target.value || undefined)}>
      <option value="">{t('ask.choose')}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {t(`${of}.${option}`)}
        </option>
      ))}
    </select>
  );
}
