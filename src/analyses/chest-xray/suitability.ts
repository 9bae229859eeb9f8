import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import type { Instance, Series, Study } from '../../domain/study';
import { ageAt, seriesWords, sliceCount } from '../headers';

/** Adults' films alone were learnt from. */
export const LEAST_AGE = 18;

const CHEST = /chest|thora|lung|pulm|\bcxr\b|胸|肺/i;
const OTHER_PART =
  /head|brain|skull|neck|abdo|pelvis|liver|kidney|knee|hip|foot|feet|hand|wrist|finger|ankle|elbow|shoulder|clavicle|arm|leg|femur|tibia|humerus|extremity|spine|sinus|orbit|jaw|teeth|dental|breast|mamm|colon|头|颅|脑|颈|腹|盆|骨盆|肝|肾|膝|髋|足|手|腕|踝|肘|肩|锁骨|臂|腿|股骨|脊柱|腰|颈椎|鼻窦|眼|颌|牙|齿|乳/i;
/** View Position of a film taken from the side or at a slant. */
const SIDE_VIEW = /^(LL|RL|LLD|RLD|LLO|RLO|LPO|RPO|LAO|RAO|LAT|LATERAL)$/i;
const SIDE_WORDS = /\blat(eral)?\b|侧位|斜位/i;

function part(series: Series, study: Study): 'chest' | 'other' | 'unknown' {
  // The part that the machine wrote counts first; descriptions fill the gap, the study's last.
  for (const text of [series.bodyPart, seriesWords(series), study.description]) {
    if (CHEST.test(text)) return 'chest';
    if (OTHER_PART.test(text)) return 'other';
  }
  return 'unknown';
}

/** Is the film said to be taken from the side? */
const fromTheSide = (series: Series, first: Instance): boolean =>
  first.viewPosition ? SIDE_VIEW.test(first.viewPosition.trim()) : SIDE_WORDS.test(seriesWords(series));

/** From the headers alone: one frontal film of an adult's chest, or what may be one. */
export function checkHeaders(series: Series, study: Study): Suitability {
  const first = series.instances.find((i) => i.rows > 0);
  if (!/^(CR|DX)$/i.test(series.modality) || !first)
    return {
      verdict: 'unsuitable',
      reasons: [{ key: 'wrongModality', values: { modality: series.modality || '?', want: 'CR, DX' } }],
    };
  const block: SuitabilityReason[] = [];
  const warn: SuitabilityReason[] = [];
  const seen = part(series, study);
  if (seen === 'other')
    block.push({
      key: 'otherPart',
      values: { part: series.bodyPart || seriesWords(series).trim() || study.description, want: 'CHEST' },
    });
  if (seen === 'unknown') warn.push({ key: 'partUnknown', values: { want: 'CHEST' } });
  if (fromTheSide(series, first)) block.push({ key: 'filmLateral' });
  if (sliceCount(series) !== 1) block.push({ key: 'severalFilms', values: { count: sliceCount(series) } });
  const cut = series.instances.filter((i) => i.warnings?.includes('pixelsCut')).length;
  if (cut > 0) block.push({ key: 'pixelsCut', values: { count: cut } });
  if (first.samplesPerPixel !== 1) block.push({ key: 'colour' });
  const age = ageAt(study);
  if (age !== undefined && age < LEAST_AGE)
    block.push({ key: 'child', values: { age: Math.floor(age), least: LEAST_AGE } });
  return block.length > 0
    ? { verdict: 'unsuitable', reasons: block }
    : { verdict: 'suitable', warnings: warn };
}
