import type { Language } from '../../i18n';

const DAY = 86_400_000;
const localeOf = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB');

/** Day and minute in the reader's own time. */
export const whenText = (iso: string, language: Language): string =>
  new Date(iso).toLocaleString(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' });

export const dayText = (iso: string, language: Language): string =>
  new Date(iso).toLocaleDateString(localeOf(language), { dateStyle: 'medium' });

export const timeText = (iso: string, language: Language): string =>
  new Date(iso).toLocaleTimeString(localeOf(language), { timeStyle: 'short' });

/** Whole days by the calendar of this computer between then and now, at least 0. */
export function daysSince(iso: string, now = new Date()): number {
  const day = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY;
  return Math.max(0, day(now) - day(new Date(iso)));
}
