/** Which part of the body a study shows, from what its texts say in English and Chinese. */
import type { Series, Study } from '../study';

export type BodyPart =
  'head' | 'neck' | 'chest' | 'heart' | 'breast' | 'abdomen' | 'pelvis' | 'spine' | 'limb' | 'wholeBody';

/** Order matters: the first rule that holds wins, the narrower words stand first. */
const rules: readonly (readonly [BodyPart, RegExp])[] = [
  ['wholeBody', /whole.?body|full.?body|skull.{0,4}thigh|全身|体部/i],
  ['breast', /breast|mammo|乳腺|乳房|钼靶/i],
  ['heart', /heart|cardiac|coronary|calcium.?scor|心脏|冠脉|冠状动脉/i],
  ['spine', /spine|spinal|vertebra|[ctl].?spine|lumb(?:ar|o)|sacrum|脊柱|脊椎|颈椎|胸椎|腰椎|骶椎|椎间盘/i],
  [
    'head',
    /head|brain|skull|cranial|cerebr|orbit|sinus|temporal|petrous|ear\b|iac\b|头|颅|脑|眼眶|鼻窦|颞骨|垂体/i,
  ],
  ['neck', /neck|carotid|thyroid|larynx|颈部|颈动脉|甲状腺|喉/i],
  // Chest and abdomen together are read from the chest down.
  ['chest', /chest|thorax|thoracic|lung|ribs?\b|pulm|胸|肺|肋/i],
  [
    'abdomen',
    /abdomen|abdominal|liver|hepat|kidney|renal|pancrea|biliar|mrcp|urogra|腹|肝|胆|胰|脾|肾|泌尿/i,
  ],
  ['pelvis', /pelvis|pelvic|prostate|uter|rect(?:um|al)|bladder|盆|前列腺|子宫|直肠|膀胱|髋/i],
  [
    'limb',
    /knee|ankle|foot|hand|wrist|elbow|shoulder|hip\b|leg|arm\b|femur|tibia|humerus|extremity|膝|踝|足|手|腕|肘|肩|髋|股骨|胫|四肢/i,
  ],
];

export interface PartFound {
  readonly part: BodyPart;
  /** Where the words stood: Body Part Examined, description or protocol of a series, or the study's description. */
  readonly from: 'bodyPart' | 'series' | 'study';
  /** The words themselves, as the file has them. */
  readonly text: string;
}

const search = (text: string, from: PartFound['from']): PartFound | undefined => {
  for (const [part, words] of rules) if (words.test(text)) return { part, from, text };
  return undefined;
};

/** Body part of one series by its own words. */
export const partOfSeries = (
  series: Pick<Series, 'bodyPart' | 'description' | 'protocol'>,
): PartFound | undefined =>
  search(series.bodyPart, 'bodyPart') ?? search(`${series.description} ${series.protocol}`.trim(), 'series');

/** Body part of a study: what most of the given series say, else its own description. Undefined: nobody says. */
export function partOfStudy(study: Study, series: readonly Series[]): PartFound | undefined {
  const found = series.flatMap((s) => partOfSeries(s) ?? []);
  const votes = new Map<BodyPart, number>();
  for (const { part } of found) votes.set(part, (votes.get(part) ?? 0) + 1);
  // Equal votes: the first series that was found.
  const most = Math.max(0, ...votes.values());
  return found.find(({ part }) => votes.get(part) === most) ?? search(study.description, 'study');
}
