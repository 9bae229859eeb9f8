/** Sizes, times and a model's own words as people read them. */
import type { Language } from '../../i18n';
import type { ModelManifest } from '../../inference/manifest';

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** Bytes, in powers of 1000 as operating systems' file lists have it. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${UNITS[unit]}`;
}

/** A number with as many digits as matter. */
export const numberText = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));

/** Milliseconds below a second, seconds below two minutes, minutes above. */
export function timeParts(seconds: number): {
  readonly unit: 'ms' | 'seconds' | 'minutes';
  readonly value: string;
} {
  if (seconds < 1) return { unit: 'ms', value: String(Number((seconds * 1000).toPrecision(2))) };
  return seconds < 120
    ? { unit: 'seconds', value: numberText(seconds < 10 ? seconds : Math.round(seconds)) }
    : { unit: 'minutes', value: String(Math.round(seconds / 60)) };
}

type Spoken = 'name' | 'intendedUse' | 'notFor';

/**
 * A text of the manifest in the reader's language where its maker gave it, in `config.translations.<language>`;
 * else as it stands.
 */
export function said(manifest: ModelManifest, lang: Language, field: Spoken): string {
  const { translations } = manifest.config;
  const own = (translations as Partial<Record<string, Partial<Record<Spoken, unknown>>>> | undefined)?.[lang];
  const text = own?.[field];
  return typeof text === 'string' ? text : (manifest[field] ?? manifest.id);
}

/** How many, in the language's own large units: 1.3M, 133万. */
export const countText = (count: number, lang: Language): string =>
  new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', {
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(count);
