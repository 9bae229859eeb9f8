/** MONAI's pre- and postprocessing transforms as fields of a manifest. */
import type { ImportNote } from './draft';
import { numberOf, numbersOf, textOf, type Json, type JsonObject } from './json';
import { targetOf } from './monaiConfig';

export interface Before {
  /** Letters of Orientationd. */
  orientation?: string;
  /** Of Spacingd, null for what is kept. */
  spacing?: (number | null)[];
  preprocessing: JsonObject[];
  /** Some transform said how intensities are prepared, if only not at all. */
  readonly notes: ImportNote[];
  interp?: 'linear' | 'nearest';
}

/** They load, order axes and name types; the engine does that by itself. */
const PLAIN = new Set([
  'LoadImaged',
  'EnsureChannelFirstd',
  'AddChanneld',
  'AsChannelFirstd',
  'EnsureTyped',
  'CastToTyped',
  'ToTensord',
  'ToDeviced',
  'SelectItemsd',
  'DeleteItemsd',
  'CopyItemsd',
  'Identityd',
  'SpatialPadd',
  'DivisiblePadd',
]);

const INTENSITY = /^(?:Scale|Normalize|Threshold|Clip)Intensity|^ThresholdIntensity|^ClipIntensity/;

const op = (id: string, kwargs: Record<string, Json>): JsonObject => ({ id, kwargs });

/** One number for all channels; undefined when channels differ. */
function single(value: Json | undefined): number | undefined {
  const list = numbersOf(value);
  if (list) return list.length > 0 && list.every((n) => n === list[0]) ? list[0] : undefined;
  return numberOf(value);
}

/** From [0, 1] to [min, max], as operations; none when that is what it is. */
const toRange = (min: number, max: number): JsonObject[] =>
  min === 0 && max === 1 ? [] : [op('scale_linear', { gain: max - min, offset: min })];

function intensity(name: string, t: JsonObject): JsonObject[] | undefined {
  const n = (key: string): number | undefined => numberOf(t[key]);
  switch (name) {
    case 'ScaleIntensityRanged': {
      const [a, b] = [n('a_min'), n('a_max')];
      if (a === undefined || b === undefined || a === b) return undefined;
      const [low, high] = [n('b_min') ?? 0, n('b_max') ?? 1];
      const gain = (high - low) / (b - a);
      const scale = op('scale_linear', { gain, offset: low - a * gain });
      return t.clip === true ? [op('clip', { min: Math.min(a, b), max: Math.max(a, b) }), scale] : [scale];
    }
    case 'ScaleIntensityd': {
      const factor = n('factor');
      if (t.minv === null && factor !== undefined)
        return [op('scale_linear', { gain: 1 + factor, offset: 0 })];
      return [
        op('scale_range', { min_percentile: 0, max_percentile: 100 }),
        ...toRange(n('minv') ?? 0, n('maxv') ?? 1),
      ];
    }
    case 'ScaleIntensityRangePercentilesd': {
      const [lower, upper] = [n('lower'), n('upper')];
      if (lower === undefined || upper === undefined || t.relative === true) return undefined;
      const scale = op('scale_range', { min_percentile: lower, max_percentile: upper });
      const clip = t.clip === true ? [op('clip', { min: 0, max: 1 })] : [];
      return [scale, ...clip, ...toRange(n('b_min') ?? 0, n('b_max') ?? 1)];
    }
    case 'NormalizeIntensityd': {
      if (t.subtrahend !== undefined && t.subtrahend !== null) {
        const [mean, std] = [single(t.subtrahend), single(t.divisor)];
        return mean !== undefined && std !== undefined && std > 0 && t.nonzero !== true
          ? [op('fixed_zero_mean_unit_variance', { mean, std })]
          : undefined;
      }
      return [op('zero_mean_unit_variance', { mask: t.nonzero === true ? 'nonzero' : 'all' })];
    }
    case 'ClipIntensityPercentilesd':
      return undefined;
    case 'ThresholdIntensityd': {
      const [threshold, value] = [n('threshold'), n('cval') ?? 0];
      if (threshold === undefined || threshold !== value) return undefined;
      return [op('clip', t.above === false ? { max: threshold } : { min: threshold })];
    }
    default:
      return undefined;
  }
}

/** Reads the preprocessing of a bundle, transform by transform; what it cannot take over is noted. */
export function readBefore(transforms: readonly JsonObject[]): Before {
  const out: Before = { preprocessing: [], notes: [] };
  const skip = (name: string): number =>
    out.notes.push({ key: 'transformSkipped', tone: 'warn', values: { name } });
  for (const t of transforms) {
    const name = targetOf(t);
    if (PLAIN.has(name)) continue;
    if (name === 'Orientationd') {
      out.orientation = textOf(t.axcodes)?.toUpperCase();
    } else if (name === 'Spacingd') {
      const pixdim =
        numbersOf(t.pixdim) ?? (numberOf(t.pixdim) === undefined ? undefined : [Number(t.pixdim)]);
      if (!pixdim) skip(name);
      else {
        const full = pixdim.length === 1 ? [pixdim[0], pixdim[0], pixdim[0]] : pixdim;
        out.spacing = full.map((mm) => (mm > 0 ? mm : null));
        const mode = Array.isArray(t.mode) ? t.mode[0] : t.mode;
        out.interp = mode === 'nearest' ? 'nearest' : 'linear';
        if (out.preprocessing.some((o) => o.id !== 'scale_linear'))
          out.notes.push({ key: 'resampledBeforeIntensity', tone: 'info' });
      }
    } else if (name === 'CropForegroundd') {
      out.notes.push({ key: 'foregroundCrop', tone: 'info' });
    } else if (INTENSITY.test(name)) {
      const ops = intensity(name, t);
      if (ops) out.preprocessing.push(...ops);
      else skip(name);
    } else skip(name || '?');
  }
  return out;
}

export interface After {
  activation?: 'softmax' | 'sigmoid' | 'argmax' | 'none';
  threshold?: number;
  readonly post: JsonObject[];
  readonly notes: ImportNote[];
}

const PLAIN_AFTER = new Set([
  ...PLAIN,
  'Invertd',
  'SaveImaged',
  'FromMetaTensord',
  'EnsureTyped',
  'Lambdad',
  'SplitDimd',
]);

/** Reads the postprocessing of a bundle. */
export function readAfter(transforms: readonly JsonObject[]): After {
  const out: After = { post: [], notes: [] };
  for (const t of transforms) {
    const name = targetOf(t);
    if (name === 'Activationsd') {
      if (t.softmax === true) out.activation = 'softmax';
      if (t.sigmoid === true) out.activation = 'sigmoid';
    } else if (name === 'AsDiscreted') {
      // The label of the largest logit is that of the largest probability.
      if (t.argmax === true) out.activation ??= 'softmax';
      const threshold = numberOf(t.threshold);
      if (threshold !== undefined) {
        out.activation ??= 'sigmoid';
        out.threshold = threshold;
      }
    } else if (name === 'KeepLargestConnectedComponentd') {
      out.post.push(...perLabel('keepLargest', t.applied_labels));
    } else if (name === 'FillHolesd') {
      out.post.push(...perLabel('fillHoles', t.applied_labels));
    } else if (!PLAIN_AFTER.has(name))
      out.notes.push({ key: 'transformSkipped', tone: 'warn', values: { name: name || '?' } });
  }
  return out;
}

const perLabel = (name: string, labels: Json | undefined): JsonObject[] => {
  const list = numbersOf(labels) ?? (numberOf(labels) === undefined ? [] : [Number(labels)]);
  const own = list.filter((label) => label > 0);
  return own.length > 0 ? own.map((label) => ({ op: name, label })) : [{ op: name }];
};
