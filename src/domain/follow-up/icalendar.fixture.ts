/**
 * Reads a calendar file as RFC 5545 says it is written, knowing nothing of the writer: for tests. Every fault throws.
 */
type Properties = Record<string, string>;
export type ReadEvent = Properties & { readonly alarm: Properties };

const unescaped = (value: string): string =>
  value.replace(/\\(.)/g, (_all, sign: string) => {
    if (sign === 'n' || sign === 'N') return '\n';
    if ('\\;,'.includes(sign)) return sign;
    throw new Error(`unknown escape: \\${sign}`);
  });

function contentLines(text: string): readonly string[] {
  if (!text.endsWith('\r\n')) throw new Error('the last line has no end');
  const lines = text.slice(0, -2).split('\r\n');
  for (const line of lines) {
    if (/[\r\n]/.test(line)) throw new Error('a line end that is not CRLF');
    if (new TextEncoder().encode(line).length > 75) throw new Error(`longer than 75 octets: ${line}`);
  }
  return lines
    .join('\r\n')
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n');
}

const texts = ['SUMMARY', 'DESCRIPTION', 'UID'];

export function readCalendar(text: string): { calendar: Properties; events: readonly ReadEvent[] } {
  const open: { name: string; properties: Properties }[] = [];
  const events: ReadEvent[] = [];
  let calendar: Properties = {};
  let alarm: Properties | undefined;
  for (const line of contentLines(text)) {
    const colon = line.indexOf(':');
    if (colon < 1 || !/^[A-Z-]+(;[A-Z-]+=[^":;,]+)*$/.test(line.slice(0, colon)))
      throw new Error(`no line: ${line}`);
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (name === 'BEGIN') open.push({ name: value, properties: {} });
    else if (name === 'END') {
      const ended = open.pop();
      if (ended?.name !== value) throw new Error(`${value} ends where ${ended?.name} is open`);
      if (value === 'VALARM') alarm = ended.properties;
      else if (value === 'VEVENT') {
        for (const needed of ['UID', 'DTSTAMP', 'DTSTART;VALUE=DATE'])
          if (!(needed in ended.properties)) throw new Error(`an event without ${needed}`);
        if (!alarm) throw new Error('an event without a reminder');
        events.push({ ...ended.properties, alarm } as unknown as ReadEvent);
        alarm = undefined;
      } else calendar = ended.properties;
    } else {
      const { properties } = open.at(-1)!;
      if (name in properties) throw new Error(`twice: ${name}`);
      properties[name] = texts.includes(name) ? unescaped(value) : value;
    }
  }
  if (open.length > 0) throw new Error('something is not ended');
  const uids = events.map(({ UID }) => UID);
  if (new Set(uids).size !== uids.length) throw new Error('a UID twice');
  return { calendar, events };
}
