/** The report as one HTML file: styles and pictures inside, nothing fetched, no script; printed it is an A4 page. */
import type { ReportDocument } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { content, styles, type Block, type Content, type KeyImage } from '../pdf/content';
import type { Run } from '../pdf/wrap';
import { base64, escaped, tableHtml } from './text';

export interface HtmlInput {
  readonly report: ReportDocument;
  readonly study: Study;
  readonly keyImages: readonly KeyImage[];
}

/** Two sizes only: what is said, and small print. Written for paper first. */
const css = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 760px; background: #fff; color: #1c2129;
  font: 15px/1.6 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 20px 0 4px; font-size: 16px; color: #1a5473; break-after: avoid; }
p { margin: 0 0 4px; white-space: pre-wrap; orphans: 2; widows: 2; }
small { font-size: 12px; color: #58626f; }
.hospital { font-weight: 600; }
.head { display: flex; align-items: end; justify-content: space-between; gap: 16px; padding-bottom: 8px;
  border-bottom: 1px solid #c7ced9; }
.logo { float: right; max-width: 160px; max-height: 46px; }
.banner { padding: 4px 8px; border: 1px solid #1a5473; color: #1a5473; font-weight: 600; }
dl { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 8px; margin: 8px 0; padding-bottom: 8px;
  border-bottom: 1px solid #c7ced9; overflow-wrap: anywhere; }
dt { font-size: 12px; color: #58626f; }
dd { margin: 0; }
.numbered { padding-left: 24px; text-indent: -24px; }
.number { display: inline-block; width: 24px; text-indent: 0; }
table { margin: 4px 0 10px; border-collapse: collapse; font-size: 14px; break-inside: avoid; }
caption { text-align: left; font-size: 12px; color: #58626f; }
th, td { padding: 3px 14px 3px 0; border-bottom: 1px solid #c7ced9; text-align: left; vertical-align: top; }
th { font-size: 12px; font-weight: 400; color: #58626f; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
figure { margin: 0; break-inside: avoid; }
figure img { max-width: 100%; max-height: 260px; }
.sign { display: flex; flex-wrap: wrap; gap: 8px 32px; margin-top: 28px; break-inside: avoid; }
.sign span { display: inline-block; min-width: 90px; border-bottom: 1px solid #58626f; }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px; margin-top: 24px; padding-top: 6px;
  border-top: 1px solid #c7ced9; }
@media (max-width: 480px) { dl { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@page { size: A4; margin: 18mm 18mm 16mm; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } }
`;

const png = (bytes: Uint8Array): string => `data:image/png;base64,${base64(bytes)}`;

/** A number and its unit stay on one line. */
const together = (text: string): string =>
  escaped(text).replace(/(\d|×) (?=mm|cm|HU|kVp|mA|mL|%|d\b|×|\d)/g, '$1\u00a0');

/** Notes of the paper (how AI took part, "edited") are small print. */
const runs = (all: readonly Run[]): string =>
  all
    .map(({ text, style }) => (style === styles.note ? `<small>${escaped(text)}</small>` : together(text)))
    .join('');

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'title':
      return [
        block.logo ? `<img class="logo" alt="" src="${png(block.logo.png)}">` : '',
        block.hospital ? `<p class="hospital">${escaped(block.hospital)}</p>` : '',
        `<div class="head"><h1>${escaped(block.title)}</h1><small>${escaped(block.status)}</small></div>`,
      ].join('\n');
    case 'fields':
      return `<dl>${block.fields.map(([label, value]) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`;
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'paragraph':
      return block.number
        ? `<p class="numbered"><span class="number">${escaped(block.number)}</span>${runs(block.runs)}</p>`
        : `<p>${runs(block.runs)}</p>`;
    case 'table':
      return tableHtml(block.table);
    case 'images':
      return `<div class="figures">${block.images
        .map(
          ({ png: bytes, caption }) =>
            `<figure><img alt="${escaped(caption)}" src="${png(bytes)}"><figcaption><small>${escaped(caption)}</small></figcaption></figure>`,
        )
        .join('')}</div>`;
    case 'signature':
      return `<div class="sign">${block.lines
        .map(
          ([label, value]) =>
            `<div><small>${escaped(label)}</small> <span>${escaped(value) || '&nbsp;'}</span></div>`,
        )
        .join('')}</div>`;
  }
}

/** What a browser shows in its tab and offers as a file name: what it is and of whom. */
const titleOf = ({ blocks, frame }: Content): string => {
  const title = blocks.find((b) => b.kind === 'title');
  return [title?.kind === 'title' ? title.title : '', frame.running].filter(Boolean).join(' · ');
};

/** UTF-8 text of a whole file. What the reader typed is text in it and never mark-up. */
export function toHtml({ report, study, keyImages }: HtmlInput): string {
  const hospital = report.header.hospital || study.institution;
  const all = content(report, study, keyImages, hospital);
  const { frame } = all;
  const banner = frame.banner ? `<header><p class="banner">${escaped(frame.banner)}</p></header>` : '';
  return `<!doctype html>
<html lang="${report.language === 'zh' ? 'zh-Hans' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(titleOf(all))}</title>
<style>${css}</style>
</head>
<body>
${banner}
<main>
${all.blocks.map(blockOf).join('\n')}
</main>
<footer>${frame.footer.map((text) => `<small>${escaped(text)}</small>`).join('')}</footer>
</body>
</html>
`;
}
