import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import { cross, norm, type Vec3 } from '../../domain/geometry';
import type { Instance, Series, Study } from '../../domain/study';
import {
  ageAt,
  isLocalizer,
  pixelReasons,
  seriesWords as words,
  sliceCount,
  slicePositions,
  stepReasons,
} from '../headers';
import type { Lungs } from './lungs';

export { ageAt } from '../headers';

/** What the lung nodule analysis takes; the model's manifest and card state the same. */
export const SUITABLE = {
  minSlices: 40,
  maxThicknessMm: 5,
  /** Above this the analysis runs with a warning: small nodules lie between the slices, mm. */
  thickMm: 2.5,
  minAge: 18,
  /** Largest angle between slice normal and the body's axis, degrees. */
  maxTiltDegrees: 10,
} as const;

const CHEST = /chest|thora|lung|pulm|胸|肺/i;
const OTHER_PART =
  /head|brain|skull|neck(?!.*(chest|thora))|abdo|pelvis|liver|kidney|knee|hip|foot|hand|wrist|ankle|elbow|shoulder|leg|femur|spine|sinus|orbit|colon|头|颅|脑|颈|腹|盆|肝|肾|膝|髋|足|手|腕|踝|肘|肩|腿|脊柱|腰|鼻窦|眼/i;
/** Values of Image Type that mean projected or otherwise computed pixels, not slices of the patient. */
const DERIVED =
  /^(MIP|MINIP|MIN_IP|MAX_IP|AVERAGE|PROJECTION IMAGE|VOLUME RENDERING|VRT|SSD|CSA.*|SCREEN SAVE|REPORT|DOSE_INFO)$/i;
const DERIVED_TEXT = /\b(mip|minip|vrt|volume rendering)\b/i;

function bodyPart(series: Series, study: Study): 'chest' | 'other' | 'unknown' {
  // The part that the scanner wrote counts first; descriptions fill the gap, the study's last.
  for (const text of [series.bodyPart, words(series), study.description]) {
    if (CHEST.test(text)) return 'chest';
    if (OTHER_PART.test(text)) return 'other';
  }
  return 'unknown';
}

function tilt(first: Instance): number | undefined {
  const o = first.imageOrientation;
  if (!o) return undefined;
  const normal: Vec3 = cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]);
  const length = norm(normal);
  if (length === 0) return undefined;
  return (Math.acos(Math.min(1, Math.abs(normal[2]) / length)) * 180) / Math.PI;
}

/** From the headers alone, before a pixel is read. */
export function checkHeaders(series: Series, study: Study): Suitability {
  const block: SuitabilityReason[] = [];
  const warn: SuitabilityReason[] = [];
  const first = series.instances[0];
  if (series.modality !== 'CT' || !first)
    return {
      verdict: 'unsuitable',
      reasons: [{ key: 'notCt', values: { modality: series.modality || '?' } }],
    };
  const slices = sliceCount(series);
  const part = bodyPart(series, study);
  if (part === 'other')
    block.push({ key: 'notChest', values: { part: series.bodyPart || series.description } });
  if (part === 'unknown') warn.push({ key: 'bodyPartUnknown' });
  const types = first.imageType;
  if (isLocalizer(series)) block.push({ key: 'localizer' });
  if (types.some((t) => DERIVED.test(t)) || DERIVED_TEXT.test(series.description))
    block.push({ key: 'derived' });
  block.push(...pixelReasons(series));
  if (slices < SUITABLE.minSlices)
    block.push({ key: 'tooFewSlices', values: { count: slices, least: SUITABLE.minSlices } });
  const angle = tilt(first);
  if (angle !== undefined && angle > SUITABLE.maxTiltDegrees)
    block.push({ key: 'tilted', values: { degrees: Math.round(angle) } });
  let thickness = Math.max(0, ...series.instances.map((i) => i.sliceThickness ?? 0));
  if (series.instances.length > 1) {
    const positions = slicePositions(series.instances);
    if (!positions) block.push({ key: 'noPositions' });
    else {
      const judged = stepReasons(positions);
      block.push(...judged.block);
      warn.push(...judged.warn);
      thickness = Math.max(thickness, judged.step);
    }
  }
  const mm = Math.round(thickness * 10) / 10;
  if (thickness > SUITABLE.maxThicknessMm)
    block.push({ key: 'tooThick', values: { mm, most: SUITABLE.maxThicknessMm } });
  else if (thickness > SUITABLE.thickMm) warn.push({ key: 'thick', values: { mm, most: SUITABLE.thickMm } });
  const age = ageAt(study);
  if (age !== undefined && age < SUITABLE.minAge)
    block.push({ key: 'child', values: { age: Math.floor(age), least: SUITABLE.minAge } });
  return block.length > 0
    ? { verdict: 'unsuitable', reasons: block }
    : { verdict: 'suitable', warnings: warn };
}

/** From the lungs that were found in the pixels. */
export function checkLungs(lungs: Lungs): Suitability {
  if (!lungs.found)
    return {
      verdict: 'unsuitable',
      reasons: [{ key: 'noLungs', values: { ml: Math.round(lungs.rightMl + lungs.leftMl) } }],
    };
  return { verdict: 'suitable', warnings: lungs.cut ? [{ key: 'lungsCut' }] : [] };
}
