/** The table of a form in everything that the report leaves as, and its way through edits and versions. */
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import type { ReportLanguage } from '../domain/report-facts';
import { tableText } from '../domain/table-text';
import { buildReport } from './build';
import { editSentence, exported, removeSentence, restoreSentence } from './edit';
import { toDocx } from './export/docx';
import { toFhir } from './export/fhir/bundle';
import { toHtml } from './export/html';
import { formFacts } from './forms.fixture';
import { columnWidths } from './pdf/table';
import * as ph from './phantom.fixture';
import { toPlainText } from './plain-text';
import { toRichText } from './rich-text';
import { versionOf } from './sign';

const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);
const study = ph.phantomStudy(series);
const build = (language: ReportLanguage) =>
  buildReport({
    study,
    series,
    run: undefined,
    analysisState: 'notRun',
    findings: [],
    language,
    now: new Date(2024, 2, 1, 11, 15),
    ...formFacts(['recist', 'who']),
  });
const key = 'form:recist:1:findings';
const tableOf = (report: ReturnType<typeof build>) =>
  report.sections.flatMap((s) => s.sentences).find((s) => s.key === key)?.table;

describe('the table of a report', () => {
  it('stands in its language under its sentence, goes with it, and stays when the words are edited', () => {
    const zh = build('zh');
    expect(tableOf(zh)!.head).toEqual(['#', '部位', '器官', '测量', '基线 mm', '本次 mm', '变化']);
    expect(tableOf(build('en'))!.head[1]).toBe('Site');
    const edited = editSentence(zh, key, '靶病灶缩小。');
    expect(tableOf(edited)).toEqual(tableOf(zh));
    const removed = removeSentence(edited, key);
    expect(tableOf(removed)).toBeUndefined();
    expect(tableOf(restoreSentence(removed, key))).toEqual(tableOf(zh));
    const version = versionOf(edited, 'final', { name: '李', at: '2024-03-01T12:30:00+08:00' });
    expect(version.sections.flatMap((s) => s.sentences).find((s) => s.key === key)?.table).toEqual(
      tableOf(zh),
    );
    expect(
      exported(edited)
        .flatMap((s) => s.sentences)
        .filter((s) => s.table),
    ).toHaveLength(2);
  });

  it('as text: columns filled up, a Chinese character as wide as two', () => {
    const lines = tableText(tableOf(build('zh'))!);
    expect(lines).toEqual([
      'RECIST 1.1 靶病灶',
      '# | 部位             | 器官 | 测量           | 基线 mm | 本次 mm |   变化',
      '1 | right upper lobe | lung | 病灶（长径）   |    60.0 |    40.0 | −33.3%',
      '2 | station 7        | node | 淋巴结（短径） |    40.0 |    30.0 | −25.0%',
      '  | 径线之和         |      |                |   100.0 |    70.0 | −30.0%',
      '  | 最小值           |      |                |    90.0 |    70.0 | −22.2%',
    ]);
    const text = toPlainText(build('zh'));
    expect(text).toContain(
      '\r\n1 | right upper lobe | lung | 病灶（长径）   |    60.0 |    40.0 | -33.3%\r\n',
    );
    expect(text).not.toContain('\u2212');
  });

  it('in HTML, in the clipboard and in the narrative of FHIR', () => {
    const report = build('en');
    const row = '<td class="figure">1</td><td>right upper lobe</td><td>lung</td>';
    expect(toHtml({ report, study, keyImages: [] })).toContain(row);
    expect(toRichText(report)).toContain(row);
    const { div } = (toFhir({ report, study, findings: [] }).entry![0].resource as { text: { div: string } })
      .text;
    expect(div).toContain(row);
    expect(div).toContain('<tfoot>');
  });

  it('in Word: rows, cells and a head that stands again on every page', async () => {
    const bytes = await toDocx({ report: build('en'), study, keyImages: [] });
    const reader = new ZipReader(new BlobReader(new Blob([bytes])), { useWebWorkers: false });
    const entries = await reader.getEntries();
    const entry = entries.find((one) => one.filename === 'word/document.xml')!;
    const xml = await (entry as { getData: (w: TextWriter) => Promise<string> }).getData(new TextWriter());
    expect(xml.match(/<w:tblHeader/g)).toHaveLength(2);
    for (const said of ['right upper lobe', '60.0', '−33.3 %', 'Sum of diameters'])
      expect(xml).toContain(said);
  });

  it('in the PDF: no wider than the page, and figures are never broken', () => {
    const table = tableOf(build('zh'))!;
    const widths = columnWidths(table, (text) => text.length * 6, 300);
    expect(widths.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(300.001);
    for (const n of table.figures)
      for (const row of [...table.rows, ...table.foot])
        expect(widths[n]).toBeGreaterThanOrEqual(row[n].length * 6);
  });
});
