/** The cardiothoracic ratio's category as a form: the ratio from the reader's measurement, the film's view as said. */
import { cardiothoracicCategory } from '../../annotation/cardiothoracic-category';
import { both, line, missingIn, numberIn, openResult, textIn, type Field, type FormDefinition } from './form';

const fields: readonly Field[] = [
  {
    kind: 'number',
    id: 'ratio',
    label: both('心胸比', 'Cardiothoracic ratio'),
    unit: '',
    least: 0.1,
    most: 0.99,
    takes: 'cardiothoracicRatio',
  },
  {
    kind: 'one',
    id: 'view',
    label: both('投照位', 'View'),
    options: [
      { id: 'PA', text: both('后前位', 'posteroanterior') },
      { id: 'AP', text: both('前后位或床旁', 'anteroposterior or portable') },
      { id: 'other', text: both('其他', 'other') },
    ],
  },
];

const categories = {
  normal: both('心影不大', 'not enlarged'),
  mild: both('心影轻度增大', 'mildly enlarged'),
  moderate: both('心影中度增大', 'moderately enlarged'),
  severe: both('心影重度增大', 'severely enlarged'),
  anteroposterior: both('前后位，仅供参考，不作分级', 'anteroposterior, for reference only, no category'),
  otherView: both('此投照位不作分级', 'no category on this view'),
  unknownView: both('投照位不明，不作分级', 'view not known, no category'),
} as const;

export const cardiothoracicForm: FormDefinition = {
  id: 'cardiothoracic',
  name: both('心胸比分级', 'Cardiothoracic ratio'),
  version: '0.50 / 0.55 / 0.60',
  source: 'specification section 10; PMC3207047 (anteroposterior films)',
  about: both('胸片，后前位', 'Chest radiograph, posteroanterior'),
  words: '心胸比 xxb ctr heart 心影 chest 胸片',
  offered: { modalities: ['CR', 'DX', 'RF'], parts: /chest|thorax|lung|胸|心/i },
  noun: both('测量', 'measurement'),
  perStudy: true,
  fields: () => fields,
  result: (answers) => {
    const missing = missingIn(fields, answers);
    if (missing.length > 0) return openResult(missing);
    const ratio = numberIn(answers, 'ratio')!;
    const category = cardiothoracicCategory(ratio, textIn(answers, 'view'));
    const graded = ['normal', 'mild', 'moderate', 'severe'].includes(category);
    return {
      state: graded ? 'given' : 'outside',
      ...(graded && { category: categories[category], code: category }),
      lines: [line(both('心胸比', 'Ratio'), ratio.toFixed(2))],
      missing: [],
      cautions: graded ? [] : [categories[category]],
      unconfirmed: [],
    };
  },
  sentences: (answers, given) => {
    const ratio = numberIn(answers, 'ratio')!.toFixed(2);
    return [
      {
        section: 'findings',
        text: both(
          `心胸比${ratio}，${given.category!.zh}（后前位）。`,
          `Cardiothoracic ratio ${ratio}: heart ${given.category!.en} (posteroanterior).`,
        ),
      },
    ];
  },
};
