/**
 * ACR TI-RADS 2017 (Tessler, J Am Coll Radiol 2017;14:587; CDE RDES152): points of five groups make the level; the
 * level and the largest diameter make the recommendation. A spongiform nodule is TR1 whatever else is seen.
 */
import { at, undated, type DueStep } from '../../follow-up/step';
import {
  both,
  capital,
  inBoth,
  line,
  listIn,
  missingIn,
  numberIn,
  openResult,
  optionText,
  scored,
  textIn,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormResult,
  type Option,
} from './form';
import {
  adviceSentences,
  largestMm,
  placeText,
  siteFields,
  sizeFields,
  sizeText,
  thyroidGrowth,
  thyroidNoun,
  thyroidOffered,
} from './thyroid';

const groups = {
  composition: [
    scored('cystic', 0, '囊性或几乎完全囊性', 'cystic or almost completely cystic'),
    scored('spongiform', 0, '海绵样', 'spongiform'),
    scored('mixed', 1, '囊实混合性', 'mixed cystic and solid'),
    scored('solid', 2, '实性或几乎完全实性', 'solid or almost completely solid'),
    scored('undetermined', 2, '因钙化无法判断成分', 'composition undetermined because of calcification'),
  ],
  echogenicity: [
    scored('anechoic', 0, '无回声', 'anechoic'),
    scored('hyper', 1, '高回声', 'hyperechoic'),
    scored('iso', 1, '等回声', 'isoechoic'),
    scored('hypo', 2, '低回声', 'hypoechoic'),
    scored('veryHypo', 3, '极低回声', 'very hypoechoic'),
    scored('undetermined', 1, '回声无法判断', 'echogenicity undetermined'),
  ],
  shape: [
    scored('wider', 0, '宽大于高', 'wider than tall'),
    scored('taller', 3, '高大于宽', 'taller than wide'),
  ],
  margin: [
    scored('smooth', 0, '边缘光滑', 'smooth margin'),
    scored('illDefined', 0, '边界不清', 'ill-defined margin'),
    scored('irregular', 2, '边缘分叶或不规则', 'lobulated or irregular margin'),
    scored('extrathyroidal', 3, '甲状腺外侵犯', 'extrathyroidal extension'),
  ],
  foci: [
    scored('none', 0, '无局灶强回声', 'no echogenic foci'),
    scored('comet', 0, '大彗星尾', 'large comet-tail artefacts'),
    scored('macro', 1, '粗大钙化', 'macrocalcifications'),
    scored('rim', 2, '边缘（环状）钙化', 'peripheral (rim) calcifications'),
    scored('punctate', 3, '点状强回声', 'punctate echogenic foci'),
  ],
} as const satisfies Record<string, readonly Option[]>;

export type TiRadsGroup = keyof typeof groups;
const labels: Readonly<Record<TiRadsGroup, Both>> = {
  composition: both('成分', 'Composition'),
  echogenicity: both('回声', 'Echogenicity'),
  shape: both('形状', 'Shape'),
  margin: both('边缘', 'Margin'),
  foci: both('局灶强回声', 'Echogenic foci'),
};

export interface TiRadsNodule {
  readonly composition?: string;
  readonly echogenicity?: string;
  readonly shape?: string;
  readonly margin?: string;
  /** Every kind that is seen, or `none`. */
  readonly foci?: readonly string[];
}

export type TiRadsLevel = 1 | 2 | 3 | 4 | 5;

const pointsOf = (group: TiRadsGroup, id: string | undefined): number | undefined =>
  (groups[group] as readonly Option[]).find((one) => one.id === id)?.points;

/** Points and level; undefined while a group is unanswered. A spongiform nodule needs no other group. */
export function acrTiRads(
  n: TiRadsNodule,
): { readonly points: number; readonly level: TiRadsLevel } | undefined {
  if (n.composition === 'spongiform') return { points: 0, level: 1 };
  const foci = n.foci?.map((id) => pointsOf('foci', id)) ?? [];
  const parts = [
    pointsOf('composition', n.composition),
    pointsOf('echogenicity', n.echogenicity),
    pointsOf('shape', n.shape),
    pointsOf('margin', n.margin),
    ...(foci.length > 0 ? foci : [undefined]),
  ];
  let points = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    points += part;
  }
  const level = points <= 1 ? 1 : points === 2 ? 2 : points === 3 ? 3 : points <= 6 ? 4 : 5;
  return { points, level };
}

export type TiRadsAdvice = 'none' | 'fna' | 'follow';

/** mm from which biopsy and follow-up are recommended; nothing for TR1 and TR2. */
const thresholds: Readonly<Partial<Record<TiRadsLevel, { readonly fna: number; readonly follow: number }>>> =
  {
    3: { fna: 25, follow: 15 },
    4: { fna: 15, follow: 10 },
    5: { fna: 10, follow: 5 },
  };

/** By level and largest diameter in mm to 0.1; undefined when the diameter is needed and not known. */
export function acrAdvice(level: TiRadsLevel, mm: number | undefined): TiRadsAdvice | undefined {
  const limit = thresholds[level];
  if (!limit) return 'none';
  if (mm === undefined) return undefined;
  if (mm >= limit.fna) return 'fna';
  return mm >= limit.follow ? 'follow' : 'none';
}

const names: Readonly<Record<TiRadsLevel, Both>> = {
  1: both('良性', 'benign'),
  2: both('不怀疑恶性', 'not suspicious'),
  3: both('轻度可疑', 'mildly suspicious'),
  4: both('中度可疑', 'moderately suspicious'),
  5: both('高度可疑', 'highly suspicious'),
};
/** Malignancy in the ACR's data, per cent. */
const risks: Readonly<Record<TiRadsLevel, string>> = { 1: '0.3', 2: '1.5', 3: '4.8', 4: '9.1', 5: '35' };
const years: Readonly<Partial<Record<TiRadsLevel, Both>>> = {
  3: both('第1、3、5年', 'at 1, 3 and 5 years'),
  4: both('第1、2、3、5年', 'at 1, 2, 3 and 5 years'),
  5: both('每年一次，至第5年', 'every year for 5 years'),
};

/** Months after this examination; a biopsy has no date. */
const followUps: Readonly<Partial<Record<TiRadsLevel, readonly number[]>>> = {
  3: [12, 36, 60],
  4: [12, 24, 36, 60],
  5: [12, 24, 36, 48, 60],
};
function asksOf(level: TiRadsLevel, advice: TiRadsAdvice): readonly DueStep[] {
  if (advice === 'fna') return [undated('fna')];
  return advice === 'follow' ? followUps[level]!.map((months) => at('thyroidUs', months)) : [];
}

function adviceText(level: TiRadsLevel, advice: TiRadsAdvice): Both {
  const limit = thresholds[level];
  if (advice === 'fna')
    return both(
      `细针穿刺活检（最大径≥${limit!.fna / 10} cm）`,
      `fine-needle aspiration (largest diameter ≥ ${limit!.fna / 10} cm)`,
    );
  if (advice === 'follow')
    return both(
      `超声随访：${years[level]!.zh}（最大径≥${limit!.follow / 10} cm）`,
      `follow-up ultrasound ${years[level]!.en} (largest diameter ≥ ${limit!.follow / 10} cm)`,
    );
  return both('不需穿刺，不需随访', 'no aspiration and no follow-up');
}

const nodule = (answers: Answers): TiRadsNodule => ({
  composition: textIn(answers, 'composition'),
  echogenicity: textIn(answers, 'echogenicity'),
  shape: textIn(answers, 'shape'),
  margin: textIn(answers, 'margin'),
  foci: listIn(answers, 'foci'),
});

const priorField = (n: 1 | 2 | 3): Field => ({
  kind: 'number',
  id: `prior${n}`,
  label: both(`既往径线${n}`, `Earlier diameter ${n}`),
  unit: 'mm',
  least: 0.1,
  most: 200,
  needed: false,
});

function fields(answers: Answers): readonly Field[] {
  const one = (id: Exclude<TiRadsGroup, 'foci'>): Field => ({
    kind: 'one',
    id,
    label: labels[id],
    options: groups[id],
  });
  const spongiform = answers.composition === 'spongiform';
  return [
    one('composition'),
    ...(spongiform
      ? []
      : [
          one('echogenicity'),
          one('shape'),
          one('margin'),
          {
            kind: 'many',
            id: 'foci',
            label: labels.foci,
            options: groups.foci,
            none: 'none',
            hint: both('可多选，分数相加', 'all that apply; points add up'),
          } as const,
        ]),
    ...sizeFields,
    ...siteFields(answers),
    priorField(1),
    priorField(2),
    priorField(3),
  ];
}

const growthIn = (answers: Answers): boolean | undefined => {
  const read = (ids: readonly string[]) => ({ diameters: ids.flatMap((id) => numberIn(answers, id) ?? []) });
  return thyroidGrowth(read(['prior1', 'prior2', 'prior3']), read(['longest', 'second', 'third']));
};

const growthText = (grown: boolean): Both =>
  grown
    ? both('较前明显增大', 'significant enlargement since the earlier examination')
    : both('较前无明显增大', 'no significant enlargement since the earlier examination');

function result(answers: Answers): FormResult {
  const found = acrTiRads(nodule(answers));
  if (!found) return openResult(missingIn(fields(answers), answers));
  const { points, level } = found;
  const advice = acrAdvice(level, largestMm(answers));
  const grown = growthIn(answers);
  return {
    state: 'given',
    code: `TR${level}`,
    numbers: [{ id: 'points', label: both('总分', 'Points'), value: points, unit: '1' }],
    category: both(`TR${level}（${names[level].zh}）`, `TR${level} (${names[level].en})`),
    lines: [
      line(both('总分', 'Points'), points),
      line(both('恶性风险', 'Risk of malignancy'), `${risks[level]} %`),
      ...(grown === undefined ? [] : [line(both('变化', 'Change'), growthText(grown))]),
    ],
    ...(advice && { advice: adviceText(level, advice), asks: asksOf(level, advice) }),
    missing: advice ? [] : ['longest'],
    cautions: [],
    unconfirmed: thresholds[level]
      ? [
          both(
            '大小界值按“≥”计，随访界值待医师确认',
            'size limits are taken as "at least", and those of follow-up await confirmation',
          ),
        ]
      : [],
  };
}

function descriptors(answers: Answers): Both {
  const n = nodule(answers);
  const said = (['composition', 'echogenicity', 'shape', 'margin'] as const).flatMap(
    (group) =>
      (n.composition === 'spongiform' && group !== 'composition'
        ? []
        : optionText(groups[group], n[group])) ?? [],
  );
  const foci =
    n.composition === 'spongiform' ? [] : (n.foci ?? []).flatMap((id) => optionText(groups.foci, id) ?? []);
  return inBoth((language) =>
    [...said, ...foci].map((one) => one[language]).join(language === 'zh' ? '，' : ', '),
  );
}

export const acrTiRadsForm: FormDefinition = {
  id: 'acrTiRads',
  name: both('ACR TI-RADS', 'ACR TI-RADS'),
  version: '2017',
  source: 'Tessler FN et al., J Am Coll Radiol 2017;14:587; CDE RDES152',
  about: both('甲状腺结节（超声）', 'Thyroid nodule on ultrasound'),
  words: '甲状腺 jzx thyroid tirads',
  offered: thyroidOffered,
  noun: thyroidNoun,
  fields,
  result,
  sentences: (answers, given, label) => {
    const place = placeText(answers, label);
    const size = sizeText(answers);
    const grown = growthIn(answers);
    const points = acrTiRads(nodule(answers))!.points;
    const said = descriptors(answers);
    const change = grown === undefined ? undefined : growthText(grown);
    return [
      {
        section: 'findings',
        text: inBoth((l) =>
          l === 'zh'
            ? `${place.zh}：${size ? `大小${size}，` : ''}${said.zh}${change ? `，${change.zh}` : ''}；ACR TI-RADS 2017 ${points}分，${given.category!.zh}。`
            : `${capital(place.en)}: ${size ? `${size}, ` : ''}${said.en}${change ? `, ${change.en}` : ''}; ACR TI-RADS 2017 ${points === 1 ? '1 point' : `${points} points`}, ${given.category!.en}.`,
        ),
      },
      {
        section: 'impression',
        text: both(
          `${place.zh}，ACR TI-RADS 2017：${given.category!.zh}。`,
          `${capital(place.en)}: ACR TI-RADS 2017 ${given.category!.en}.`,
        ),
      },
      ...adviceSentences('ACR TI-RADS 2017', place, given),
    ];
  },
};
