import {
  both,
  inBoth,
  line,
  missingIn,
  numberIn,
  openResult,
  optionText,
  rowsIn,
  textIn,
  tightPercent,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormResult,
  type NumberField,
  type Option,
  type Row,
} from './form';
import {
  allGone,
  baselineIssues,
  overallResponse,
  sumOf,
  targetResponse,
  type BaselineIssue,
  type NonTarget,
  type Target,
  type TargetResponse,
} from './recist';
import {
  axisOf,
  changeText as change,
  criteria,
  responseCodes,
  sumsOf,
  targetLesion,
  targetTable,
} from './recist-facts';

const kinds: readonly Option[] = [
  { id: 'lesion', text: both('病灶（长径）', 'lesion (longest)') },
  { id: 'node', text: both('淋巴结（短径）', 'node (short axis)') },
];
const nonTargets: readonly Option[] = [
  { id: 'none', text: both('无', 'none') },
  { id: 'CR', text: both('完全消失', 'all gone (CR)') },
  { id: 'nonCrNonPd', text: both('非CR/非PD', 'non-CR/non-PD') },
  { id: 'PD', text: both('明确进展', 'unequivocal progression') },
  { id: 'NE', text: both('不可评价', 'not evaluable') },
];
export const yesNo: readonly Option[] = [
  { id: 'no', text: both('无', 'no') },
  { id: 'yes', text: both('有', 'yes') },
];

/** A length that a table holds; 0 is gone. */
export const lengthColumn = (id: string, label: Both, takes: boolean): NumberField => ({
  kind: 'number',
  id,
  label,
  unit: 'mm',
  least: 0,
  most: 500,
  ...(takes && { takes: 'length' as const }),
});

function fields(answers: Answers): readonly Field[] {
  const follow = textIn(answers, 'exam') === 'followUp';
  const sum = (id: string, zh: string, en: string, needed: boolean): Field => ({
    kind: 'number',
    id,
    label: both(zh, en),
    unit: 'mm',
    least: 0,
    most: 3000,
    ...(!needed && { needed: false as const }),
  });
  const bothExams: readonly Field[] = [
    {
      kind: 'followed',
      id: 'followed',
      label: both('随访对照中的病灶', 'Lesions of the comparison'),
      needed: false,
    },
    {
      kind: 'one',
      id: 'exam',
      label: both('检查', 'Examination'),
      options: [
        { id: 'baseline', text: both('基线', 'baseline') },
        { id: 'followUp', text: both('随访', 'follow-up') },
      ],
    },
    {
      kind: 'rows',
      id: 'targets',
      label: both('靶病灶（最多5个，每器官最多2个）', 'Target lesions (at most 5, 2 in an organ)'),
      noun: both('靶病灶', 'target lesion'),
      most: 10,
      lesions: targetLesion,
      hint: both(
        '消失记0；过小无法测量记5 mm（待确认）',
        'gone: 0; too small to measure: 5 mm (to be confirmed)',
      ),
      columns: [
        { kind: 'text', id: 'name', label: both('部位', 'Site') },
        { kind: 'text', id: 'organ', label: both('器官', 'Organ'), needed: false },
        { kind: 'one', id: 'kind', label: both('类型', 'Kind'), options: kinds },
        ...(follow
          ? [{ ...lengthColumn('before', both('基线', 'Baseline'), false), needed: false as const }]
          : []),
        { ...lengthColumn('now', both('本次', 'Now'), true), concept: axisOf },
      ],
    },
  ];
  if (!follow) return bothExams;
  return [
    ...bothExams,
    ...(baselineOfRows(answers) === undefined
      ? [sum('baselineSum', '基线径线之和', 'Baseline sum', true)]
      : []),
    sum('nadirSum', '既往最小径线之和（含基线）', 'Smallest earlier sum (baseline counts)', true),
    { kind: 'one', id: 'nonTarget', label: both('非靶病灶', 'Non-target lesions'), options: nonTargets },
    { kind: 'one', id: 'fresh', label: both('新病灶', 'New lesions'), options: yesNo },
  ];
}

/** Sum of the rows' baselines; undefined while one has none. */
function baselineOfRows(answers: Answers): number | undefined {
  const rows = rowsIn(answers, 'targets');
  const all = rows.map((row) => row.before);
  return rows.length > 0 && all.every((mm) => typeof mm === 'number')
    ? sumOf(all.map((mm) => ({ mm: mm as number })))
    : undefined;
}

const complete = (row: Row): boolean =>
  typeof row.now === 'number' && typeof row.kind === 'string' && typeof row.name === 'string';

const targetsIn = (answers: Answers): readonly Target[] =>
  rowsIn(answers, 'targets').map((row) => ({
    node: row.kind === 'node',
    mm: Number(row.now),
    organ: typeof row.organ === 'string' ? row.organ : undefined,
  }));

const issues: Readonly<Record<BaselineIssue, Both>> = {
  tooMany: both('靶病灶多于5个', 'More than 5 target lesions'),
  perOrgan: both('同一器官多于2个靶病灶', 'More than 2 target lesions in an organ'),
  lesionSmall: both('有病灶长径小于10 mm，不能作为靶病灶', 'A lesion below 10 mm cannot be a target'),
  nodeSmall: both(
    '有淋巴结短径小于15 mm，不能作为靶病灶',
    'A node with a short axis below 15 mm cannot be a target',
  ),
};
const responses: Readonly<Record<TargetResponse, Both>> = {
  CR: both('完全缓解（CR）', 'complete response (CR)'),
  PR: both('部分缓解（PR）', 'partial response (PR)'),
  SD: both('疾病稳定（SD）', 'stable disease (SD)'),
  PD: both('疾病进展（PD）', 'progressive disease (PD)'),
  NE: both('不可评价（NE）', 'not evaluable (NE)'),
};
export const responseText = (response: TargetResponse): Both => responses[response];

interface Found {
  readonly now: number;
  readonly baseline: number;
  readonly nadir: number;
  readonly target: TargetResponse;
  readonly overall: TargetResponse;
}

function assess(answers: Answers): Found {
  const targets = targetsIn(answers);
  const now = sumOf(targets);
  const baseline = baselineOfRows(answers) ?? numberIn(answers, 'baselineSum')!;
  const nadir = Math.min(baseline, numberIn(answers, 'nadirSum')!);
  const target = targetResponse({ baseline, nadir, now, gone: allGone(targets) });
  const nonTarget = textIn(answers, 'nonTarget') as NonTarget;
  return {
    now,
    baseline,
    nadir,
    target,
    overall: overallResponse(target, nonTarget, answers.fresh === 'yes'),
  };
}

const mmText = (mm: number): string => `${mm.toFixed(1)} mm`;

function result(answers: Answers): FormResult {
  const missing = missingIn(fields(answers), answers);
  const unfilled = rowsIn(answers, 'targets').some((row) => !complete(row));
  if (missing.length > 0 || unfilled)
    return openResult([...new Set([...missing, ...(unfilled ? ['targets'] : [])])]);
  const targets = targetsIn(answers);
  if (textIn(answers, 'exam') === 'baseline') {
    const sum = mmText(sumOf(targets));
    return {
      state: 'given',
      category: both(`基线径线之和 ${sum}`, `baseline sum ${sum}`),
      numbers: sumsOf({ now: sumOf(targets) }),
      coded: [criteria],
      lines: [line(both('靶病灶数', 'Target lesions'), targets.length)],
      missing: [],
      cautions: baselineIssues(targets).map((one) => issues[one]),
      unconfirmed: [],
    };
  }
  const { now, baseline, nadir, target, overall } = assess(answers);
  return {
    state: 'given',
    category: responses[overall],
    code: overall,
    numbers: sumsOf({ now, baseline, nadir }),
    coded: responseCodes(target, textIn(answers, 'nonTarget') as NonTarget, responses[target]),
    lines: [
      line(both('本次径线之和', 'Sum now'), mmText(now)),
      line(both('较基线', 'Against baseline'), change(baseline, now)),
      line(both('较最小值', 'Against nadir'), change(nadir, now)),
      line(both('靶病灶', 'Target lesions'), responses[target]),
    ],
    missing: [],
    cautions: [],
    unconfirmed: targets.some(({ node, mm }) => !node && mm === 5)
      ? [both('过小病灶按5 mm计，待确认', '5 mm for what is too small to measure awaits confirmation')]
      : [],
  };
}

const kindText = (row: Row): Both => optionText(kinds, String(row.kind))!;

export const recistForm: FormDefinition = {
  id: 'recist',
  name: both('RECIST', 'RECIST'),
  version: '1.1',
  source: 'Eisenhauer EA et al., Eur J Cancer 2009;45:228; PMC2752245 table 3',
  about: both('实体瘤疗效评价', 'Response of solid tumours'),
  words: '肿瘤 疗效 zl lx tumour tumor response oncology',
  offered: { modalities: ['CT', 'MR', 'PT'], parts: /chest|abdom|pelvis|body|lung|liver|胸|腹|盆|肺|肝/i },
  noun: both('评价', 'assessment'),
  perStudy: true,
  fields,
  result,
  sentences: (answers, given) => {
    const baselineExam = textIn(answers, 'exam') === 'baseline';
    const open = given.unconfirmed[0];
    const rows = rowsIn(answers, 'targets');
    const sums = baselineExam ? { now: sumOf(targetsIn(answers)) } : assess(answers);
    const days = { baseline: textIn(answers, 'baselineDate'), now: textIn(answers, 'date') };
    const table = targetTable(rows, kindText, sums, days);
    const findings = inBoth((l) => {
      const zh = l === 'zh';
      const count = rows.length;
      if (baselineExam)
        return zh
          ? `RECIST 1.1基线评价，靶病灶${count}个（见表）：${given.category!.zh}。`
          : `RECIST 1.1 baseline, ${count === 1 ? '1 target lesion' : `${count} target lesions`} (see table): ${given.category!.en}.`;
      const { now, baseline, nadir } = assess(answers);
      const remark = open ? (zh ? `（${open.zh}）` : ` (${open.en})`) : '';
      return zh
        ? tightPercent(
            `RECIST 1.1靶病灶${count}个（见表）：径线之和${mmText(now)}，较基线${mmText(baseline)}变化${change(baseline, now)}，较最小值${mmText(nadir)}变化${change(nadir, now)}${remark}。`,
          )
        : `RECIST 1.1, ${count === 1 ? '1 target lesion' : `${count} target lesions`} (see table): sum ${mmText(now)}, ${change(baseline, now)} against the baseline of ${mmText(baseline)}, ${change(nadir, now)} against the nadir of ${mmText(nadir)}${remark}.`;
    });
    if (baselineExam) return [{ section: 'findings', text: findings, table }];
    const { target, overall } = assess(answers);
    const non = optionText(nonTargets, textIn(answers, 'nonTarget'))!;
    const fresh = answers.fresh === 'yes';
    return [
      { section: 'findings', text: findings, table },
      {
        section: 'impression',
        text: both(
          `RECIST 1.1疗效评价：${responses[overall].zh}（靶病灶${target}；非靶病灶：${non.zh}；${fresh ? '有' : '无'}新病灶）。`,
          `RECIST 1.1: ${responses[overall].en} (target lesions ${target}; non-target lesions: ${non.en}; ${fresh ? 'new lesions' : 'no new lesions'}).`,
        ),
      },
    ];
  },
};
