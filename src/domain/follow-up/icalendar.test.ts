import { describe, expect, it } from 'vitest';
import { calendarFile, folded, referenceOf, type CalendarEvent } from './icalendar';
import { readCalendar } from './icalendar.fixture';

const event: CalendarEvent = {
  uid: 'LL-ABCDEFGHJK@lamplight',
  day: '20270523',
  summary: '低剂量CT随访；Lung-RADS 3类, nodule 1',
  description: `第一行\n第二行，反斜杠 \\ 分号; 逗号,\r\n${'很长的一段中文说明😀'.repeat(20)}`,
  remindDays: 7,
  sequence: 3,
};
const now = new Date('2026-11-23T04:05:06.789Z');

describe('the calendar file', () => {
  it('is read back by the rules of RFC 5545', () => {
    const { calendar, events } = readCalendar(calendarFile([event, { ...event, uid: 'b@lamplight' }], now));
    expect(calendar).toMatchObject({
      VERSION: '2.0',
      PRODID: '-//Lamplight//Follow-up//EN',
      METHOD: 'PUBLISH',
    });
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      UID: event.uid,
      DTSTAMP: '20261123T040506Z',
      'DTSTART;VALUE=DATE': '20270523',
      'DTEND;VALUE=DATE': '20270524',
      SUMMARY: event.summary,
      DESCRIPTION: event.description.replaceAll('\r\n', '\n'),
      SEQUENCE: '3',
      alarm: { ACTION: 'DISPLAY', TRIGGER: '-P6DT15H', DESCRIPTION: event.summary },
    });
  });

  it('ends a day event on the next day, over the end of a month and a leap day', () => {
    const end = (day: string) =>
      readCalendar(calendarFile([{ ...event, day }], now)).events[0]['DTEND;VALUE=DATE'];
    expect(end('20271231')).toBe('20280101');
    expect(end('20280228')).toBe('20280229');
  });

  it('folds at 75 octets and cuts no character', () => {
    for (const line of ['', 'a'.repeat(75), 'a'.repeat(76), '字'.repeat(100), `a${'😀'.repeat(60)}`]) {
      const pieces = folded(line).split('\r\n');
      for (const piece of pieces) expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(75);
      expect(pieces.map((piece, n) => (n > 0 ? piece.slice(1) : piece)).join('')).toBe(line);
    }
    expect(folded('a'.repeat(75))).not.toContain('\r');
  });

  it('takes control characters out, so that nothing of a text becomes a line of its own', () => {
    const text = calendarFile([{ ...event, summary: 'a\u0000b\rEND:VEVENT' }], now);
    expect(readCalendar(text).events[0].SUMMARY).toBe('ab\nEND:VEVENT');
  });

  it('is not made of nothing', () => expect(() => calendarFile([], now)).toThrow(RangeError));
});

describe('a reference', () => {
  it('is the same for the same study, another for another, and tells nothing', () => {
    const uids = Array.from({ length: 3000 }, (_, n) => `1.2.840.${n}`);
    expect(referenceOf(uids[0])).toBe(referenceOf(uids[0]));
    expect(referenceOf(uids[0])).toMatch(/^LL-[2-9A-HJKMNP-Z]{6}$/);
    expect(new Set(uids.map((uid) => referenceOf(uid, 10))).size).toBe(uids.length);
    expect(new Set(uids.map((uid) => referenceOf(uid))).size).toBeGreaterThan(uids.length - 5);
  });
});
