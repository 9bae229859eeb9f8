/** What Brock and Mayo give for a nodule, as a sentence of the report: by which inputs, in which edition. */
import { percentFigure } from '../domain/figures';
import {
  modelsOf,
  type InputName,
  type ModelResult,
  type Models,
  type NoduleAssessment,
  type UsedInput,
} from '../domain/guidelines';
import { researchUse, type ReportLanguage } from '../domain/report-facts';
import { inputName, modelName, unconfirmedModelText } from './guideline-text';
import { label } from './sentences';
import { noduleTypes } from './words';

type Both = Readonly<Record<ReportLanguage, string>>;

/** Answers of the two models that are words, by input and answer. */
const answerWords: Readonly<Partial<Record<InputName, Readonly<Record<string, Both>>>>> = {
  type: noduleTypes,
  sex: { female: { zh: '女', en: 'female' }, male: { zh: '男', en: 'male' } },
  smoking: {
    never: { zh: '从不', en: 'never' },
    former: { zh: '已戒', en: 'former' },
    current: { zh: '现吸', en: 'current' },
  },
  cancer: {
    none: { zh: '无', en: 'none' },
    extrathoracicOver5y: { zh: '肺外，5年以上', en: 'outside the chest, over 5 years ago' },
  },
};
const yesNo = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } } as const;
const units: Readonly<Partial<Record<NonNullable<UsedInput['unit']>, Both>>> = {
  a: { zh: '岁', en: ' years' },
  mm: { zh: ' mm', en: ' mm' },
};

function inputText({ name, value, unit }: UsedInput, language: ReportLanguage): string {
  const word =
    typeof value === 'boolean' ? yesNo[`${value}`] : typeof value === 'string' && answerWords[name]?.[value];
  const said = word ? word[language] : `${value}${unit ? (units[unit]?.[language] ?? '') : ''}`;
  return `${inputName(name, language)}${language === 'zh' ? '' : ' '}${said}`;
}

/** "Brock 2b（含毛刺）恶性概率12.3%（年龄63岁、性别女、…）" */
function modelText(result: Extract<ModelResult, { state: 'given' }>, language: ReportLanguage): string {
  const inputs = result.inputs.map((one) => inputText(one, language));
  const name = modelName(result.model, language);
  const percent = percentFigure(result.probability);
  if (result.unconfirmed) inputs.push(unconfirmedModelText(language));
  return language === 'zh'
    ? `${name}恶性概率${percent}%（${inputs.join('、')}）`
    : `${name}: probability of cancer ${percent} % (${inputs.join(', ')})`;
}

/** The probabilities that were given for a nodule; empty while a model misses an input or does not speak of it. */
export function probabilityText(
  assessed: Pick<NoduleAssessment, 'finding'> & Models,
  language: ReportLanguage,
): string {
  const zh = language === 'zh';
  const { finding } = assessed;
  const said = modelsOf(assessed).flatMap((result) =>
    result.state === 'given' ? [modelText(result, language)] : [],
  );
  if (said.length === 0) return '';
  return zh
    ? `${label(finding, language)}：${said.join('；')}。按公布的公式计算，${researchUse.zh}。`
    : `${label(finding, language)}: ${said.join('; ')}. By the published formulas. ${researchUse.en}.`;
}
