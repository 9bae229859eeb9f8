/**
 * Volume of an intracerebral haematoma by ABC/2 (Kothari, Stroke 1996;27:1304) and its variants; lengths in mm,
 * volumes in mL. The voxel count of a segment is the truth where there is one; this is the bedside estimate.
 */
import { codes } from '../../codes';
import {
  both,
  capital,
  inBoth,
  line,
  missingIn,
  numberIn,
  openResult,
  optionText,
  rowsIn,
  sides,
  small,
  textIn,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormResult,
  type Option,
} from './form';

/** A·B·C/2 of lengths in mm, in mL. */
export const halfProduct = (a: number, b: number, c: number): number => (a * b * c) / 2000;

/**
 * Depth C in mm: slices count 1 with an area above 75 % of the largest, 0.5 from 25 to 75 %, 0 below.
 * @param areas of the haematoma slice by slice, in any one unit
 */
export function weightedDepth(areas: readonly number[], thicknessMm: number): number {
  const largest = Math.max(0, ...areas);
  if (largest === 0) return 0;
  const weight = (area: number): number => {
    const share = area / largest;
    if (share > 0.75) return 1;
    return share >= 0.25 ? 0.5 : 0;
  };
  return areas.reduce((sum, area) => sum + weight(area), 0) * thicknessMm;
}

/** Two thirds of the largest area (mm2) by the height (mm), in mL: nearer for irregular shapes. */
export const twoThirds = (areaMm2: number, heightMm: number): number => (2 * areaMm2 * heightMm) / 3000;

/** Has it expanded: by more than a third, or by more than 6 mL. */
export const expanded = (beforeMl: number, nowMl: number): boolean =>
  nowMl - beforeMl > 6 || nowMl > beforeMl * (4 / 3);

const methods: readonly Option[] = [
  { id: 'abc2', text: both('ABC/2（三径）', 'ABC/2 (three diameters)') },
  { id: 'slices', text: both('ABC/2（按层面加权）', 'ABC/2 (slices weighted)') },
  { id: 'simplified', text: both('ABC/2（层面均计1）', 'ABC/2 (every slice counts 1)') },
  { id: 'twoThirds', text: both('2/3·S·h', '2/3·S·h') },
  { id: 'abc3', text: both('ABC/3（不规则或抗凝）', 'ABC/3 (irregular, anticoagulants)') },
];
const sites: readonly Option[] = [
  { id: 'lobar', text: both('脑叶', 'lobar') },
  { id: 'deep', text: both('基底节丘脑区', 'deep') },
  { id: 'brainstem', text: both('脑干', 'brainstem') },
  { id: 'cerebellar', text: both('小脑', 'cerebellar') },
];

const mm = (id: string, label: Both, takes = true): Field => ({
  kind: 'number',
  id,
  label,
  unit: 'mm',
  least: 0.1,
  most: 300,
  ...(takes && { takes: 'length' as const }),
});
const ml = (id: string, label: Both, takes = false): Field => ({
  kind: 'number',
  id,
  label,
  unit: 'mL',
  least: 0,
  most: 2000,
  needed: false,
  ...(takes && { takes: 'volume' as const }),
});
const area: Field = {
  kind: 'number',
  id: 'area',
  label: both('面积', 'Area'),
  unit: 'mm2',
  least: 0,
  most: 40_000,
};

const a = mm('a', both('A：最长径', 'A: longest diameter'));
const b = mm('b', both('B：最大层面垂直径', 'B: perpendicular, largest slice'));
const c = mm('c', both('C：深度', 'C: depth'));
const thickness = mm('thickness', both('层厚', 'Slice thickness'), false);

const asked: Readonly<Record<string, readonly Field[]>> = {
  abc2: [a, b, c],
  abc3: [a, b, c],
  slices: [
    a,
    b,
    thickness,
    {
      kind: 'rows',
      id: 'areas',
      label: both('各层血肿面积', 'Area on each slice'),
      noun: both('层', 'slice'),
      most: 60,
      columns: [area],
    },
  ],
  simplified: [
    a,
    b,
    thickness,
    {
      kind: 'number',
      id: 'count',
      label: both('层数', 'Number of slices'),
      unit: '',
      least: 1,
      most: 200,
      whole: true,
    },
  ],
  twoThirds: [
    { ...area, id: 's', label: both('S：最大层面面积', 'S: area of the largest slice') },
    mm('h', both('h：高度', 'h: height')),
  ],
};

const fields = (answers: Answers): readonly Field[] => [
  { kind: 'one', id: 'method', label: both('方法', 'Method'), options: methods },
  ...(asked[textIn(answers, 'method') ?? ''] ?? []),
  { kind: 'one', id: 'side', label: both('侧别', 'Side'), options: sides, needed: false },
  { kind: 'one', id: 'site', label: both('部位', 'Site'), options: sites, needed: false },
  ml('segmented', both('分割体积', 'Segmented volume'), true),
  ml('before', both('既往体积', 'Earlier volume')),
];

/** mL; undefined while something that the method needs is missing. */
export function haematomaMl(answers: Answers): number | undefined {
  const read = (id: string): number => numberIn(answers, id) ?? Number.NaN;
  const areas = rowsIn(answers, 'areas').map((row) => Number(row.area));
  const method = textIn(answers, 'method');
  const volume =
    method === 'abc2'
      ? halfProduct(read('a'), read('b'), read('c'))
      : method === 'abc3'
        ? (halfProduct(read('a'), read('b'), read('c')) * 2) / 3
        : method === 'slices'
          ? halfProduct(read('a'), read('b'), weightedDepth(areas, read('thickness')))
          : method === 'simplified'
            ? halfProduct(read('a'), read('b'), read('count') * read('thickness'))
            : method === 'twoThirds'
              ? twoThirds(read('s'), read('h'))
              : Number.NaN;
  return Number.isFinite(volume) ? volume : undefined;
}

const mlText = (volume: number): string => `${volume.toFixed(1)} mL`;
const signed = (value: number, digits: number): string =>
  `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(digits)}`;

function result(answers: Answers): FormResult {
  const missing = missingIn(fields(answers), answers);
  const rows = rowsIn(answers, 'areas');
  const unfilled = textIn(answers, 'method') === 'slices' && rows.some((row) => typeof row.area !== 'number');
  const volume = haematomaMl(answers);
  if (missing.length > 0 || unfilled || volume === undefined)
    return openResult(unfilled ? [...missing, 'areas'] : missing);
  const segmented = numberIn(answers, 'segmented');
  const before = numberIn(answers, 'before');
  const depth = weightedDepth(
    rows.map((row) => Number(row.area)),
    numberIn(answers, 'thickness') ?? 0,
  );
  return {
    state: 'given',
    category: both(mlText(volume), mlText(volume)),
    numbers: [
      {
        id: 'volume',
        label: both('血肿体积', 'Haematoma volume'),
        value: Number(volume.toFixed(1)),
        unit: 'mL',
        code: codes.volume,
      },
    ],
    lines: [
      ...(textIn(answers, 'method') === 'slices'
        ? [line(both('C（加权）', 'C (weighted)'), `${depth.toFixed(1)} mm`)]
        : []),
      ...(segmented
        ? [
            line(both('分割体积', 'Segmented volume'), mlText(segmented)),
            line(
              both('估算与分割之差', 'Estimate against segment'),
              `${signed(100 * (volume / segmented - 1), 0)} %`,
            ),
          ]
        : []),
      ...(before === undefined
        ? []
        : [line(both('较既往', 'Since then'), `${signed(volume - before, 1)} mL`)]),
    ],
    missing: [],
    cautions: [
      ...(volume > 30 ? [both('体积超过30 mL', 'More than 30 mL')] : []),
      ...(before !== undefined && expanded(before, volume)
        ? [both('血肿扩大（增加>33%或>6 mL）', 'Haematoma expansion (> 33 % or > 6 mL)')]
        : []),
    ],
    unconfirmed:
      textIn(answers, 'method') === 'abc3' ? [both('ABC/3待医师确认', 'ABC/3 awaits confirmation')] : [],
  };
}

export const haematomaForm: FormDefinition = {
  id: 'haematoma',
  name: both('血肿体积ABC/2', 'Haematoma volume ABC/2'),
  version: '1996',
  source: 'Kothari RU et al., Stroke 1996;27:1304; 2/3·S·h: PMC3634738',
  about: both('脑出血（平扫CT）', 'Intracerebral haemorrhage on plain CT'),
  words: '脑出血 血肿 ncx xz haematoma hematoma haemorrhage bleed head 头 颅',
  offered: { modalities: ['CT'], parts: /head|brain|skull|头|颅|脑/i },
  noun: both('血肿', 'haematoma'),
  fields,
  result,
  sentences: (answers, given, label) => {
    const side = optionText(sides, textIn(answers, 'side'));
    const site = optionText(sites, textIn(answers, 'site'));
    const method = optionText(methods, textIn(answers, 'method'))!;
    const volume = mlText(haematomaMl(answers)!);
    const read = (id: string) => numberIn(answers, id);
    const lengths = (['a', 'b', 'c'] as const)
      .filter((id) => asked[textIn(answers, 'method')!].some((one) => one.id === id))
      .map((id) => `${id.toUpperCase()} ${read(id)!.toFixed(1)} mm`);
    const segmented = read('segmented');
    const before = read('before');
    const flags = given.cautions;
    return [
      {
        section: 'findings',
        text: inBoth((l) => {
          const measured = lengths.length > 0 ? lengths.join(l === 'zh' ? '，' : ', ') : '';
          if (l === 'zh') {
            const tail = [
              ...(segmented ? [`分割体积${mlText(segmented)}`] : []),
              ...(before === undefined ? [] : [`既往${mlText(before)}`]),
              ...flags.map((one) => one.zh),
              ...given.unconfirmed.map((one) => one.zh),
            ];
            return `${side?.zh ?? ''}${site?.zh ?? ''}${label.zh}：${method.zh}${measured ? `，${measured}` : ''}，估算体积${volume}${tail.map((one) => `；${one}`).join('')}。`;
          }
          const tail = [
            ...(segmented ? [`segmented volume ${mlText(segmented)}`] : []),
            ...(before === undefined ? [] : [`earlier ${mlText(before)}`]),
            ...[...flags, ...given.unconfirmed].map((one) => small(one.en)),
          ];
          const name = [side?.en, site?.en, label.en].filter(Boolean).join(' ');
          return `${capital(name)}: ${method.en}${measured ? `, ${measured}` : ''}, estimated volume ${volume}${tail.map((one) => `; ${one}`).join('')}.`;
        }),
      },
      {
        section: 'impression',
        text: inBoth((l) =>
          l === 'zh'
            ? `${side?.zh ?? ''}${site?.zh ?? ''}${label.zh}，体积约${mlText(segmented || haematomaMl(answers)!)}${segmented ? '（分割）' : '（ABC/2估算）'.replace('ABC/2', method.zh.split('（')[0])}。`
            : `${capital([side?.en, site?.en, label.en].filter(Boolean).join(' '))}, volume about ${mlText(segmented || haematomaMl(answers)!)} (${segmented ? 'segmented' : `estimated by ${method.en.split(' (')[0]}`}).`,
        ),
      },
    ];
  },
};
