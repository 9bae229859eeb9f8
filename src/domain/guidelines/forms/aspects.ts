/**
 * ASPECTS (Barber, Lancet 2000;355:1670): 10 less one for every region of the middle cerebral artery with early ischaemic change,
 * on the affected side. The caudate nucleus is seen on both levels and counted once.
 */
import {
  both,
  inBoth,
  line,
  listIn,
  missingIn,
  openResult,
  optionText,
  sides,
  textIn,
  type Answers,
  type Field,
  type FormDefinition,
  type FormResult,
  type Option,
} from './form';

export const ganglionicRegions = ['C', 'L', 'IC', 'I', 'M1', 'M2', 'M3'] as const;
/** `C2` is the caudate nucleus on the upper level. */
export const supraganglionicRegions = ['C2', 'M4', 'M5', 'M6'] as const;
export type AspectsRegion = (typeof ganglionicRegions)[number] | (typeof supraganglionicRegions)[number];

/** 0 to 10, from the affected regions; each counts once however often it is given. */
export function aspectsScore(affected: readonly AspectsRegion[]): number {
  return 10 - new Set(affected.map((one) => (one === 'C2' ? 'C' : one))).size;
}

export const aspectsOptions: readonly Option[] = [
  { id: 'none', text: both('各区均未受累', 'no region affected') },
  { id: 'C', text: both('尾状核（核团层面）C', 'caudate nucleus (ganglionic level) C') },
  { id: 'L', text: both('豆状核 L', 'lentiform nucleus L') },
  { id: 'IC', text: both('内囊 IC', 'internal capsule IC') },
  { id: 'I', text: both('岛叶 I', 'insula I') },
  { id: 'M1', text: both('M1', 'M1') },
  { id: 'M2', text: both('M2', 'M2') },
  { id: 'M3', text: both('M3', 'M3') },
  { id: 'C2', text: both('尾状核（核团上层面）C', 'caudate nucleus (supraganglionic level) C') },
  { id: 'M4', text: both('M4', 'M4') },
  { id: 'M5', text: both('M5', 'M5') },
  { id: 'M6', text: both('M6', 'M6') },
];

const fields: readonly Field[] = [
  { kind: 'one', id: 'side', label: both('患侧', 'Affected side'), options: sides },
  {
    kind: 'many',
    id: 'regions',
    label: both('受累区域', 'Affected regions'),
    options: aspectsOptions,
    none: 'none',
    picture: 'aspects',
    hint: both('在图上点选，或用下方按钮', 'tap in the picture or use the buttons'),
  },
];

const affectedIn = (answers: Answers): readonly AspectsRegion[] =>
  listIn(answers, 'regions').filter((one): one is AspectsRegion => one !== 'none');

function result(answers: Answers): FormResult {
  const missing = missingIn(fields, answers);
  if (missing.length > 0) return openResult(missing);
  const score = aspectsScore(affectedIn(answers));
  return {
    state: 'given',
    category: both(`${score}分`, `${score}`),
    numbers: [{ id: 'score', label: both('ASPECTS评分', 'ASPECTS score'), value: score, unit: '1' }],
    lines: [line(both('受累区域数', 'Regions affected'), 10 - score)],
    missing: [],
    cautions:
      score < 7
        ? [
            both(
              '低于7分：约超过大脑中动脉供血区的三分之一',
              'Below 7: about more than a third of the territory of the middle cerebral artery',
            ),
          ]
        : [],
    unconfirmed: [],
  };
}

/** Names for a sentence: the caudate nucleus once. */
function namesOf(affected: readonly AspectsRegion[], language: 'zh' | 'en'): string {
  const short: Partial<Record<AspectsRegion, { zh: string; en: string }>> = {
    C: { zh: '尾状核', en: 'caudate nucleus' },
    L: { zh: '豆状核', en: 'lentiform nucleus' },
    IC: { zh: '内囊', en: 'internal capsule' },
    I: { zh: '岛叶', en: 'insula' },
  };
  const once = [...new Set(affected.map((one): AspectsRegion => (one === 'C2' ? 'C' : one)))];
  const inOrder = [...ganglionicRegions, ...supraganglionicRegions].filter((one) => once.includes(one));
  return inOrder.map((one) => short[one]?.[language] ?? one).join(language === 'zh' ? '、' : ', ');
}

export const aspectsForm: FormDefinition = {
  id: 'aspects',
  name: both('ASPECTS', 'ASPECTS'),
  version: '2000',
  source: 'Barber PA et al., Lancet 2000;355:1670',
  about: both(
    '急性缺血性卒中，大脑中动脉供血区（平扫CT）',
    'Acute ischaemic stroke, middle cerebral artery, on plain CT',
  ),
  words: '卒中 脑梗 nz nc stroke infarct head brain 头',
  offered: { modalities: ['CT', 'MR'], parts: /head|brain|skull|头|颅|脑/i },
  noun: both('评分', 'score'),
  perStudy: true,
  fields: () => fields,
  result,
  sentences: (answers) => {
    const affected = affectedIn(answers);
    const side = optionText(sides, textIn(answers, 'side'))!;
    const score = aspectsScore(affected);
    return [
      {
        section: 'findings',
        text: inBoth((l) => {
          const regions = namesOf(affected, l);
          if (l === 'zh')
            return affected.length === 0
              ? `${side.zh}大脑中动脉供血区未见早期缺血改变，ASPECTS 10分。`
              : `${side.zh}大脑中动脉供血区早期缺血改变，累及${regions}，ASPECTS ${score}分。`;
          return affected.length === 0
            ? `No early ischaemic change in the territory of the ${side.en} middle cerebral artery; ASPECTS 10.`
            : `Early ischaemic change in the territory of the ${side.en} middle cerebral artery (${regions}); ASPECTS ${score}.`;
        }),
      },
      {
        section: 'impression',
        text: both(`${side.zh}大脑中动脉供血区ASPECTS ${score}分。`, `ASPECTS ${score}, ${side.en} side.`),
      },
    ];
  },
};
