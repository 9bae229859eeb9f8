/** Headers as lines of text, "Name: value", and back. */

export const headersText = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const line = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*)$/;

/** @returns the headers, or the first line that is none */
export function headersIn(text: string): Record<string, string> | string {
  const out: Record<string, string> = {};
  for (const one of text.split('\n').map((each) => each.trim())) {
    if (one === '') continue;
    const [, name, value] = line.exec(one) ?? [];
    // Header values are Latin-1 without control characters.
    if (!name || /[^\x20-\x7e\xa0-\xff]/.test(value)) return one;
    out[name] = value;
  }
  return out;
}
