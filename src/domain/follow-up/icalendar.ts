/**
 * A calendar file, RFC 5545: all-day events, which Outlook, Google and Apple import alike (they leave VTODO out), each
 * with a reminder.
 */
import { addDays } from './days';

export interface CalendarEvent {
  /** The same whenever the same thing is exported: a calendar then takes the new one in its place. */
  readonly uid: string;
  /** YYYYMMDD. */
  readonly day: string;
  readonly summary: string;
  readonly description: string;
  /** Days before the day on which the calendar reminds; at nine in the morning. */
  readonly remindDays: number;
  /** Grows with each change of it. */
  readonly sequence?: number;
}

/** Octets of a line, its end not counted (RFC 5545, 3.1). */
const LINE = 75;

/** A text as a value (3.3.11): its own signs escaped, line ends as \n, other control characters out. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- these may not stand in a text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');

/** A long line in pieces of at most 75 octets, the later ones behind a space; no character is cut. */
export function folded(line: string): string {
  const encoder = new TextEncoder();
  const pieces: string[] = [];
  let [piece, size] = ['', 0];
  for (const letter of line) {
    const octets = encoder.encode(letter).length;
    if (size + octets > LINE) {
      pieces.push(piece);
      // The space that the next line begins with counts.
      [piece, size] = ['', 1];
    }
    piece += letter;
    size += octets;
  }
  return [...pieces, piece].join('\r\n ');
}

const utc = (time: Date): string => time.toISOString().replace(/[-:]|\.\d+/g, '');

const eventLines = (event: CalendarEvent, stamp: string): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${escaped(event.uid)}`,
  `DTSTAMP:${stamp}`,
  `DTSTART;VALUE=DATE:${event.day}`,
  `DTEND;VALUE=DATE:${addDays(event.day, 1)}`,
  `SUMMARY:${escaped(event.summary)}`,
  `DESCRIPTION:${escaped(event.description)}`,
  `SEQUENCE:${event.sequence ?? 0}`,
  'TRANSP:TRANSPARENT',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `DESCRIPTION:${escaped(event.summary)}`,
  // From the midnight that the day begins with.
  `TRIGGER:-P${event.remindDays - 1}DT15H`,
  'END:VALARM',
  'END:VEVENT',
];

/**
 * The file as text, UTF-8 when it is written, line ends CRLF. @throws RangeError without an event, for which the format
 * has no form
 * @param now the time at which it is made
 */
export function calendarFile(events: readonly CalendarEvent[], now: Date): string {
  if (events.length === 0) throw new RangeError('a calendar holds at least one event');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Lamplight//Follow-up//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...events.flatMap((event) => eventLines(event, utc(now))),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** FNV-1a over UTF-16 units from two beginnings: 64 bits. */
function hash(text: string): bigint {
  const half = (seed: number): bigint => {
    let h = seed;
    for (let n = 0; n < text.length; n++) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    return BigInt((h ^ (h >>> 13)) >>> 0);
  };
  return (half(0x811c9dc5) << 32n) | half(0x1b873593);
}

/** Letters and figures that nobody takes for one another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * A reference that stands for a study where no name may: "LL-7K2QX9", always the same for the same text, and without the
 * text nothing can be read from it.
 */
export function referenceOf(text: string, length = 6): string {
  let rest = hash(text);
  let letters = '';
  for (let n = 0; n < length; n++) {
    letters += LETTERS[Number(rest % BigInt(LETTERS.length))];
    rest /= BigInt(LETTERS.length);
  }
  return `LL-${letters}`;
}
