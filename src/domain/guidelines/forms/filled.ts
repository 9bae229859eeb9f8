/**
 * A filled-in form as data: what was answered, what the rule made of it, each with a code, for the structured report
 * and FHIR. Only a form whose rule gives something is data; an open one says nothing anywhere.
 */
import { PRIVATE_SCHEME } from '../../codes';
import type {
  Filled,
  FilledChoice,
  FilledForm,
  FilledLesion,
  FilledNumber,
  FilledText,
} from '../../filled-form';
import type { Code } from '../../finding';
import {
  both,
  listIn,
  numberIn,
  rowsIn,
  textIn,
  type Answers,
  type Both,
  type Field,
  type FormCoded,
  type FormDefinition,
  type FormId,
  type FormNumber,
  type NumberField,
  type Option,
} from './form';

/** Letters that a form's own codes begin with. */
const prefixes: Readonly<Record<FormId, string>> = {
  acrTiRads: 'TR',
  cTiRads: 'CTR',
  biRads: 'BR',
  aspects: 'ASP',
  haematoma: 'HM',
  ctPneumonia: 'PN',
  recist: 'RE',
  who: 'WHO',
  adrenalWashout: 'AW',
  agatston: 'AG',
  cardiothoracic: 'CT',
};

/** FNV-1a over UTF-16 units, 16 bits of it. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
  return (((h >>> 16) ^ h) & 0xffff).toString(16).toUpperCase().padStart(4, '0');
}

/** At most 16 characters, which is what a code of DICOM holds: longer ones are cut and told apart by a hash. */
export function formCode(form: FormId, meaning: string, ...parts: readonly string[]): Code {
  const key = [
    prefixes[form],
    ...parts.map((one) => one.replace(/[^A-Za-z0-9<>+-]+/g, '_').toUpperCase()),
  ].join('_');
  const value = key.length <= 16 ? key : `${key.slice(0, 11)}_${hash(key)}`;
  return { value, scheme: PRIVATE_SCHEME, meaning };
}

const units: Readonly<Record<NumberField['unit'], FormNumber['unit']>> = {
  mm: 'mm',
  mL: 'mL',
  HU: "[hnsf'U]",
  '%': '%',
  mm2: 'mm2',
  '': '1',
};

const coded = (form: FormId, { id, label, concept, option, text, code }: FormCoded): FilledChoice => ({
  concept: concept ?? formCode(form, label.en, id),
  label,
  value: code ?? formCode(form, text.en, id, option),
  text,
});
const numbered = (form: FormId, { id, label, value, unit, code, of = [] }: FormNumber): FilledNumber => ({
  concept: code ?? formCode(form, label.en, id),
  label,
  value,
  unit,
  of,
});

/** What was answered to these questions, of a form or of a line of its table. */
function answersTo(form: FormId, fields: readonly Field[], answers: Answers): Filled {
  const choices: FilledChoice[] = [];
  const numbers: FilledNumber[] = [];
  const texts: FilledText[] = [];
  for (const field of fields) {
    const { id, label } = field;
    const chosen = (options: readonly Option[], ids: readonly (string | undefined)[]) =>
      options
        .filter((one) => ids.includes(one.id))
        .forEach((one) => choices.push(coded(form, { id, label, option: one.id, text: one.text })));
    if (field.kind === 'one') chosen(field.options, [textIn(answers, id)]);
    else if (field.kind === 'many') chosen(field.options, listIn(answers, id));
    else if (field.kind === 'number') {
      const value = numberIn(answers, id);
      const code = field.concept?.(answers);
      if (value !== undefined)
        numbers.push(numbered(form, { id, label, value, unit: units[field.unit], code }));
    } else if (field.kind === 'text') {
      const text = textIn(answers, id);
      if (text) texts.push({ concept: formCode(form, label.en, id), label, text });
    } else if (field.kind === 'rows' && !field.lesions)
      for (const row of rowsIn(answers, id))
        numbers.push(...answersTo(form, field.columns, row as Answers).numbers);
  }
  return { choices, numbers, texts };
}

/** The lines of a table of lesions; what a line holds is a part of it, not of the form. */
const lesionsOf = (form: FormId, fields: readonly Field[], answers: Answers): readonly FilledLesion[] =>
  fields.flatMap((field) =>
    field.kind === 'rows' && field.lesions
      ? rowsIn(answers, field.id).map((row, n) => ({
          concept: field.lesions!,
          label: both(`${field.noun.zh}${n + 1}`, `${field.noun.en} ${n + 1}`),
          number: n + 1,
          ...answersTo(form, field.columns, row as Answers),
        }))
      : [],
  );

export interface FilledIn {
  readonly id: string;
  readonly answers: Answers;
  readonly label: Both;
  readonly trackingUid?: string;
  readonly findingUids: readonly string[];
}

/** The form as data; undefined while its rule gives nothing. */
export function filledForm(definition: FormDefinition, filled: FilledIn): FilledForm | undefined {
  const { answers, ...about } = filled;
  const result = definition.result(answers);
  if (result.state !== 'given') return undefined;
  const form = definition.id;
  const fields = definition.fields(answers);
  const said = answersTo(form, fields, answers);
  return {
    ...about,
    ...said,
    // Where the reader picks the category itself it is the result, and stands there.
    choices: said.choices.filter(({ concept }) => concept.value !== formCode(form, '', 'category').value),
    form,
    concept: formCode(form, definition.name.en, 'FORM'),
    name: definition.name,
    version: definition.version,
    ...(result.code !== undefined && {
      category: coded(form, {
        id: 'category',
        label: both(`${definition.name.zh}分类`, `${definition.name.en} category`),
        option: result.code,
        text: result.category!,
      }),
    }),
    results: {
      choices: (result.coded ?? []).map((one) => coded(form, one)),
      numbers: (result.numbers ?? []).map((one) => numbered(form, one)),
    },
    lesions: lesionsOf(form, fields, answers),
    ...(result.advice && { advice: result.advice }),
    ...(result.asks && { asks: result.asks }),
    remarks: [...result.cautions, ...result.unconfirmed],
  };
}
