/** What a filled field says in the report, and which fields still wait. */
import type { ReportLanguage } from '../../domain/report-facts';
import { dicomDate, personName } from '../../domain/person-text';
import type { Study } from '../../domain/study';
import { fieldKey, say, type MergeName, type ReportTemplate, type TemplateField } from './template';

/** Values of fields by `fieldKey`. Several choices are lines of one value. */
export type FieldValues = Readonly<Record<string, string>>;

/** Between the choices of one field. */
export const CHOICES = '\n';

const merged: Readonly<Record<MergeName, (study: Study, language: ReportLanguage) => string>> = {
  patientName: (study, language) => personName(study.patient.name, language),
  patientId: (study) => study.patient.id,
  patientSex: (study) => study.patient.sex,
  patientAge: (study) => study.patient.age,
  birthDate: (study) => dicomDate(study.patient.birthDate),
  accession: (study) => study.accession,
  studyDate: (study) => dicomDate(study.date),
  studyDescription: (study) => study.description,
  institution: (study) => study.institution,
};

/** The value of a field as it stands: the reader's, else what a MERGE field takes from the study; empty for none. */
export function valueOf(
  template: ReportTemplate,
  field: TemplateField,
  values: FieldValues,
  study: Study,
  language: ReportLanguage,
): string {
  const own = values[fieldKey(template, field)]?.trim();
  if (own) return own;
  return field.merge ? merged[field.merge](study, language).trim() : '';
}

/** The words of a value: a choice is kept by its id and printed in the report's language. */
export function valueText(field: TemplateField, value: string, language: ReportLanguage): string {
  const words = value
    .split(CHOICES)
    .map((one) => {
      const option = field.options?.find((o) => o.id === one);
      return option ? say(option.words, language) : one;
    })
    .filter((one) => one.trim() !== '');
  return words.join(language === 'zh' ? '；' : '; ');
}

/** "左叶长径：42 mm。" / "Left lobe length: 42 mm."; empty when nothing is filled in. */
export function fieldText(field: TemplateField, value: string, language: ReportLanguage): string {
  if (value === '') return '';
  const zh = language === 'zh';
  const label = say(field.label, language).replace(/[:：\s]+$/, '');
  // One box without choices says its own label.
  if (field.type === 'CHECKBOX' && !field.options?.length) return `${label}${zh ? '。' : '.'}`;
  const text = valueText(field, value, language).trim();
  const unit = field.unit ? ` ${field.unit}` : '';
  const end = /[。.!?！？]$/.test(text) && !field.unit ? '' : zh ? '。' : '.';
  return `${label ? `${label}${zh ? '：' : ': '}` : ''}${text}${unit}${end}`;
}

/** Why a value is not one: outside of its bounds or no number; undefined when it is. */
export function fieldFault(
  field: TemplateField,
  value: string,
): 'notNumber' | 'tooSmall' | 'tooLarge' | undefined {
  if (field.type !== 'NUMBER' || value === '') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return 'notNumber';
  if (field.min !== undefined && number < field.min) return 'tooSmall';
  if (field.max !== undefined && number > field.max) return 'tooLarge';
  return undefined;
}
