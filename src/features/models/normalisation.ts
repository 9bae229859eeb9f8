/** Recipes for grey values, as operations of a manifest. */
import type { JsonObject } from '../../inference/import/json';

interface PresetNumber {
  readonly name: 'min' | 'max' | 'low' | 'high' | 'mean' | 'std' | 'lower' | 'upper';
  /** What stands there at first; empty must be filled in. */
  readonly first: string;
}

const range = (min: string, max: string): PresetNumber[] => [
  { name: 'min', first: min },
  { name: 'max', first: max },
  { name: 'low', first: '0' },
  { name: 'high', first: '1' },
];

/** Numbers that each recipe asks for. */
export const PRESETS = {
  ctLung: range('-1000', '400'),
  ctSoft: range('-160', '240'),
  window: range('', ''),
  fixed: [
    { name: 'mean', first: '' },
    { name: 'std', first: '' },
  ],
  clipFixed: [
    { name: 'min', first: '' },
    { name: 'max', first: '' },
    { name: 'mean', first: '' },
    { name: 'std', first: '' },
  ],
  zscore: [],
  zscoreNonzero: [],
  percentiles: [
    { name: 'lower', first: '1' },
    { name: 'upper', first: '99' },
  ],
  fullRange: [],
  none: [],
} as const satisfies Record<string, readonly PresetNumber[]>;

export type Preset = keyof typeof PRESETS;

const op = (id: string, kwargs: JsonObject): JsonObject => ({ id, kwargs });

/** The operations of a recipe; undefined when a number is missing or makes no sense. */
export function normalisation(preset: Preset, numbers: readonly number[]): JsonObject[] | undefined {
  if (numbers.some((n) => !Number.isFinite(n))) return undefined;
  const [a, b, c, d] = numbers;
  switch (preset) {
    case 'ctLung':
    case 'ctSoft':
    case 'window': {
      if (a >= b || c === d) return undefined;
      const gain = (d - c) / (b - a);
      return [op('clip', { min: a, max: b }), op('scale_linear', { gain, offset: c - a * gain })];
    }
    case 'fixed':
      return b > 0 ? [op('fixed_zero_mean_unit_variance', { mean: a, std: b })] : undefined;
    case 'clipFixed':
      return a < b && d > 0
        ? [op('clip', { min: a, max: b }), op('fixed_zero_mean_unit_variance', { mean: c, std: d })]
        : undefined;
    case 'zscore':
      return [op('zero_mean_unit_variance', { mask: 'all' })];
    case 'zscoreNonzero':
      return [op('zero_mean_unit_variance', { mask: 'nonzero' })];
    case 'percentiles':
      return a < b && a >= 0 && b <= 100
        ? [op('scale_range', { min_percentile: a, max_percentile: b }), op('clip', { min: 0, max: 1 })]
        : undefined;
    case 'fullRange':
      return [op('scale_range', { min_percentile: 0, max_percentile: 100 })];
    case 'none':
      return [];
  }
}
