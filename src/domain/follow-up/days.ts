/** Days of the calendar as YYYYMMDD, without hours and zones: what a guideline counts in months. */
import { DAY, secondsOfDate } from '../dicom-time';

/** Is it a day that there is? "20250229" is none. */
export const isDay = (date: string): boolean => /^\d{8}$/.test(date) && secondsOfDate(date) !== undefined;

const dayOfSeconds = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '');

/**
 * The same day of a later (or, with a negative count, earlier) month; of a month that is too short its last day:
 * 20240131 + 1 is 20240229, 20240229 + 12 is 20250228. @throws RangeError when the date is none
 */
export function addMonths(date: string, months: number): string {
  if (!isDay(date)) throw new RangeError(`no day: ${date}`);
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  const count = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(count / 12), ((count % 12) + 12) % 12];
  const last = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  return dayOfSeconds(Date.UTC(toYear, toMonth, Math.min(day, last)) / 1000);
}

/** A day so many days later. @throws RangeError when the date is none */
export function addDays(date: string, days: number): string {
  if (!isDay(date)) throw new RangeError(`no day: ${date}`);
  return dayOfSeconds(secondsOfDate(date)! + days * DAY);
}

/** Days from one day to another; negative when the other is earlier. @throws RangeError when one is no day */
export function daysBetween(from: string, to: string): number {
  if (!isDay(from) || !isDay(to)) throw new RangeError(`no day: ${from}, ${to}`);
  return Math.round((secondsOfDate(to)! - secondsOfDate(from)!) / DAY);
}

/** The day on the wall calendar of this computer. */
export const dayOn = (now: Date): string =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('');
