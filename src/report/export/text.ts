/** Bytes and text as other formats embed them. */
import type { ReportTable } from '../../domain/report-facts';

/** Base64, in pieces: a spread of a megabyte overflows the stack. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}

/** Characters that XML 1.0 forbids, lone halves of surrogate pairs too: a file that holds one is refused whole. */
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export const allowed = (text: string): string => text.replace(forbidden, '');

/** Text as it stands in XML and HTML, in attributes too. */
export const escaped = (text: string): string =>
  allowed(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');

/** A table as HTML; figures bear the class `figure`. It is XHTML, too. */
export function tableHtml({ caption, head, rows, foot, figures }: ReportTable): string {
  const cells = (tag: 'th' | 'td', all: readonly string[]): string =>
    all
      .map((text, n) => `<${tag}${figures.includes(n) ? ' class="figure"' : ''}>${escaped(text)}</${tag}>`)
      .join('');
  const lines = (all: readonly (readonly string[])[]): string =>
    all.map((row) => `<tr>${cells('td', row)}</tr>`).join('');
  const sums = foot.length > 0 ? `<tfoot>${lines(foot)}</tfoot>` : '';
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${cells('th', head)}</tr></thead><tbody>${lines(rows)}</tbody>${sums}</table>`;
}
