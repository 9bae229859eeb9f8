/** DICOM dates and times (PS3.5 6.2: DA, TM, DT) as seconds of the clock on the wall; zones are not looked at. */

/** Seconds of a day. */
export const DAY = 86_400;

/** Seconds since midnight of a TM ("HHMMSS.FFFFFF", shorter forms, old "HH:MM:SS"); undefined when it is none. */
export function secondsOfDay(time: string): number | undefined {
  const found = /^(\d{2}):?(\d{2})?:?(\d{2})?(\.\d{1,6})?\s*$/.exec(time.trim());
  if (!found) return undefined;
  const [hours, minutes, seconds] = found.slice(1, 4).map((part) => Number(part ?? 0));
  // 60 is a leap second.
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  return hours * 3600 + minutes * 60 + seconds + Number(found[4] ?? 0);
}

/** Seconds since 1970 of the midnight that a DA ("YYYYMMDD", old "YYYY.MM.DD") begins with; undefined when it is none. */
export function secondsOfDate(date: string): number | undefined {
  const found = /^(\d{4})[.]?(\d{2})[.]?(\d{2})$/.exec(date.trim());
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).map(Number);
  const ms = Date.UTC(year, month - 1, day);
  const made = new Date(ms);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? ms / 1000 : undefined;
}

/** A date with a time; undefined unless both are there. */
export function secondsOf(date: string, time: string): number | undefined {
  const [midnight, within] = [secondsOfDate(date), secondsOfDay(time)];
  return midnight === undefined || within === undefined ? undefined : midnight + within;
}

/** A DT ("YYYYMMDDHHMMSS.FFFFFF", with or without a zone) that names at least its day and hour; else undefined. */
export function secondsOfDateTime(text: string): number | undefined {
  const found = /^(\d{8})(\d{2,6}(?:\.\d{1,6})?)(?:[+-]\d{4})?$/.exec(text.trim());
  return found ? secondsOf(found[1], found[2]) : undefined;
}

/** "14:05" of seconds since 1970 or since midnight. */
export function clockText(seconds: number): string {
  const within = ((seconds % DAY) + DAY) % DAY;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${two(within / 3600)}:${two((within % 3600) / 60)}`;
}

/** Time of day of a DICOM time as clocks show it, "14:05"; empty where it says none. */
export function clockOf(time: string): string {
  const seconds = time === '' ? undefined : secondsOfDay(time);
  return seconds === undefined ? '' : clockText(seconds);
}
