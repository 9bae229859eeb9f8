/** Reports as text. */
import type { Code } from '../../domain/finding';
import { unitText, type SrItem } from '../../dicom/objects';
import { personName } from '../../domain/person-text';
import { language } from '../../i18n';

/** YYYYMMDDHHMMSS and parts of it as people read them; anything else as written. */
export function dateText(written: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?/.exec(written.trim());
  if (!match) return written;
  const [, y, m, d, h, min] = match;
  return `${y}-${m}-${d}${h ? ` ${h}:${min}` : ''}`;
}

const timeText = (written: string): string => {
  const match = /^(\d{2})(\d{2})(?:(\d{2}))?/.exec(written.trim());
  return match ? [match[1], match[2], match[3]].filter(Boolean).join(':') : written;
};

const named = (code: Code | undefined): string => code?.meaning || code?.value || '';

/** Code and scheme, for those who need them: 27925004, SCT. */
export const codeText = (code: Code | undefined): string =>
  code ? [code.value, code.scheme].filter(Boolean).join(', ') : '';

/** The value of an item as text; references and coordinates are the caller's to name. */
export function valueText({ type, value }: SrItem): string {
  switch (value.kind) {
    case 'text':
      if (type === 'PNAME') return personName(value.text, language());
      if (type === 'DATE' || type === 'DATETIME') return dateText(value.text);
      return type === 'TIME' ? timeText(value.text) : value.text;
    case 'code':
      return named(value.code);
    case 'number': {
      const unit = unitText(value.unit);
      return value.text ? [value.text, unit].filter(Boolean).join(' ') : named(value.qualifier);
    }
    case 'coordinates':
      return value.graphic;
    case 'sameAs':
      return value.place;
    case 'reference':
    case 'container':
      return '';
  }
}

/** The whole report as indented text, to be copied. */
export function reportText(root: SrItem, nameImage: (item: SrItem) => string): string {
  const lines: string[] = [];
  const visit = (item: SrItem, depth: number): void => {
    const name = named(item.concept);
    const text = item.value.kind === 'reference' ? nameImage(item) : valueText(item);
    const pad = '  '.repeat(depth);
    if (name || text)
      lines.push(`${pad}${[name, text.replaceAll(/\r\n?/g, '\n')].filter(Boolean).join(': ')}`);
    for (const child of item.children) visit(child, depth + 1);
  };
  visit(root, 0);
  return lines.join('\n');
}
