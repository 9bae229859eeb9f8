import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import type { Series, Study } from '../../domain/study';
import { seriesWords } from '../headers';

const BREAST = /breast|mamma|mammo|axill|乳/i;
/** Other things that are looked at with ultrasound; what nobody wrote may be a breast. */
const OTHER_PART =
  /thyroid|neck|carotid|heart|cardiac|echocardio|\becho\b|abdo|liver|kidney|renal|bladder|prostate|uter|ovar|obstet|fetal|foetal|pelvi|testi|scrot|vascul|venous|\bdvt\b|shoulder|knee|hip|甲状腺|颈|心脏|心动|腹|肝|肾|膀胱|前列腺|子宫|卵巢|产科|胎|盆|睾|阴囊|血管|静脉|动脉|肩|膝|髋/i;

function part(series: Series, study: Study): 'breast' | 'other' | 'unknown' {
  // The part that the machine wrote counts first; descriptions fill the gap, the study's last.
  for (const text of [series.bodyPart, seriesWords(series), study.description]) {
    if (BREAST.test(text)) return 'breast';
    if (OTHER_PART.test(text)) return 'other';
  }
  return 'unknown';
}

/** From the headers alone: an ultrasound image or film, and not said to be of something else. */
export function checkHeaders(series: Series, study: Study): Suitability {
  const first = series.instances.find((i) => i.rows > 0);
  if (series.modality.toUpperCase() !== 'US' || !first)
    return {
      verdict: 'unsuitable',
      reasons: [{ key: 'wrongModality', values: { modality: series.modality || '?', want: 'US' } }],
    };
  const warnings: SuitabilityReason[] = [];
  const seen = part(series, study);
  if (seen === 'other')
    return {
      verdict: 'unsuitable',
      reasons: [
        {
          key: 'otherPart',
          values: {
            part: series.bodyPart || seriesWords(series).trim() || study.description,
            want: 'BREAST',
          },
        },
      ],
    };
  if (seen === 'unknown') warnings.push({ key: 'partUnknown', values: { want: 'BREAST' } });
  if (first.spacingSource === 'none' && !first.ultrasoundRegions) warnings.push({ key: 'noScale' });
  return { verdict: 'suitable', warnings };
}
