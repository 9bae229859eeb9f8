/** What both thyroid systems ask beside their descriptors: where the nodule lies and how large it is. */
import { tenth } from '../round';
import {
  both,
  inBoth,
  listed,
  numberIn,
  optionText,
  textIn,
  type Answers,
  type Both,
  type Field,
  type FormDefinition,
  type FormResult,
  type FormSentence,
  type Option,
} from './form';

export const thyroidNoun = both('结节', 'nodule');
export const thyroidOffered: FormDefinition['offered'] = {
  modalities: ['US'],
  parts: /thyroid|neck|甲状腺|颈/i,
};

const sites: readonly Option[] = [
  { id: 'right', text: both('右叶', 'right lobe') },
  { id: 'left', text: both('左叶', 'left lobe') },
  { id: 'isthmus', text: both('峡部', 'isthmus') },
];
const levels: readonly Option[] = [
  { id: 'upper', text: both('上部', 'upper') },
  { id: 'middle', text: both('中部', 'middle') },
  { id: 'lower', text: both('下部', 'lower') },
];

export const siteFields = (answers: Answers): readonly Field[] => [
  { kind: 'one', id: 'site', label: both('部位', 'Site'), options: sites, needed: false },
  ...(textIn(answers, 'site') === 'isthmus'
    ? []
    : [
        {
          kind: 'one',
          id: 'level',
          label: both('高度', 'Level'),
          options: levels,
          needed: false,
        } as const,
      ]),
];

const size = (id: string, label: Both): Field => ({
  kind: 'number',
  id,
  label,
  unit: 'mm',
  least: 0.1,
  most: 200,
  takes: 'length',
  needed: false,
});

export const sizeFields: readonly Field[] = [
  size('longest', both('最大径', 'Largest diameter')),
  size('second', both('第二径', 'Second diameter')),
  size('third', both('第三径', 'Third diameter')),
];

/** Largest diameter in mm to 0.1, as it is printed; undefined unless the reader gave it. */
export function largestMm(answers: Answers): number | undefined {
  if (numberIn(answers, 'longest') === undefined) return undefined;
  return tenth(Math.max(...sizesOf(answers)));
}

const sizesOf = (answers: Answers): readonly number[] =>
  ['longest', 'second', 'third'].flatMap((id) => numberIn(answers, id) ?? []);

/** "甲状腺右叶中部结节1" and "nodule 1 in the middle right thyroid lobe". */
export function placeText(answers: Answers, label: Both): Both {
  const site = optionText(sites, textIn(answers, 'site'));
  const isthmus = textIn(answers, 'site') === 'isthmus';
  const level = isthmus ? undefined : optionText(levels, textIn(answers, 'level'));
  return inBoth((language) => {
    if (language === 'zh') return `甲状腺${site?.zh ?? ''}${level?.zh ?? ''}${label.zh}`;
    if (!site) return level ? `thyroid ${label.en}, ${level.en} level` : `thyroid ${label.en}`;
    const lobe = isthmus ? 'isthmus of the thyroid' : site.en.replace('lobe', 'thyroid lobe');
    return level ? `${label.en} in the ${level.en} part of the ${lobe}` : `${label.en} in the ${lobe}`;
  });
}

/** "12.0 × 10.0 × 9.0 mm"; empty without a size. */
export const sizeText = (answers: Answers): string => {
  const sizes = sizesOf(answers);
  return sizes.length === 0 ? '' : `${sizes.map((mm) => mm.toFixed(1)).join(' × ')} mm`;
};

export interface ThyroidSize {
  /** Three diameters in mm, in the same order now and then. */
  readonly diameters: readonly number[];
}

/**
 * Has a nodule grown by ACR TI-RADS 2017: more than 20 % and at least 2 mm in two dimensions, or more than 50 % in
 * volume. Diameters to 0.1 mm. Undefined without three positive diameters of both examinations.
 */
export function thyroidGrowth(before: ThyroidSize, now: ThyroidSize): boolean | undefined {
  const [a, b] = [before.diameters, now.diameters];
  if (a.length !== 3 || b.length !== 3 || ![...a, ...b].every((mm) => mm > 0)) return undefined;
  const grown = a.filter((mm, n) => tenth(b[n] - mm) >= 2 && b[n] > 1.2 * mm + 1e-9);
  const volume = (d: readonly number[]): number => d[0] * d[1] * d[2];
  return grown.length >= 2 || volume(b) > 1.5 * volume(a) * (1 + 1e-12);
}

/** What a thyroid system recommends for a nodule, with what of it awaits confirmation; nothing without advice. */
export function adviceSentences(
  rule: string,
  place: Both,
  { advice, unconfirmed }: FormResult,
): readonly FormSentence[] {
  if (!advice) return [];
  const open = unconfirmed.length > 0 ? listed(unconfirmed) : undefined;
  const text = both(
    `${rule}，${place.zh}：${advice.zh}${open ? `（${open.zh}）` : ''}。`,
    `${rule}, ${place.en}: ${advice.en}${open ? ` (${open.en})` : ''}.`,
  );
  return [{ section: 'recommendation', text }];
}
