import type { TableOf } from '../../report-facts';
import {
  both,
  inBoth,
  line,
  missingIn,
  openResult,
  rowsIn,
  textIn,
  tightPercent,
  type Answers,
  type Both,
  type Field,
  type FormCoded,
  type FormDefinition,
  type FormResult,
  type Row,
} from './form';
import { whoResponse, type Bidimensional } from './recist';
import { lengthColumn, responseText, yesNo } from './recist-form';

const columns = [
  lengthColumn('long0', both('基线长径', 'Baseline, longest'), false),
  lengthColumn('short0', both('基线垂直径', 'Baseline, perpendicular'), false),
  lengthColumn('long', both('本次长径', 'Now, longest'), true),
  lengthColumn('short', both('本次垂直径', 'Now, perpendicular'), true),
];
const fields: readonly Field[] = [
  {
    kind: 'rows',
    id: 'lesions',
    label: both('病灶', 'Lesions'),
    noun: both('病灶', 'lesion'),
    most: 20,
    lesions: { value: '52988006', scheme: 'SCT', meaning: 'Lesion' },
    columns: [{ kind: 'text', id: 'name', label: both('部位', 'Site') }, ...columns],
  },
  { kind: 'one', id: 'fresh', label: both('新病灶', 'New lesions'), options: yesNo },
];

const criteria: FormCoded = {
  id: 'criteria',
  label: both('评价标准', 'Response criteria'),
  option: 'WHO',
  text: both('WHO', 'WHO'),
  concept: { value: '112021', scheme: 'DCM', meaning: 'Response Evaluation Method' },
  code: { value: '112029', scheme: 'DCM', meaning: 'WHO' },
};
const tenth = (value: number): number => Number(value.toFixed(1));
const plain = (text: string): Both => both(text, text);

/** A line a lesion with its diameters and their products, and the sums of these. */
function table(answers: Answers): TableOf<Both> {
  const { before, now, change } = found(answers)!;
  const figures = (row: Row, a: string, b: string): Both =>
    plain(`${Number(row[a]).toFixed(1)} × ${Number(row[b]).toFixed(1)}`);
  const area = (row: Row, a: string, b: string): Both => plain((Number(row[a]) * Number(row[b])).toFixed(0));
  return {
    caption: both('WHO疗效标准', 'WHO criteria'),
    head: [
      plain('#'),
      both('部位', 'Site'),
      both('基线 mm', 'Baseline mm'),
      both('乘积 mm²', 'Product mm²'),
      both('本次 mm', 'Now mm'),
      both('乘积 mm²', 'Product mm²'),
    ],
    rows: rowsIn(answers, 'lesions').map((row, n) => [
      plain(String(n + 1)),
      plain(String(row.name)),
      figures(row, 'long0', 'short0'),
      area(row, 'long0', 'short0'),
      figures(row, 'long', 'short'),
      area(row, 'long', 'short'),
    ]),
    foot: [
      [
        plain(''),
        both(`乘积和（${tightPercent(percent(change))}）`, `Sum of products (${percent(change)})`),
        plain(''),
        plain(before.toFixed(0)),
        plain(''),
        plain(now.toFixed(0)),
      ],
    ],
    figures: [0, 2, 3, 4, 5],
  };
}

const lesionsIn = (answers: Answers): readonly Bidimensional[] =>
  rowsIn(answers, 'lesions').map((row) => ({
    before: [Number(row.long0), Number(row.short0)],
    now: [Number(row.long), Number(row.short)],
  }));

const percent = (change: number): string =>
  `${change < 0 ? '\u2212' : '+'}${Math.abs(100 * change).toFixed(0)} %`;

const found = (answers: Answers) => whoResponse(lesionsIn(answers), textIn(answers, 'fresh') === 'yes');

function result(answers: Answers): FormResult {
  const missing = missingIn(fields, answers);
  const unfilled = rowsIn(answers, 'lesions').some((row) =>
    ['name', ...columns.map((one) => one.id)].some((id) => row[id] === undefined),
  );
  const response = missing.length > 0 || unfilled ? undefined : found(answers);
  if (!response)
    return openResult([
      ...new Set([...missing, ...(missing.includes('fresh') && !unfilled ? [] : ['lesions'])]),
    ]);
  return {
    state: 'given',
    category: responseText(response.response),
    code: response.response,
    coded: [criteria],
    numbers: [
      {
        id: 'sum before',
        label: both('基线乘积和', 'Sum of products, baseline'),
        value: tenth(response.before),
        unit: 'mm2',
      },
      {
        id: 'sum now',
        label: both('本次乘积和', 'Sum of products, now'),
        value: tenth(response.now),
        unit: 'mm2',
      },
      { id: 'change', label: both('变化', 'Change'), value: tenth(100 * response.change), unit: '%' },
    ],
    lines: [
      line(both('基线乘积和', 'Baseline sum of products'), `${response.before.toFixed(0)} mm²`),
      line(both('本次乘积和', 'Sum of products now'), `${response.now.toFixed(0)} mm²`),
      line(both('变化', 'Change'), percent(response.change)),
    ],
    missing: [],
    cautions: [],
    unconfirmed: [],
  };
}

export const whoForm: FormDefinition = {
  id: 'who',
  name: both('WHO疗效标准', 'WHO response criteria'),
  version: '1981',
  source: 'Miller AB et al., Cancer 1981;47:207; PMC2752245',
  about: both('双径乘积疗效评价', 'Response by two diameters'),
  words: '肿瘤 疗效 who tumour tumor response',
  offered: { modalities: [], parts: /$^/ },
  noun: both('评价', 'assessment'),
  perStudy: true,
  fields: () => fields,
  result,
  sentences: (answers) => {
    const { before, now, change, response } = found(answers)!;
    return [
      {
        section: 'findings',
        text: inBoth((l) => {
          const sums = `${before.toFixed(0)} → ${now.toFixed(0)} mm²`;
          return l === 'zh'
            ? tightPercent(`WHO疗效标准（见表）：乘积和${sums}（${percent(change)}）。`)
            : `WHO criteria (see table): sum of products ${sums} (${percent(change)}).`;
        }),
        table: table(answers),
      },
      {
        section: 'impression',
        text: both(
          `WHO疗效评价：${responseText(response).zh}。`,
          `WHO criteria: ${responseText(response).en}.`,
        ),
      },
    ];
  },
};
