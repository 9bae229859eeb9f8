/** The report as text for the hospital's RIS: no mark-up, no character that a GBK or Latin-1 system loses. */
import { tableText } from '../domain/table-text';
import { researchUse, syntheticNotice, type ReportDocument } from '../domain/report-facts';
import { exported } from './edit';

import { stateText } from './state-words';

/** Characters that GBK or old RIS fonts lack, and what is typed instead. */
const plain: readonly (readonly [RegExp, string])[] = [
  [/\u2212/g, '-'],
  [/mm²/g, 'mm2'],
  [/mm³/g, 'mm3'],
  [/[\u2018\u2019]/g, "'"],
  [/[\u201c\u201d]/g, '"'],
  [/\u2026/g, '...'],
  [/[\u00a0\u2009\u202f]/g, ' '],
];

/** Chinese quotation marks and the ellipsis are GBK characters and stay in Chinese text. */
const latinOnly = new Set([3, 4, 5]);

function simplify(text: string, chinese: boolean): string {
  return plain.reduce(
    (out, [pattern, typed], n) => (chinese && latinOnly.has(n) ? out : out.replace(pattern, typed)),
    text,
  );
}

const emptySection = { zh: '（未填写）', en: '(not completed)' } as const;

/**
 * Sections with their titles, sentences a line each, the impression numbered; CRLF line ends, as Windows text
 * fields want. SYNTHETIC stands first and the research-use line last whatever was edited. Reminders are left out.
 */
export function toPlainText(report: ReportDocument): string {
  const { language } = report;
  const lines: string[] = [];
  if (report.synthetic) lines.push(syntheticNotice[language], '');
  for (const section of exported(report)) {
    lines.push(language === 'zh' ? `【${section.title}】` : section.title.toUpperCase());
    // The first line of the text has said it already.
    const sentences = section.sentences.filter((s) => s.text !== syntheticNotice[language]);
    sentences.forEach((s, n) => {
      // A line break inside an edited sentence stays one; what kind of line break it was does not matter.
      const [first, ...rest] = s.text.split(/\r\n|\r|\n/);
      const number = section.numbered ? `${n + 1}. ` : '';
      lines.push(number + first, ...rest, ...(s.table ? tableText(s.table) : []));
    });
    if (sentences.length === 0) lines.push(emptySection[language]);
    lines.push('');
  }
  lines.push(
    `${stateText(report)}${language === 'zh' ? '。' : '. '}${researchUse[language]}${language === 'zh' ? '。' : '.'}`,
  );
  return simplify(lines.join('\r\n'), language === 'zh') + '\r\n';
}
