const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** 1.2 MB; powers of 1000, in the reader's language. */
export function sizeWords(bytes: number, lang: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  const digits = value < 10 && step > 0 ? 1 : 0;
  const number = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: digits,
  }).format(value);
  return `${number} ${UNITS[step]}`;
}
