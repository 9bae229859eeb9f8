/**
 * Adrenal washout: an unenhanced lesion of 10 HU and less is a lipid-rich adenoma; else absolute washout of 60 % or
 * relative washout of 40 % and more speaks for an adenoma (portal venous phase 60 to 75 s, delayed phase 15 min).
 */
import {
  both,
  capital,
  inBoth,
  line,
  missingIn,
  numberIn,
  openResult,
  optionText,
  sides,
  textIn,
  tightPercent,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormNumber,
  type FormResult,
  type ResultLine,
} from './form';

export interface WashoutHu {
  /** Mean HU of the lesion unenhanced, in the portal venous phase, and delayed. */
  readonly unenhanced?: number;
  readonly enhanced?: number;
  readonly delayed?: number;
}

/** Per cent; undefined where a phase is missing or the lesion did not enhance (enhanced at or below what it falls from). */
export function washout({ unenhanced: u, enhanced: e, delayed: d }: WashoutHu): {
  readonly absolute?: number;
  readonly relative?: number;
} {
  if (e === undefined || d === undefined) return {};
  const rises = u === undefined || e > u;
  return {
    ...(u !== undefined && e > u && { absolute: ((e - d) / (e - u)) * 100 }),
    ...(rises && e > 0 && { relative: ((e - d) / e) * 100 }),
  };
}

export type AdrenalVerdict = 'lipidRich' | 'adenoma' | 'notAdenoma' | 'undefined';

/** Compared to 0.1 %, as it is printed; undefined while a phase that decides is missing. */
export function adrenalVerdict(hu: WashoutHu): AdrenalVerdict | undefined {
  if (hu.unenhanced !== undefined && hu.unenhanced <= 10) return 'lipidRich';
  if (hu.enhanced === undefined || hu.delayed === undefined) return undefined;
  const { absolute, relative } = washout(hu);
  if (relative === undefined) return 'undefined';
  const reaches = (percent: number, limit: number): boolean => Number(percent.toFixed(1)) >= limit;
  // With an unenhanced phase the absolute washout decides; it knows what the lesion started from.
  if (absolute !== undefined) return reaches(absolute, 60) ? 'adenoma' : 'notAdenoma';
  return reaches(relative, 40) ? 'adenoma' : 'notAdenoma';
}

const huField = (id: 'unenhanced' | 'enhanced' | 'delayed', zh: string, en: string): Field => ({
  kind: 'number',
  id,
  label: both(zh, en),
  unit: 'HU',
  least: -200,
  most: 1000,
  takes: 'meanHu',
});

const phases: Field = {
  kind: 'one',
  id: 'phases',
  label: both('已扫描期相', 'Phases that were scanned'),
  options: [
    { id: 'all', text: both('平扫、增强与延迟', 'unenhanced, enhanced, delayed') },
    { id: 'noPlain', text: both('增强与延迟', 'enhanced and delayed') },
    { id: 'plain', text: both('仅平扫', 'unenhanced only') },
  ],
};

const timing: Field = {
  kind: 'one',
  id: 'timing',
  label: both('时相', 'Timing'),
  options: [
    { id: 'standard', text: both('门脉期60–75 s，延迟15 min', '60 to 75 s and 15 min') },
    { id: 'other', text: both('其他时间', 'other times') },
  ],
};

/** The lesion's values as far as its phases were scanned. */
function huIn(answers: Answers): WashoutHu {
  const said = textIn(answers, 'phases');
  const read = (id: string, scanned: boolean) => (scanned ? numberIn(answers, id) : undefined);
  return {
    unenhanced: read('unenhanced', said !== 'noPlain'),
    enhanced: read('enhanced', said !== 'plain'),
    delayed: read('delayed', said !== 'plain'),
  };
}

function fields(answers: Answers): readonly Field[] {
  const said = textIn(answers, 'phases');
  const stops = (huIn(answers).unenhanced ?? Infinity) <= 10;
  const more = (field: Field): Field => (stops ? { ...field, needed: false } : field);
  return [
    { kind: 'one', id: 'side', label: both('侧别', 'Side'), options: sides },
    phases,
    ...(said === 'noPlain' || !said ? [] : [huField('unenhanced', '平扫CT值', 'Unenhanced')]),
    ...(said === 'plain' || !said
      ? []
      : [
          more(huField('enhanced', '门脉期CT值', 'Portal venous')),
          more(huField('delayed', '延迟期CT值', 'Delayed')),
          more(timing),
        ]),
  ];
}

const verdicts = {
  lipidRich: both('符合富脂性腺瘤（平扫≤10 HU）', 'lipid-rich adenoma (unenhanced ≤ 10 HU)'),
  adenoma: both('廓清率达到腺瘤标准', 'washout as of an adenoma'),
  notAdenoma: both('廓清率未达腺瘤标准', 'washout below that of an adenoma'),
  undefined: both('未强化，廓清率无意义', 'no enhancement, washout has no value'),
  indeterminate: both('平扫>10 HU，不能定性', 'unenhanced > 10 HU, indeterminate'),
} as const;

const percent = (value: number): string => `${value.toFixed(1)} %`;

const washoutNumber = (id: string, label: Both, value: number | undefined): readonly FormNumber[] =>
  value === undefined ? [] : [{ id, label, value: Number(value.toFixed(1)), unit: '%' }];

function percents(answers: Answers): readonly ResultLine[] {
  const { absolute, relative } = washout(huIn(answers));
  return [
    ...(absolute === undefined ? [] : [line(both('绝对廓清率', 'absolute washout'), percent(absolute))]),
    ...(relative === undefined ? [] : [line(both('相对廓清率', 'relative washout'), percent(relative))]),
  ];
}

function result(answers: Answers): FormResult {
  const missing = missingIn(fields(answers), answers);
  if (missing.length > 0) return openResult(missing);
  const plain = textIn(answers, 'phases') === 'plain';
  const verdict = adrenalVerdict(huIn(answers)) ?? (plain ? 'indeterminate' : 'undefined');
  const { absolute, relative } = washout(huIn(answers));
  const other = textIn(answers, 'timing') === 'other' && verdict !== 'lipidRich' && !plain;
  return {
    state: 'given',
    category: verdicts[verdict],
    code: verdict,
    numbers: [
      ...washoutNumber('absolute', both('绝对廓清率', 'Absolute washout'), absolute),
      ...washoutNumber('relative', both('相对廓清率', 'Relative washout'), relative),
    ],
    lines: percents(answers),
    missing: [],
    cautions: other
      ? [
          both(
            '界值适用于门脉期60–75 s与延迟15 min，其他时间不可直接套用',
            'the limits hold for 60 to 75 s and 15 min, not for other times',
          ),
        ]
      : [],
    unconfirmed: [],
  };
}

export const adrenalWashoutForm: FormDefinition = {
  id: 'adrenalWashout',
  name: both('肾上腺廓清率', 'Adrenal washout'),
  version: '60–75 s / 15 min',
  source: 'Caoili EM et al., Radiology 2002;222:629; specification section 13',
  about: both('肾上腺结节（CT）', 'Adrenal nodule on CT'),
  words: '肾上腺 ssx adrenal abdomen 腹 腺瘤 adenoma washout',
  offered: { modalities: ['CT'], parts: /abdom|adrenal|kidney|renal|腹|肾/i },
  noun: both('结节', 'nodule'),
  fields,
  result,
  sentences: (answers, given, label) => {
    const side = optionText(sides, textIn(answers, 'side'))!;
    const { unenhanced: u, enhanced: e, delayed: d } = huIn(answers);
    const said = [
      ...(u === undefined ? [] : [both(`平扫${u} HU`, `unenhanced ${u} HU`)]),
      ...(e === undefined ? [] : [both(`门脉期${e} HU`, `portal venous ${e} HU`)]),
      ...(d === undefined ? [] : [both(`延迟期${d} HU`, `delayed ${d} HU`)]),
      ...percents(answers).map((one) =>
        both(`${one.label.zh}${tightPercent(one.text.zh)}`, `${one.label.en} ${one.text.en}`),
      ),
    ].map((one) => both(one.zh.replaceAll('-', '\u2212'), one.en.replaceAll('-', '\u2212')));
    const caution = given.cautions[0];
    return [
      {
        section: 'findings',
        text: inBoth((l) =>
          l === 'zh'
            ? `${side.zh}肾上腺${label.zh}：${said.map((one) => one.zh).join('，')}${caution ? `（${caution.zh}）` : ''}。`
            : `${capital(side.en)} adrenal ${label.en}: ${said.map((one) => one.en).join(', ')}${caution ? ` (${caution.en})` : ''}.`,
        ),
      },
      {
        section: 'impression',
        text: both(
          `${side.zh}肾上腺${label.zh}：${given.category!.zh}。`,
          `${capital(side.en)} adrenal ${label.en}: ${given.category!.en}.`,
        ),
      },
    ];
  },
};
