import { useId } from 'react';
import type { ReportLanguage } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { CHOICES, fieldFault, fieldKey, say, type ReportTemplate, type TemplateField } from '../../report';
import { noted, useTyped } from '../history';
import { setField } from './edits';

interface FieldProps {
  readonly studyUid: string;
  readonly template: ReportTemplate;
  readonly field: TemplateField;
  readonly value: string;
  /** What a MERGE field takes from the study. */
  readonly merged: string;
  readonly language: ReportLanguage;
}

const inputTypes = { NUMBER: 'text', DATE: 'date', TIME: 'time' } as const;

/** A field of the template, to fill in where its sentence stands in the report. */
export function FieldLine(props: FieldProps) {
  const { studyUid, template, field, value, merged, language } = props;
  const { t } = useTranslation('templates');
  const id = useId();
  const key = fieldKey(template, field);
  const fault = fieldFault(field, value);
  const put = (typed: string) => setField(studyUid, key, typed.trim());
  const typed = useTyped(put);
  const common = { id, 'data-field': key, 'data-testid': 'template-field' } as const;
  const group = field.type === 'CHECKBOX' && field.options !== undefined && field.options.length > 0;
  const label = say(field.label, language).replace(/[:：\s]+$/, '');
  return (
    <div
      className="report-field"
      data-required={field.action === 'NONE' ? undefined : field.action}
      // The reading keys are not for what is typed here.
      onKeyDown={(event) => !event.ctrlKey && event.stopPropagation()}
    >
      {group ? <span id={id}>{label}</span> : <label htmlFor={id}>{label}</label>}
      {group ? (
        <Boxes {...props} labelledBy={id} onChange={put} />
      ) : field.type === 'CHECKBOX' ? (
        <input
          {...common}
          type="checkbox"
          checked={value !== ''}
          onChange={(e) => put(e.target.checked ? '1' : '')}
        />
      ) : field.options && !field.free ? (
        <select {...common} value={value} onChange={(e) => put(e.target.value)}>
          <option value="">{t('choose')}</option>
          {field.options.map((option) => (
            <option key={option.id} value={option.id}>
              {say(option.words, language)}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          key={value}
          type={inputTypes[field.type as keyof typeof inputTypes] ?? 'text'}
          inputMode={field.type === 'NUMBER' ? 'decimal' : undefined}
          list={field.options ? `${id}-list` : undefined}
          defaultValue={value}
          placeholder={merged || field.proposed}
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
          {...noted(typed)}
          onBlur={(e) => {
            typed.end();
            put(e.target.value);
          }}
          onKeyDown={(e) => e.key === 'Enter' && !e.nativeEvent.isComposing && e.currentTarget.blur()}
        />
      )}
      {field.options && field.free && (
        <datalist id={`${id}-list`}>
          {field.options.map((option) => (
            <option key={option.id} value={say(option.words, language)} />
          ))}
        </datalist>
      )}
      {field.unit && <span className="report-unit">{field.unit}</span>}
      {field.action !== 'NONE' && value === '' && !merged && (
        <small className="report-mark">{t(`required.${field.action}`)}</small>
      )}
      {fault && (
        <small id={`${id}-fault`} className="report-mark report-stale" role="alert">
          {t(`fault.${fault}`, { min: field.min, max: field.max })}
        </small>
      )}
    </div>
  );
}

interface BoxesProps extends FieldProps {
  readonly labelledBy: string;
  readonly onChange: (value: string) => void;
}

/** Several boxes of one field. */
function Boxes({ field, template, value, language, labelledBy, onChange }: BoxesProps) {
  const chosen = value === '' ? [] : value.split(CHOICES);
  return (
    <span role="group" aria-labelledby={labelledBy} className="report-boxes">
      {field.options!.map((option) => (
        <label key={option.id}>
          <input
            type="checkbox"
            data-field={fieldKey(template, field)}
            checked={chosen.includes(option.id)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== option.id);
              const all = event.target.checked ? [...others, option.id] : others;
              // In the template's order, whatever order they were ticked in.
              const known = field.options!.map((one) => one.id).filter((one) => all.includes(one));
              onChange(known.join(CHOICES));
            }}
          />{' '}
          {say(option.words, language)}
        </label>
      ))}
    </span>
  );
}
