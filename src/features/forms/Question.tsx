import { useId, type ReactNode } from 'react';
import type { Field } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { noted, useTyped } from '../history';
import type { Sources } from './offers';
import type { FormInstance } from './store';

/** What every kind of question is given. */
export interface FormFieldProps {
  readonly studyUid: string;
  readonly instance: FormInstance;
  readonly field: Field;
  readonly missing: boolean;
  readonly sources: Sources;
}

type QuestionProps = Pick<FormFieldProps, 'field' | 'missing'>;

/** A question with several controls: a field set. */
export function Group({ field, missing, children }: QuestionProps & { readonly children: ReactNode }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  return (
    <fieldset className="form-field" data-field={field.id} data-missing={missing || undefined}>
      <legend>
        {field.label[language]}
        {missing && <em>{t('needed')}</em>}
        {field.needed === false && <small>{t('optional')}</small>}
      </legend>
      {field.hint && <p className="form-note">{field.hint[language]}</p>}
      {children}
    </fieldset>
  );
}

/** A question with one control. */
export function Single({
  field,
  missing,
  children,
}: FormFieldProps & { readonly children: (id: string, labelledBy: string) => ReactNode }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const id = useId();
  return (
    <div className="form-field form-single" data-field={field.id} data-missing={missing || undefined}>
      <label id={`${id}l`} htmlFor={id}>
        {field.label[language]}
        {missing && <em>{t('needed')}</em>}
        {field.needed === false && <small>{t('optional')}</small>}
      </label>
      {children(id, `${id}l`)}
    </div>
  );
}

interface TextBoxProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
}

export function TextBox({ id, value, onChange }: TextBoxProps) {
  const take = (text: string): void => {
    const said = text.trim();
    if (said !== value) onChange(said || undefined);
  };
  const typed = useTyped(take);
  return (
    <input
      key={value}
      id={id}
      className="form-text"
      defaultValue={value}
      maxLength={120}
      {...noted(typed)}
      onBlur={(event) => {
        typed.end();
        take(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
