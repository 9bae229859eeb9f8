/**
 * The coronary calcium form. `lesions` holds one line for every part of a lesion that the reader gave to a vessel;
 * increment, thickness, tube voltage and what the file names as contrast agent (`agent`) are facts of the series that
 * was searched. That no agent is named does not say that none was given: the reader says so.
 */
import type { Code } from '../../finding';
import {
  agatston,
  cacDrs,
  calciumClass,
  vessels,
  type CalciumPart,
  type CalciumScore,
  type Vessel,
} from './agatston';
import {
  both,
  inBoth,
  line,
  numberIn,
  openResult,
  rowsIn,
  small,
  textIn,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormNumber,
  type FormResult,
} from './form';

export const vesselNames: Readonly<Record<Vessel, Both>> = {
  LM: both('左主干', 'left main'),
  LAD: both('前降支', 'left anterior descending'),
  LCX: both('回旋支', 'left circumflex'),
  RCA: both('右冠状动脉', 'right coronary artery'),
};

/** Arteries of the heart: CID 3015. */
const vesselCodes: Readonly<Record<Vessel, Code>> = {
  LM: { value: '3227004', scheme: 'SCT', meaning: 'Left Main Coronary Artery' },
  LAD: { value: '59438005', scheme: 'SCT', meaning: 'Left Anterior Descending Coronary Artery' },
  LCX: { value: '57396003', scheme: 'SCT', meaning: 'Circumflex Coronary Artery' },
  RCA: { value: '13647002', scheme: 'SCT', meaning: 'Right Coronary Artery' },
};
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const calciumScore = dcm('112058', 'Calcium score');
/** Which of the ways to score calcium: CID 6140. */
const method = (value: string, meaning: string) => ({
  concept: { value: '370129005', scheme: 'SCT', meaning: 'Measurement Method' },
  value: dcm(value, meaning),
});

const calciumNumber = (id: Vessel | 'total', score: number, vessel?: Code): FormNumber => ({
  id: `${id} score`,
  label:
    id === 'total'
      ? both('Agatston总积分', 'Agatston score, total')
      : both(`Agatston积分，${vesselNames[id].zh}`, `Agatston score, ${vesselNames[id].en}`),
  value: Number(score.toFixed(1)),
  unit: '1',
  code: calciumScore,
  of: [
    method('112055', 'Agatston scoring method'),
    ...(vessel
      ? [{ concept: { value: '363698007', scheme: 'SCT', meaning: 'Finding Site' }, value: vessel }]
      : []),
  ],
});

const calciumVolume = (volume: number): FormNumber => ({
  id: 'volume',
  label: both('钙化体积', 'Calcium volume'),
  value: Number(volume.toFixed(1)),
  unit: 'mm3',
  code: calciumScore,
  of: [method('112056', 'Volume scoring method')],
});

const fields: readonly Field[] = [
  {
    kind: 'calcium',
    id: 'lesions',
    label: both('钙化（≥130 HU，≥1 mm²）', 'Calcium (≥ 130 HU, ≥ 1 mm²)'),
  },
  {
    kind: 'one',
    id: 'contrast',
    label: both('对比剂', 'Contrast agent'),
    options: [
      { id: 'no', text: both('未用（平扫）', 'none (plain CT)') },
      { id: 'yes', text: both('已用', 'given') },
    ],
  },
  {
    kind: 'one',
    id: 'complete',
    label: both('归属', 'Assignment'),
    options: [
      {
        id: 'yes',
        text: both('冠状动脉钙化均已归属血管', 'all coronary calcium has been given to a vessel'),
      },
    ],
  },
];

interface Assigned extends CalciumPart {
  readonly vessel: Vessel;
}

const partsIn = (answers: Answers): readonly Assigned[] =>
  rowsIn(answers, 'lesions').flatMap((row) =>
    vessels.some((one) => one === row.vessel)
      ? [
          {
            vessel: row.vessel as Vessel,
            slice: Number(row.slice),
            areaMm2: Number(row.area),
            peak: Number(row.peak),
          },
        ]
      : [],
  );

export interface CoronaryCalcium {
  readonly total: CalciumScore;
  readonly by: Readonly<Record<Vessel, CalciumScore>>;
}

export function coronaryCalcium(parts: readonly Assigned[], increment: number): CoronaryCalcium {
  const of = (vessel: Vessel): CalciumScore =>
    agatston(
      parts.filter((part) => part.vessel === vessel),
      increment,
    );
  return {
    total: agatston(parts, increment),
    by: { LM: of('LM'), LAD: of('LAD'), LCX: of('LCX'), RCA: of('RCA') },
  };
}

export const scoreText = (score: number): string =>
  score > 0 && score < 0.5 ? '<1' : String(Math.round(score));

/** What keeps the score from being the one that the categories were made with. */
export function acquisitionCautions(answers: Answers): readonly Both[] {
  const increment = numberIn(answers, 'increment');
  const thickness = numberIn(answers, 'thickness');
  const kvp = numberIn(answers, 'kvp');
  return [
    ...(thickness === undefined
      ? [both('文件未写层厚', 'The file does not say how thick the slices are')]
      : thickness < 2.5 || thickness > 3
        ? [both(`层厚${thickness} mm，不在2.5–3 mm`, `Slices of ${thickness} mm, not 2.5 to 3 mm`)]
        : []),
    ...(increment !== undefined && Math.abs(increment - 3) > 0.01
      ? [
          both(
            `层间距${Number(increment.toFixed(2))} mm，按间距/3换算，为等效积分`,
            `Increment of ${Number(increment.toFixed(2))} mm: scaled by increment/3, an equivalent score`,
          ),
        ]
      : []),
    ...(kvp === undefined
      ? [
          both(
            '文件未写管电压（130 HU适用于120 kV）',
            'The file does not say the tube voltage (130 HU is for 120 kV)',
          ),
        ]
      : kvp !== 120
        ? [both(`管电压${kvp} kV，130 HU适用于120 kV`, `${kvp} kV: 130 HU is for 120 kV`)]
        : []),
    ...(textIn(answers, 'agent') && answers.contrast !== 'yes'
      ? [
          both(
            `文件写有对比剂（${textIn(answers, 'agent')}）`,
            `The file names a contrast agent (${textIn(answers, 'agent')})`,
          ),
        ]
      : []),
    ...(answers.contrast === 'yes'
      ? [both('有对比剂，不能计钙化积分', 'Contrast agent was given: no calcium score')]
      : []),
  ];
}

function result(answers: Answers): FormResult {
  const increment = numberIn(answers, 'increment');
  const missing = [
    ...(increment === undefined ? ['lesions'] : []),
    ...(textIn(answers, 'contrast') ? [] : ['contrast']),
    ...(textIn(answers, 'complete') === 'yes' ? [] : ['complete']),
  ];
  const cautions = increment === undefined ? [] : acquisitionCautions(answers);
  const lines =
    increment === undefined
      ? []
      : (() => {
          const { by, total } = coronaryCalcium(partsIn(answers), increment);
          return [
            ...vessels.map((one) =>
              line(
                both(`${one}（${vesselNames[one].zh}）`, `${one} (${vesselNames[one].en})`),
                `${scoreText(by[one].score)} · ${by[one].volume.toFixed(1)} mm³`,
              ),
            ),
            line(both('总计', 'Total'), `${scoreText(total.score)} · ${total.volume.toFixed(1)} mm³`),
          ];
        })();
  if (answers.contrast === 'yes') return { ...openResult([]), state: 'outside', cautions };
  if (missing.length > 0) return { ...openResult(missing), lines, cautions };
  const { by, total } = coronaryCalcium(partsIn(answers), increment!);
  const involved = vessels.filter((one) => by[one].score > 0).length;
  return {
    state: 'given',
    code: calciumClass(total.score),
    numbers: [
      ...vessels.map((one): FormNumber => calciumNumber(one, by[one].score, vesselCodes[one])),
      calciumNumber('total', total.score),
      calciumVolume(total.volume),
    ],
    category: inBoth((l) =>
      l === 'zh'
        ? `${scoreText(total.score)}（${calciumClass(total.score).replace('-', '–')}）`
        : `${scoreText(total.score)} (${calciumClass(total.score).replace('-', '–')})`,
    ),
    lines: [...lines, line(both('CAC-DRS', 'CAC-DRS'), cacDrs(total.score, involved))],
    missing: [],
    cautions,
    unconfirmed: [
      both('分级界值与CAC-DRS待医师确认', 'The limits of the classes and CAC-DRS await confirmation'),
    ],
  };
}

export const agatstonForm: FormDefinition = {
  id: 'agatston',
  name: both('Agatston钙化积分', 'Agatston calcium score'),
  version: '1990',
  source: 'Agatston AS et al., J Am Coll Cardiol 1990;15:827; JKSR 202320558172888 (CAC-DRS)',
  about: both('冠状动脉钙化（平扫心脏CT）', 'Coronary calcium on non-contrast cardiac CT'),
  words: '冠脉 钙化 积分 gmgh gm calcium coronary heart cardiac 心',
  offered: { modalities: ['CT'], parts: /heart|cardi|coronar|calcium|心|冠/i },
  noun: both('评分', 'score'),
  perStudy: true,
  fields: () => fields,
  result,
  sentences: (answers, given) => {
    const { by, total } = coronaryCalcium(partsIn(answers), numberIn(answers, 'increment')!);
    const equivalent = Math.abs(numberIn(answers, 'increment')! - 3) > 0.01;
    const remarks = [...given.cautions, ...given.unconfirmed];
    return [
      {
        section: 'findings',
        text: inBoth((l) => {
          const name = l === 'zh' ? '冠状动脉钙化积分（Agatston）' : 'Coronary calcium (Agatston)';
          const each = vessels.map((one) => `${one} ${scoreText(by[one].score)}`);
          const volume = total.volume.toFixed(1);
          const said = remarks.map((one) => small(one[l]));
          return l === 'zh'
            ? `${name}：${each.join('，')}，总${equivalent ? '等效' : ''}积分${scoreText(total.score)}，钙化体积${volume} mm³${said.length > 0 ? `（${said.join('；')}）` : ''}。`
            : `${name}: ${each.join(', ')}, total ${equivalent ? 'equivalent ' : ''}score ${scoreText(total.score)}, calcium volume ${volume} mm³${said.length > 0 ? ` (${said.join('; ')})` : ''}.`;
        }),
      },
      {
        section: 'impression',
        text: both(
          `冠状动脉钙化${equivalent ? '等效' : ''}积分${given.category!.zh}。`,
          `Coronary calcium ${equivalent ? 'equivalent ' : ''}score ${given.category!.en}.`,
        ),
      },
    ];
  },
};
