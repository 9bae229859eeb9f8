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
  type Field,
  type FormDefinition,
  type FormResult,
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
    columns: [{ kind: 'text', id: 'name', label: both('部位', 'Site') }, ...columns],
  },
  { kind: 'one', id: 'fresh', label: both('新病灶', 'New lesions'), options: yesNo },
];

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
          const rows = rowsIn(answers, 'lesions').map(
            (row) => `${row.name} ${row.long0} × ${row.short0} → ${row.long} × ${row.short} mm`,
          );
          const sums = `${before.toFixed(0)} → ${now.toFixed(0)} mm²`;
          return l === 'zh'
            ? tightPercent(`WHO疗效标准：${rows.join('；')}；乘积和${sums}（${percent(change)}）。`)
            : `WHO criteria: ${rows.join('; ')}; sum of products ${sums} (${percent(change)}).`;
        }),
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
