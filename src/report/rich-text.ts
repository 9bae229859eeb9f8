/** The report as a piece of HTML for the clipboard: headings, sentences, a numbered impression; no style of its own. */
import { researchUse, syntheticNotice, type ReportDocument } from '../domain/report-facts';
import { exported } from './edit';
import { stateText } from './state-words';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char]);

/** Everything that a reader typed is text: nothing of it becomes an element. */
export function toRichText(report: ReportDocument): string {
  const { language } = report;
  const notice = syntheticNotice[language];
  const parts = [report.synthetic ? `<p><strong>${escaped(notice)}</strong></p>` : ''];
  for (const { title, numbered, sentences } of exported(report)) {
    parts.push(`<h3>${escaped(title)}</h3>`);
    // The first line has said it already.
    const texts = sentences.map((s) => s.text).filter((text) => text !== notice);
    if (numbered) parts.push(`<ol>${texts.map((text) => `<li>${escaped(text)}</li>`).join('')}</ol>`);
    else parts.push(...texts.map((text) => `<p>${escaped(text)}</p>`));
  }
  const end = language === 'zh' ? '。' : '. ';
  parts.push(`<p>${escaped(`${stateText(report)}${end}${researchUse[language]}${end.trim()}`)}</p>`);
  return `<div lang="${language === 'zh' ? 'zh-CN' : 'en'}">${parts.join('')}</div>`;
}
