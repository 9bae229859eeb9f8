/** The report as a piece of HTML for the clipboard: headings, sentences, a numbered impression; no style of its own. */
import { researchUse, syntheticNotice, type ReportDocument, type Sentence } from '../domain/report-facts';
import { exported } from './edit';
import { escaped, tableHtml } from './export/text';
import { stateText } from './state-words';

/** Everything that a reader typed is text: nothing of it becomes an element. */
export function toRichText(report: ReportDocument): string {
  const { language } = report;
  const notice = syntheticNotice[language];
  const parts = [report.synthetic ? `<p><strong>${escaped(notice)}</strong></p>` : ''];
  for (const { title, numbered, sentences } of exported(report)) {
    parts.push(`<h3>${escaped(title)}</h3>`);
    // The first line has said it already.
    const said = sentences.filter(({ text }) => text !== notice);
    const table = (s: Sentence): string => (s.table ? tableHtml(s.table) : '');
    if (numbered)
      parts.push(`<ol>${said.map((s) => `<li>${escaped(s.text)}${table(s)}</li>`).join('')}</ol>`);
    else parts.push(...said.map((s) => `<p>${escaped(s.text)}</p>${table(s)}`));
  }
  const end = language === 'zh' ? '。' : '. ';
  parts.push(`<p>${escaped(`${stateText(report)}${end}${researchUse[language]}${end.trim()}`)}</p>`);
  return `<div lang="${language === 'zh' ? 'zh-CN' : 'en'}">${parts.join('')}</div>`;
}
