/** The list as a calendar file. Without the patient's name unless the reader wants it: a calendar lies on servers. */
import type { TFunction } from 'i18next';
import { calendarFile, dayOn, referenceOf, type CalendarEvent, type DueEntry } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import type { Language } from '../../i18n';
import { actOf, daysText, intervalOf, nameOf, refOf, whyOf } from './words';

/** Days before the day on which the calendar reminds. */
const REMIND = 7;
/** Changes of an item count up from here: seconds since then. */
const SINCE = Date.UTC(2020, 0, 1);

export interface CalendarWish {
  readonly lang: Language;
  /** The patient's name and number stand in the file. */
  readonly named: boolean;
}

/** Undefined for what has no day. */
export function eventOf(
  entry: DueEntry,
  { lang, named }: CalendarWish,
  t: TFunction,
): CalendarEvent | undefined {
  const { line, item, window, mark } = entry;
  if (!window) return undefined;
  const ref = refOf(line);
  const who = named ? [nameOf(line, lang, t), line.patient.id].filter(Boolean).join(' ') : ref;
  return {
    uid: `${referenceOf(`${line.studyUid} ${item.key}`, 12)}@lamplight`,
    day: window.earliest,
    summary: t('due:calendar.summary', { act: actOf(entry, t), who }),
    description: [
      `${daysText(window, t)}${mark?.state === 'moved' ? '' : t('due:bracket', { text: intervalOf(entry, t) })}`,
      whyOf(entry, lang, t),
      item.advice[lang],
      t('due:calendar.study', { day: dicomDate(line.date), ref }),
      t(line.signed ? 'due:calendar.signed' : 'due:calendar.draft'),
    ].join('\n'),
    remindDays: REMIND,
    sequence: mark ? Math.max(1, Math.floor((Date.parse(mark.at) - SINCE) / 1000)) : 0,
  };
}

/** Hands the file to the browser; returns how many items are in it. */
export function saveCalendar(entries: readonly DueEntry[], wish: CalendarWish, t: TFunction): number {
  const events = entries.flatMap((entry) => eventOf(entry, wish, t) ?? []);
  if (events.length === 0) return 0;
  const blob = new Blob([calendarFile(events, new Date())], { type: 'text/calendar;charset=utf-8' });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `lamplight-follow-up-${dayOn(new Date())}.ics`;
  link.click();
  // The browser has taken the bytes by then; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return events.length;
}
