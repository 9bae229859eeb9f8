/** A patient's name and dates as people read them. */

const han = /\p{Script=Han}/u;

/**
 * A DICOM person name (PS3.5 section 6.2): the group in Chinese characters for a Chinese reader when there is
 * one, else the alphabetic group, else whatever was written. Carets become spaces, or nothing in Chinese.
 */
export function personName(name: string, language: 'zh' | 'en'): string {
  const groups = name.split('=');
  const ideographic = groups.find((group) => han.test(group));
  const chosen = (language === 'zh' ? ideographic : undefined) ?? (groups[0].trim() || ideographic || '');
  const parts = chosen.split('^').map((part) => part.trim());
  return parts.filter(Boolean).join(han.test(chosen) ? '' : ' ');
}

/** YYYYMMDD as 2026-01-31; anything else as it was written. */
export const dicomDate = (date: string): string =>
  /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date;
