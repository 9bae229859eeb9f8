/** The fields of an MRRT template, out of elements that were cleaned before. */
import type { Code } from '../../domain/finding';
import type { ReportLanguage } from '../../domain/report-facts';
import { CHOICES } from './fields';
import { FileFault } from './file-fault';
import type { CompletionAction, FieldOption, FieldType, MergeName, TemplateField, Words } from './template';

/** What all fields of a file share. */
export interface Labels {
  readonly language: ReportLanguage;
  readonly codes: ReadonlyMap<string, Code>;
  /** Ids that are taken. */
  readonly used: Set<string>;
  readonly file: string;
}

/** The words of an element on one line. */
export const textOf = (element: Element | null): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** What editors write for the types of the profile. */
const types: Readonly<Record<string, FieldType>> = {
  TEXT: 'TEXT',
  TEXTAREA: 'TEXT',
  NUMBER: 'NUMBER',
  SELECTION_LIST: 'SELECTION_LIST',
  RADIO: 'SELECTION_LIST',
  CHECKBOX: 'CHECKBOX',
  DATE: 'DATE',
  TIME: 'TIME',
  MERGE: 'MERGE',
};

const byInputType: Readonly<Record<string, FieldType>> = {
  number: 'NUMBER',
  checkbox: 'CHECKBOX',
  radio: 'SELECTION_LIST',
  date: 'DATE',
  time: 'TIME',
};

const merges: readonly (readonly [MergeName, RegExp])[] = [
  ['patientName', /patient.?s?.?name|姓名/i],
  ['patientId', /patient.?id|mrn|病历号|患者编号/i],
  ['patientSex', /\bsex\b|gender|性别/i],
  ['patientAge', /\bage\b|年龄/i],
  ['birthDate', /birth|出生/i],
  ['accession', /accession|检查号/i],
  ['studyDate', /(study|exam|service).?date|检查日期/i],
  ['studyDescription', /study.?description|procedure|检查项目/i],
  ['institution', /institution|hospital|医院/i],
];

const actions: readonly CompletionAction[] = ['NONE', 'ALERT', 'PROHIBIT'];

function typeOf(element: Element, file: string): FieldType {
  const said = element.getAttribute('data-field-type')?.trim().toUpperCase();
  if (said) {
    const type = types[said];
    if (!type)
      throw new FileFault(file, `field ${element.id || '?'}: data-field-type "${said}" is not known`);
    return type;
  }
  if (element instanceof HTMLSelectElement) return 'SELECTION_LIST';
  return byInputType[element.getAttribute('type') ?? ''] ?? 'TEXT';
}

/** A label that points to it, else what stands in the same row before it, else its name or its title. */
function labelOf(element: Element, root: Element): string {
  const own = [...root.querySelectorAll('label')].find(
    (one) => element.id !== '' && one.htmlFor === element.id,
  );
  const around = element.closest('label');
  const row = element.closest('td')?.previousElementSibling ?? null;
  const said = [textOf(own ?? null), around ? textOf(around) : '', textOf(row)];
  const named = [element.getAttribute('name'), element.getAttribute('title')].map((one) => one?.trim() ?? '');
  return [...said, ...named].find((one) => one !== '') ?? '';
}

/** Headings of the sections inside the outer one that it stands in: "Appendix". */
function groupOf(element: Element, root: Element): string {
  const inner = element.closest('section');
  if (!inner || inner === root) return '';
  return textOf(inner.querySelector('header')) || (inner.getAttribute('data-section-name') ?? '');
}

interface Choices {
  readonly options: readonly FieldOption[];
  readonly chosen: readonly string[];
  readonly free: boolean;
}

function choicesOf(element: Element, root: Element, words: (text: string) => Words): Choices | undefined {
  const option = (value: string, text: string): FieldOption => ({
    id: value || text,
    words: words(text || value),
  });
  const listed = element.getAttribute('list');
  const list = listed ? root.querySelector(`datalist[id="${CSS.escape(listed)}"]`) : null;
  const from = list ?? (element instanceof HTMLSelectElement ? element : null);
  if (from) {
    const all = [...from.querySelectorAll('option')].filter(
      (one) => textOf(one) || one.getAttribute('value'),
    );
    const options = all.map((one) => option(one.getAttribute('value')?.trim() ?? '', textOf(one)));
    const chosen = all.flatMap((one, n) => (one.hasAttribute('selected') ? [options[n].id] : []));
    return { options, chosen, free: list !== null };
  }
  const boxes = [
    ...element.querySelectorAll<HTMLInputElement>('input[type="checkbox"], input[type="radio"]'),
  ];
  if (boxes.length === 0) return undefined;
  const options = boxes.map((box) => option((box.getAttribute('value') ?? '').trim(), besideOf(box)));
  const chosen = boxes.flatMap((box, n) => (box.hasAttribute('checked') ? [options[n].id] : []));
  return { options, chosen, free: false };
}

/** The words after a box, up to the next element. */
function besideOf(box: Element): string {
  const next = box.nextSibling;
  return (next?.nodeType === Node.TEXT_NODE ? (next.textContent ?? '') : '').replace(/\s+/g, ' ').trim();
}

const numberOf = (element: Element, name: string): number | undefined => {
  const text = element.getAttribute(name)?.trim();
  const value = Number(text);
  return text && Number.isFinite(value) ? value : undefined;
};

function fieldOf(element: Element, root: Element, labels: Labels): TemplateField {
  const { language, codes, used, file } = labels;
  const words = (text: string): Words => (text ? { [language]: text } : {});
  const type = typeOf(element, file);
  const id = element.id || element.getAttribute('name') || `field${used.size + 1}`;
  if (used.has(id)) throw new FileFault(file, `field ${id} is there twice`);
  used.add(id);
  const said = element.getAttribute('data-field-completion-action')?.trim().toUpperCase() || 'NONE';
  const action = actions.find((one) => one === said);
  if (!action) throw new FileFault(file, `field ${id}: data-field-completion-action "${said}" is not known`);
  const group = groupOf(element, root).replace(/[:：]\s*$/, '');
  const name = labelOf(element, root).replace(/[:：]\s*$/, '');
  const label = [group, name].filter(Boolean).join(language === 'zh' ? '，' : ', ');
  const choices = choicesOf(element, root, words);
  if (type === 'SELECTION_LIST' && !choices?.options.length)
    throw new FileFault(file, `field ${id}: a list without options`);
  const written =
    element instanceof HTMLTextAreaElement ? element.value : (element.getAttribute('value') ?? '');
  const proposed = choices && choices.chosen.length > 0 ? choices.chosen.join(CHOICES) : written.trim();
  const merging = type === 'MERGE' || element.getAttribute('data-field-merge-flag')?.toLowerCase() === 'true';
  const merge = merging ? merges.find(([, pattern]) => pattern.test(`${id} ${label}`))?.[0] : undefined;
  return {
    id,
    label: words(label),
    type,
    action,
    ...(choices ? { options: choices.options } : {}),
    ...(choices?.free ? { free: true } : {}),
    ...(proposed && !(type === 'CHECKBOX' && !choices) ? { proposed } : {}),
    ...(merge ? { merge } : {}),
    ...(codes.has(id) ? { code: codes.get(id) } : {}),
    ...(element.getAttribute('data-field-units') ? { unit: element.getAttribute('data-field-units')! } : {}),
    ...(numberOf(element, 'min') === undefined ? {} : { min: numberOf(element, 'min') }),
    ...(numberOf(element, 'max') === undefined ? {} : { max: numberOf(element, 'max') }),
  };
}

/** Every field of a section, in the order of the page; what belongs to a wrapped group is not a field of its own. */
export function fieldsOf(section: Element, labels: Labels): readonly TemplateField[] {
  return [...section.querySelectorAll('input, textarea, select, [data-field-type]')]
    .filter((one) => !one.parentElement?.closest('[data-field-type]'))
    .map((one) => fieldOf(one, section, labels));
}
