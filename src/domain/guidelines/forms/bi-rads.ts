/**
 * BI-RADS, 5th edition (ACR 2013): descriptors for the report, and the category as the reader judges it. There is no
 * points system: nothing here makes a category out of descriptors; it only says where the two do not go together.
 */
import { at, undated, type DueStep } from '../../follow-up/step';
import * as words from './bi-rads-words';
import type { BiRadsCategory } from './bi-rads-words';
import {
  both,
  capital,
  inBoth,
  line,
  missingIn,
  numberIn,
  openResult,
  optionText,
  textIn,
  type Answers,
  type Both,
  type ChoiceField,
  type Field,
  type FormDefinition,
  type FormResult,
  type Option,
} from './form';

const choice = (id: string, zh: string, en: string, options: readonly Option[]): ChoiceField => ({
  kind: 'one',
  id,
  label: both(zh, en),
  options,
});
const optional = <F extends Field>(field: F): F => ({ ...field, needed: false });

const size = (id: string, zh: string, en: string): Field => ({
  kind: 'number',
  id,
  label: both(zh, en),
  unit: 'mm',
  least: 0.1,
  most: 300,
  takes: 'length',
  needed: false,
});

const categoryField = choice(
  'category',
  'BI-RADS分类（由医师判断）',
  'Category (the reader’s judgement)',
  words.categories.map((id) => ({
    id,
    text: both(`${id} ${words.categoryWords[id].zh}`, `${id} ${words.categoryWords[id].en}`),
  })),
);

type Method = 'mammography' | 'ultrasound';

/** Fields that describe the lesion, for the report in this order. */
function descriptorFields(method: Method, lesion: string | undefined): readonly ChoiceField[] {
  if (lesion === 'mass') {
    const shape = choice('shape', '形状', 'Shape', words.shapes);
    const margin = choice('margin', '边缘', 'Margin', words.margins[method]);
    return method === 'mammography'
      ? [shape, margin, choice('massDensity', '密度', 'Density', words.massDensities)]
      : [
          shape,
          choice('orientation', '方位', 'Orientation', words.orientations),
          margin,
          choice('echo', '回声', 'Echo pattern', words.echoes),
          choice('posterior', '后方回声', 'Posterior features', words.posteriors),
        ];
  }
  if (lesion === 'calcifications')
    return [
      choice('morphology', '形态', 'Morphology', words.morphologies),
      choice('distribution', '分布', 'Distribution', words.distributions),
    ];
  if (lesion === 'asymmetry') return [choice('asymmetry', '类型', 'Kind', words.asymmetries)];
  return [];
}

/** Label and words of a descriptor of a mass on ultrasound; undefined where the form has no such option. */
export function biRadsOption(field: string, option: string): { label: Both; text: Both } | undefined {
  const asked = descriptorFields('ultrasound', 'mass').find(({ id }) => id === field);
  const text = asked && optionText(asked.options, option);
  return asked && text && { label: asked.label, text };
}

const methodIn = (answers: Answers): Method | undefined => textIn(answers, 'method') as Method | undefined;

function fields(answers: Answers): readonly Field[] {
  const method = methodIn(answers);
  const head = choice('method', '检查', 'Examination', words.methods);
  if (!method) return [head, categoryField];
  const lesion = textIn(answers, 'lesion');
  const none = lesion === 'none';
  const clock: Field = {
    kind: 'number',
    id: 'clock',
    label: both('钟点', 'O’clock'),
    unit: '',
    least: 1,
    most: 12,
    whole: true,
    needed: false,
  };
  return [
    head,
    choice('side', '侧别', 'Side', words.breasts),
    ...(method === 'mammography'
      ? [choice('density', '乳腺构成', 'Breast composition', words.densities)]
      : []),
    choice('lesion', '病变', 'Lesion', words.lesions[method]),
    ...descriptorFields(method, lesion),
    ...(none || !lesion
      ? []
      : [
          size('horizontal', '最大水平径', 'Longest horizontal'),
          size('vertical', '垂直径', 'Vertical'),
          size('orthogonal', '正交径', 'Orthogonal'),
          optional(choice('quadrant', '象限', 'Quadrant', words.quadrants)),
          clock,
        ]),
    categoryField,
  ];
}

export interface Described {
  readonly category: BiRadsCategory;
  /** What the chosen descriptors are listed as: `suspicious`, `4B`, `4C`. */
  readonly listed: readonly string[];
  readonly lesion: boolean;
}

const order = (category: BiRadsCategory): number => words.categories.indexOf(category);

/** Where a category and its descriptors do not go together; the category stays the reader's. */
export function disagreements({
  category,
  listed,
  lesion,
}: Described): readonly ('below' | 'lesion' | 'noLesion')[] {
  const judged = category !== '0' && category !== '6';
  const least = listed.map((one) => (one === 'suspicious' ? '4A' : one) as BiRadsCategory);
  return [
    ...(judged && least.some((one) => order(category) < order(one)) ? (['below'] as const) : []),
    ...(category === '1' && lesion ? (['lesion'] as const) : []),
    ...(judged && order(category) > order('1') && !lesion ? (['noLesion'] as const) : []),
  ];
}

const warnings = {
  below: both('所选分类低于描述词通常对应的分类', 'The category is below what the descriptors usually mean'),
  lesion: both('1类为阴性，但已描述病变', 'Category 1 is negative, but a lesion is described'),
  noLesion: both('未描述病变', 'No lesion is described'),
} as const;

/** "Routine screening" names no interval, and of a category 6 the treatment is what is due: neither is a date. */
function asksOf(category: BiRadsCategory, method: Method): readonly DueStep[] {
  if (category === '0') return [undated('breastImages')];
  if (category === '3') return [at(method === 'ultrasound' ? 'breastUs' : 'mammography', 6)];
  return /^[45]/.test(category) ? [undated('biopsy')] : [];
}

function result(answers: Answers): FormResult {
  const all = fields(answers);
  const missing = missingIn(all, answers);
  if (missing.length > 0) return openResult(missing);
  const category = textIn(answers, 'category') as BiRadsCategory;
  const lesion = textIn(answers, 'lesion');
  const listed = descriptorFields(methodIn(answers)!, lesion).flatMap(
    (field) => field.options.find((one) => one.id === textIn(answers, field.id))?.listed ?? [],
  );
  const risk = words.riskBands[category];
  const described = lesion !== undefined && lesion !== 'none';
  return {
    state: 'given',
    code: category,
    category: both(
      `${category}类（${words.categoryWords[category].zh}）`,
      `category ${category} (${words.categoryWords[category].en})`,
    ),
    lines: risk ? [line(both('恶性可能', 'Likelihood of malignancy'), risk)] : [],
    advice: words.managements[category],
    asks: asksOf(category, methodIn(answers)!),
    missing: [],
    cautions: disagreements({ category, listed, lesion: described }).map((one) => warnings[one]),
    unconfirmed: [
      both(
        '分类界值与处理建议待医师确认；评估与处理可分开',
        'The bands and the management await confirmation; assessment and management may differ',
      ),
    ],
  };
}

/** "右乳外上象限10点肿块1": the side first, as it is read aloud. */
function placeText(answers: Answers, label: Both): Both {
  const side = optionText(words.breasts, textIn(answers, 'side'))!;
  const quadrant = optionText(words.quadrants, textIn(answers, 'quadrant'));
  const clock = numberIn(answers, 'clock');
  const method = methodIn(answers)!;
  const lesion = optionText(words.lesions[method], textIn(answers, 'lesion'))!;
  const number = label.en.replace(/\D/g, '');
  return inBoth((l) =>
    l === 'zh'
      ? `${side.zh}${quadrant?.zh ?? ''}${clock === undefined ? '' : `${clock}点`}${lesion.zh}${number}`
      : [
          `${side.en},`,
          quadrant && `${quadrant.en},`,
          clock !== undefined && `${clock} o’clock,`,
          `${lesion.en} ${number}`.trim(),
        ]
          .filter(Boolean)
          .join(' '),
  );
}

function findingText(answers: Answers, label: Both, l: 'zh' | 'en'): string {
  const method = methodIn(answers)!;
  const side = optionText(words.breasts, textIn(answers, 'side'))!;
  const density = optionText(words.densities, textIn(answers, 'density'));
  const composition = density && method === 'mammography' ? density[l] : undefined;
  const sizes = ['horizontal', 'vertical', 'orthogonal'].flatMap(
    (id) => numberIn(answers, id)?.toFixed(1) ?? [],
  );
  const lesion = textIn(answers, 'lesion');
  const said = descriptorFields(method, lesion).map(
    (field) => optionText(field.options, textIn(answers, field.id))![l],
  );
  const parts = [...(sizes.length > 0 ? [`${sizes.join(' × ')} mm`] : []), ...said];
  const place = placeText(answers, label)[l];
  if (l === 'zh') {
    const body =
      lesion === 'none' ? `${side.zh}未见病变` : `${place}${parts.length > 0 ? `：${parts.join('，')}` : ''}`;
    return `${body}${composition ? `；乳腺构成${composition}` : ''}。`;
  }
  const body =
    lesion === 'none'
      ? `${capital(side.en)}: no lesion`
      : `${capital(place)}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
  return `${body}${composition ? `; breast composition ${composition}` : ''}.`;
}

export const biRadsForm: FormDefinition = {
  id: 'biRads',
  name: both('BI-RADS', 'BI-RADS'),
  version: '5th ed. 2013',
  source: 'ACR BI-RADS Atlas, 5th edition, 2013; CDE RDES245',
  about: both('乳腺X线与超声', 'Breast, mammography and ultrasound'),
  words: '乳腺 rx breast mammography 钼靶',
  offered: { modalities: ['MG', 'US'], parts: /breast|mammo|乳/i },
  noun: both('病变', 'lesion'),
  fields,
  result,
  sentences: (answers, given, label) => {
    const side = optionText(words.breasts, textIn(answers, 'side'))!;
    const place = textIn(answers, 'lesion') === 'none' ? side : placeText(answers, label);
    const open = given.unconfirmed[0];
    return [
      { section: 'findings', text: inBoth((l) => findingText(answers, label, l)) },
      {
        section: 'impression',
        text: both(
          `${place.zh}，BI-RADS ${given.category!.zh}。`,
          `${capital(place.en)}: BI-RADS ${given.category!.en}.`,
        ),
      },
      {
        section: 'recommendation',
        text: both(
          `BI-RADS，${place.zh}：${given.advice!.zh}（${open.zh}）。`,
          `BI-RADS, ${place.en}: ${given.advice!.en} (${open.en}).`,
        ),
      },
    ];
  },
};
