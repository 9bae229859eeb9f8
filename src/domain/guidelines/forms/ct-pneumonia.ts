/**
 * CT severity score of pneumonia, 0 to 25: each of the five lobes 0 to 5 by the share of it that is involved
 * (Pan, Radiology 2020;295:715 and its five-lobe variants: explorationpub 10128 table 1).
 */
import {
  both,
  inBoth,
  line,
  missingIn,
  numberIn,
  openResult,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormNumber,
} from './form';

/** Score of a lobe from its involvement in per cent, 0 to 100. */
export function lobeScore(percent: number): 0 | 1 | 2 | 3 | 4 | 5 {
  if (percent === 0) return 0;
  if (percent < 5) return 1;
  if (percent <= 25) return 2;
  if (percent < 50) return 3;
  return percent <= 75 ? 4 : 5;
}

const lobes: readonly { readonly id: string; readonly name: Both }[] = [
  { id: 'RUL', name: both('右肺上叶', 'right upper lobe') },
  { id: 'RML', name: both('右肺中叶', 'right middle lobe') },
  { id: 'RLL', name: both('右肺下叶', 'right lower lobe') },
  { id: 'LUL', name: both('左肺上叶', 'left upper lobe') },
  { id: 'LLL', name: both('左肺下叶', 'left lower lobe') },
];

const fields: readonly Field[] = lobes.map(({ id, name }) => ({
  kind: 'number',
  id,
  label: name,
  unit: '%',
  least: 0,
  most: 100,
}));

const involved = (answers: Answers): readonly { readonly name: Both; readonly percent: number }[] =>
  lobes.map(({ id, name }) => ({ name, percent: numberIn(answers, id)! }));

const total = (answers: Answers): number =>
  involved(answers).reduce((sum, { percent }) => sum + lobeScore(percent), 0);

export const ctPneumoniaForm: FormDefinition = {
  id: 'ctPneumonia',
  name: both('肺炎CT评分', 'CT pneumonia score'),
  version: '0–25',
  source: 'Pan F et al., Radiology 2020;295:715; explorationpub 10128 table 1',
  about: both('各肺叶受累百分比，满分25', 'Involvement of each lobe, at most 25'),
  words: '肺炎 fy pneumonia covid lobe chest 胸',
  offered: { modalities: ['CT'], parts: /chest|lung|thorax|胸|肺/i },
  noun: both('评分', 'score'),
  perStudy: true,
  fields: () => fields,
  result: (answers) => {
    const missing = missingIn(fields, answers);
    if (missing.length > 0) return openResult(missing);
    return {
      state: 'given',
      numbers: [
        { id: 'total', label: both('总分', 'Total score'), value: total(answers), unit: '1' },
        ...lobes.map(({ id, name }): FormNumber => ({
          id: `${id} score`,
          label: both(`${name.zh}评分`, `Score, ${name.en}`),
          value: lobeScore(numberIn(answers, id)!),
          unit: '1',
        })),
      ],
      category: both(`${total(answers)}/25分`, `${total(answers)} of 25`),
      lines: involved(answers).map(({ name, percent }) =>
        line(name, both(`${lobeScore(percent)}分（${percent} %）`, `${lobeScore(percent)} (${percent} %)`)),
      ),
      missing: [],
      cautions: [],
      unconfirmed: [],
    };
  },
  sentences: (answers) => {
    const said = involved(answers);
    return [
      {
        section: 'findings',
        text: inBoth((l) => {
          const parts = said.map(({ name, percent }) =>
            l === 'zh'
              ? `${name.zh}${percent}%（${lobeScore(percent)}分）`
              : `${name.en} ${percent} % (${lobeScore(percent)})`,
          );
          return l === 'zh'
            ? `各肺叶受累范围：${parts.join('，')}；肺炎CT评分${total(answers)}/25分。`
            : `Involvement by lobe: ${parts.join(', ')}; CT pneumonia score ${total(answers)} of 25.`;
        }),
      },
      {
        section: 'impression',
        text: both(`肺炎CT评分${total(answers)}/25分。`, `CT pneumonia score ${total(answers)} of 25.`),
      },
    ];
  },
};
