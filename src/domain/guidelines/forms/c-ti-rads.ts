/**
 * C-TIRADS 2020 (Chinese Medical Association; PMC9492922 table 4): one point for each suspicious feature, one less for
 * comet-tail artefacts. Categories 1 (no nodule) and 6 (proven by pathology) are the reader's word, never a count.
 */
import { undated } from '../../follow-up/step';
import {
  both,
  capital,
  inBoth,
  line,
  listIn,
  missingIn,
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
  thyroidNoun,
  thyroidOffered,
} from './thyroid';

const groups = {
  orientation: [
    scored('horizontal', 0, '水平位', 'horizontal orientation'),
    scored('vertical', 1, '垂直位', 'vertical orientation'),
  ],
  composition: [
    scored('solid', 1, '实性', 'solid'),
    scored('notSolid', 0, '非实性（囊实性、囊性或海绵样）', 'not solid (part cystic, cystic or spongiform)'),
  ],
  echogenicity: [
    scored('other', 0, '非极低回声', 'not markedly hypoechoic'),
    scored('markedHypo', 1, '极低回声', 'markedly hypoechoic'),
  ],
  margin: [
    scored('circumscribed', 0, '边缘清晰', 'circumscribed margin'),
    scored('illDefined', 1, '边缘模糊', 'ill-defined margin'),
    scored('irregular', 1, '边缘不规则', 'irregular margin'),
    scored('extrathyroidal', 1, '甲状腺外侵犯', 'extrathyroidal extension'),
  ],
  foci: [
    scored('none', 0, '无微钙化与彗星尾', 'no microcalcification and no comet-tail artefact'),
    scored('micro', 1, '微钙化', 'microcalcifications'),
    scored('comet', -1, '彗星尾伪像', 'comet-tail artefacts'),
    scored('other', 0, '其他强回声', 'other echogenic foci'),
  ],
} as const satisfies Record<string, readonly Option[]>;

type Group = keyof typeof groups;
const labels: Readonly<Record<Group, Both>> = {
  orientation: both('方位', 'Orientation'),
  composition: both('成分', 'Composition'),
  echogenicity: both('回声', 'Echogenicity'),
  margin: both('边缘', 'Margin'),
  foci: both('局灶强回声', 'Echogenic foci'),
};

const nearby: readonly Option[] = [
  { id: 'none', text: both('均无', 'none of these') },
  { id: 'multifocal', text: both('多灶', 'multifocal') },
  { id: 'subcapsular', text: both('紧邻被膜', 'subcapsular') },
  { id: 'trachea', text: both('紧邻气管', 'next to the trachea') },
  { id: 'nerve', text: both('紧邻喉返神经', 'next to the recurrent laryngeal nerve') },
];

const special: readonly Option[] = [
  { id: 'noNodule', text: both('无结节（1类）', 'no nodule (1)') },
  { id: 'proven', text: both('病理证实恶性（6类）', 'malignant by pathology (6)') },
];

export interface CTiRadsNodule {
  readonly orientation?: string;
  readonly composition?: string;
  readonly echogenicity?: string;
  readonly margin?: string;
  readonly foci?: readonly string[];
}

export type CTiRadsCategory = '1' | '2' | '3' | '4A' | '4B' | '4C' | '5' | '6';

const byScore: readonly CTiRadsCategory[] = ['2', '3', '4A', '4B', '4C', '4C', '5'];

/** Score (-1 to 5) and category; undefined while a group is unanswered. */
export function cTiRads(
  n: CTiRadsNodule,
): { readonly score: number; readonly category: CTiRadsCategory } | undefined {
  const ids = [n.orientation, n.composition, n.echogenicity, n.margin];
  const points = (['orientation', 'composition', 'echogenicity', 'margin'] as const).map(
    (group, at) => (groups[group] as readonly Option[]).find((one) => one.id === ids[at])?.points,
  );
  const foci = (n.foci ?? []).map((id) => groups.foci.find((one) => one.id === id)?.points);
  if (foci.length === 0) return undefined;
  let score = 0;
  for (const part of [...points, ...foci]) {
    if (part === undefined) return undefined;
    score += part;
  }
  return { score, category: byScore[score + 1] };
}

const risks: Readonly<Record<CTiRadsCategory, string>> = {
  '1': '0 %',
  '2': '0 %',
  '3': '<2 %',
  '4A': '2–10 %',
  '4B': '10–50 %',
  '4C': '50–90 %',
  '5': '>90 %',
  '6': '—',
};

export type CTiRadsAdvice = 'fna' | 'fnaNearby' | 'none';

/** Biopsy by category and largest diameter (mm to 0.1); undefined when one that decides is not known. */
export function cTiRadsAdvice(
  category: CTiRadsCategory,
  mm: number | undefined,
  near: readonly string[],
): CTiRadsAdvice | undefined {
  if (!/^(4|5)/.test(category)) return 'none';
  if (mm === undefined) return undefined;
  if (category === '4A') return mm >= 15 ? 'fna' : 'none';
  if (mm >= 10) return 'fna';
  if (mm <= 5) return 'none';
  if (near.length === 0) return undefined;
  return near.includes('none') ? 'none' : 'fnaNearby';
}

const nodule = (answers: Answers): CTiRadsNodule => ({
  orientation: textIn(answers, 'orientation'),
  composition: textIn(answers, 'composition'),
  echogenicity: textIn(answers, 'echogenicity'),
  margin: textIn(answers, 'margin'),
  foci: listIn(answers, 'foci'),
});

const specialField: Field = {
  kind: 'one',
  id: 'special',
  label: both('特殊情况', 'Special cases'),
  options: special,
  needed: false,
};

function fields(answers: Answers): readonly Field[] {
  const said = textIn(answers, 'special');
  if (said === 'noNodule') return [specialField];
  const one = (id: Exclude<Group, 'foci'>): Field => ({
    kind: 'one',
    id,
    label: labels[id],
    options: groups[id],
    ...(said && { needed: false as const }),
  });
  return [
    one('orientation'),
    one('composition'),
    one('echogenicity'),
    one('margin'),
    {
      kind: 'many',
      id: 'foci',
      label: labels.foci,
      options: groups.foci,
      none: 'none',
      ...(said && { needed: false as const }),
    },
    ...sizeFields,
    {
      kind: 'many',
      id: 'nearby',
      label: both('其他因素', 'Other circumstances'),
      options: nearby,
      none: 'none',
      needed: false,
    },
    ...siteFields(answers),
    specialField,
  ];
}

function result(answers: Answers): FormResult {
  const said = textIn(answers, 'special');
  const found = said ? undefined : cTiRads(nodule(answers));
  if (!said && !found) return openResult(missingIn(fields(answers), answers));
  const category: CTiRadsCategory = said === 'noNodule' ? '1' : said ? '6' : found!.category;
  const mm = largestMm(answers);
  const advice = cTiRadsAdvice(category, mm, listIn(answers, 'nearby'));
  const texts: Readonly<Record<CTiRadsAdvice, Both>> = {
    fna: both(
      `细针穿刺活检（最大径≥${category === '4A' ? '1.5' : '1.0'} cm）`,
      `fine-needle aspiration (largest diameter ≥ ${category === '4A' ? '1.5' : '1.0'} cm)`,
    ),
    fnaNearby: both(
      '细针穿刺活检（最大径>0.5 cm且有多灶、紧邻被膜、气管或喉返神经）',
      'fine-needle aspiration (largest diameter > 0.5 cm, and multifocal, subcapsular, or next to trachea or recurrent nerve)',
    ),
    none: both('未达穿刺指征', 'no indication for aspiration'),
  };
  const useful = /^(4|5)/.test(category);
  return {
    state: 'given',
    code: category,
    ...(found && { numbers: [{ id: 'score', label: both('计分', 'Score'), value: found.score, unit: '1' }] }),
    category: both(`${category}类`, `category ${category}`),
    lines: [
      ...(found ? [line(both('计分', 'Score'), String(found.score).replace('-', '\u2212'))] : []),
      ...(category === '6' ? [] : [line(both('恶性风险', 'Risk of malignancy'), risks[category])]),
    ],
    ...(useful && advice && { advice: texts[advice], asks: advice === 'none' ? [] : [undated('fna')] }),
    missing: useful && !advice ? [mm === undefined ? 'longest' : 'nearby'] : [],
    cautions: [],
    unconfirmed:
      useful && category !== '4A' && mm !== undefined && mm < 10 && mm > 5
        ? [both('0.5 cm以上的补充指征待医师确认', 'the indications from 0.5 cm on await confirmation')]
        : [],
  };
}

export const cTiRadsForm: FormDefinition = {
  id: 'cTiRads',
  name: both('C-TIRADS', 'C-TIRADS'),
  version: '2020',
  source: 'Chinese Medical Association, C-TIRADS 2020; PMC9492922 table 4',
  about: both('甲状腺结节（超声），中国指南', 'Thyroid nodule on ultrasound, Chinese guideline'),
  words: '甲状腺 jzx thyroid tirads 中国',
  offered: thyroidOffered,
  noun: thyroidNoun,
  fields,
  result,
  sentences: (answers, given, label) => {
    if (textIn(answers, 'special') === 'noNodule')
      return [
        {
          section: 'impression',
          text: both('甲状腺未见结节，C-TIRADS 2020：1类。', 'No thyroid nodule: C-TIRADS 2020 category 1.'),
        },
      ];
    const place = placeText(answers, label);
    const size = sizeText(answers);
    const n = nodule(answers);
    const said = [
      ...(['composition', 'echogenicity', 'orientation', 'margin'] as const).flatMap(
        (group) => optionText(groups[group], n[group]) ?? [],
      ),
      ...(n.foci ?? []).flatMap((id) => optionText(groups.foci, id) ?? []),
    ];
    const parts = (l: 'zh' | 'en') => [...(size ? [size] : []), ...said.map((one) => one[l])];
    const score = given.lines.find((one) => one.label.en === 'Score')?.text.en;
    return [
      {
        section: 'findings',
        text: inBoth((l) =>
          l === 'zh'
            ? `${place.zh}：${[...parts(l), `C-TIRADS 2020${score === undefined ? '' : ` 计${score}分，`}${given.category!.zh}`].join('，')}。`
            : `${capital(place.en)}: ${[...parts(l), `C-TIRADS 2020 ${score === undefined ? '' : `score ${score}, `}${given.category!.en}`].join(', ')}.`,
        ),
      },
      {
        section: 'impression',
        text: both(
          `${place.zh}，C-TIRADS 2020：${given.category!.zh}。`,
          `${capital(place.en)}: C-TIRADS 2020 ${given.category!.en}.`,
        ),
      },
      ...adviceSentences('C-TIRADS 2020', place, given),
    ];
  },
};
