import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import { cross, dot, norm, type Vec3 } from '../../domain/geometry';
import type { Instance, Series, Study } from '../../domain/study';
import type { Lungs } from './lungs';

/** What the lung nodule analysis takes; the model's manifest and card state the same. */
export const SUITABLE = {
  minSlices: 40,
  maxThicknessMm: 5,
  /** Above this the analysis runs with a warning: small nodules lie between the slices, mm. */
  thickMm: 2.5,
  minAge: 18,
  /** Largest angle between slice normal and the body's axis, degrees. */
  maxTiltDegrees: 10,
  /** A step this many times the usual one is a gap; steps that differ by more than this share are uneven. */
  gapFactor: 1.5,
  unevenShare: 0.05,
} as const;

const CHEST = /chest|thora|lung|pulm|胸|肺/i;
const OTHER_PART =
  /head|brain|skull|neck(?!.*(chest|thora))|abdo|pelvis|liver|kidney|knee|hip|foot|hand|wrist|ankle|elbow|shoulder|leg|femur|spine|sinus|orbit|colon|头|颅|脑|颈|腹|盆|肝|肾|膝|髋|足|手|腕|踝|肘|肩|腿|脊柱|腰|鼻窦|眼/i;
const LOCALIZER = /^(LOCALIZER|SCOUT|TOPOGRAM)$/i;
const LOCALIZER_TEXT = /scout|topogram|localizer|surview|定位/i;
/** Values of Image Type that mean projected or otherwise computed pixels, not slices of the patient. */
const DERIVED =
  /^(MIP|MINIP|MIN_IP|MAX_IP|AVERAGE|PROJECTION IMAGE|VOLUME RENDERING|VRT|SSD|CSA.*|SCREEN SAVE|REPORT|DOSE_INFO)$/i;
const DERIVED_TEXT = /\b(mip|minip|vrt|volume rendering)\b/i;

/** Age in years at the study from "062Y" and the like, or from the birth date; undefined when neither says. */
export function ageAt(study: Study): number | undefined {
  const match = /^(\d{1,3})([DWMY])$/.exec(study.patient.age.trim());
  // Scanners write 000Y for an age that nobody entered.
  if (match && Number(match[1]) > 0) {
    const perYear = { D: 365.25, W: 52.18, M: 12, Y: 1 }[match[2] as 'D' | 'W' | 'M' | 'Y'];
    return Number(match[1]) / perYear;
  }
  const day = (text: string): number =>
    /^\d{8}$/.test(text)
      ? Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8)))
      : Number.NaN;
  const years = (day(study.date) - day(study.patient.birthDate)) / (365.25 * 86_400_000);
  return Number.isFinite(years) && years >= 0 ? years : undefined;
}

const words = (series: Series): string => `${series.description} ${series.protocol}`;

function bodyPart(series: Series, study: Study): 'chest' | 'other' | 'unknown' {
  // The part that the scanner wrote counts first; descriptions fill the gap, the study's last.
  for (const text of [series.bodyPart, words(series), study.description]) {
    if (CHEST.test(text)) return 'chest';
    if (OTHER_PART.test(text)) return 'other';
  }
  return 'unknown';
}

function pixelReasons(first: Instance): SuitabilityReason[] {
  const out: SuitabilityReason[] = [];
  if (first.spacingSource === 'none' || !first.pixelSpacing) out.push({ key: 'noSpacing' });
  const type = first.rescaleType?.toUpperCase() ?? '';
  // CT without a rescale has intercept 0 and unsigned pixels: no Hounsfield units are possible then.
  const unscaled =
    first.rescaleIntercept === 0 && first.rescaleSlope === 1 && first.pixelRepresentation === 0;
  if ((type !== '' && type !== 'HU' && type !== 'US') || unscaled || first.samplesPerPixel !== 1)
    out.push({ key: 'notHounsfield' });
  return out;
}

/** Positions along the slice normal in mm, in the series' order; undefined when a slice has none. */
export function slicePositions(instances: readonly Instance[]): number[] | undefined {
  const first = instances[0]?.imageOrientation;
  if (!first) return undefined;
  const normal = cross([first[0], first[1], first[2]], [first[3], first[4], first[5]]);
  const out: number[] = [];
  for (const instance of instances) {
    if (!instance.imagePosition) return undefined;
    out.push(dot(instance.imagePosition, normal));
  }
  return out;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Judges steps between slices: gaps block, uneven steps warn. Slices at one place count once. */
function stepReasons(positions: readonly number[]): {
  block: SuitabilityReason[];
  warn: SuitabilityReason[];
  step: number;
} {
  const sorted = [...positions].sort((a, b) => a - b);
  const steps = sorted.slice(1).flatMap((p, n) => (p - sorted[n] > 1e-3 ? [p - sorted[n]] : []));
  if (steps.length === 0) return { block: [{ key: 'noPositions' }], warn: [], step: 0 };
  const step = median(steps);
  const gaps = steps.filter((s) => s > step * SUITABLE.gapFactor).length;
  const uneven = steps.filter((s) => Math.abs(s - step) > step * SUITABLE.unevenShare).length;
  return {
    block: gaps > 0 ? [{ key: 'gaps', values: { count: gaps } }] : [],
    warn: gaps === 0 && uneven > 0 ? [{ key: 'unevenSpacing', values: { count: uneven } }] : [],
    step,
  };
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
  const slices = series.instances.reduce((n, i) => n + Math.max(1, i.frames), 0);
  const part = bodyPart(series, study);
  if (part === 'other')
    block.push({ key: 'notChest', values: { part: series.bodyPart || series.description } });
  if (part === 'unknown') warn.push({ key: 'bodyPartUnknown' });
  const types = first.imageType;
  if (types.some((t) => LOCALIZER.test(t)) || LOCALIZER_TEXT.test(words(series)))
    block.push({ key: 'localizer' });
  if (types.some((t) => DERIVED.test(t)) || DERIVED_TEXT.test(series.description))
    block.push({ key: 'derived' });
  block.push(...pixelReasons(first));
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
