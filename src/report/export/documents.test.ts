/** HTML and Word files of a report: what the reader typed is text, nothing is fetched, every page says what it must. */
import { BlobReader, TextWriter, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import type { ReportDocument, ReportLanguage } from '../../domain/report-facts';
import { buildReport } from '../build';
import { addSentence } from '../edit';
import * as ph from '../phantom.fixture';
import { toDocx } from './docx';
import { toHtml } from './html';
import { allowed, base64, escaped } from './text';

/** A grey PNG of 1 x 1. */
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);
const grid = ph.phantomGrid();

function input(language: ReportLanguage, change: (report: ReportDocument) => ReportDocument = (r) => r) {
  const series = ph.phantomSeries(grid);
  const findings = ph.phantomFindings(grid);
  const study = ph.phantomStudy(series);
  const built = buildReport({
    study,
    series,
    run: ph.phantomRun(findings),
    analysisState: 'ran',
    findings,
    language,
    now: new Date(2024, 2, 1, 11, 15),
  });
  const keyImages = [1, 2, 3].map((n) => ({ png, caption: `${n} <b>` }));
  return { report: change(built), study, keyImages };
}
const signed = (report: ReportDocument): ReportDocument => ({
  ...report,
  status: 'final',
  signature: { name: '李医师', at: '2024-03-01T12:30:00+08:00' },
  header: { ...report.header, hospital: '示例县人民医院 & 分院', logo: { png, width: 1, height: 1 } },
});
const typed = '见<script>alert(1)</script>及 "a" & \'b\'\u0007，𠮷字。';

describe('HTML', () => {
  it('is whole: no script, no address outside, the pictures inside', () => {
    const html = toHtml(input('zh', signed));
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-Hans">/);
    expect(html).not.toMatch(/<script|https?:\/\/|url\(|@import| on\w+=/i);
    // Three key images and the logo.
    expect(html.match(/src="data:image\/png;base64,/g)).toHaveLength(4);
    expect(html).toContain("default-src 'none'");
  });

  it('says who, what state, what it is for; synthetic ones say so', () => {
    const html = toHtml(input('zh', signed));
    for (const said of [
      '王小明',
      '李医师签名于2024-03-01 12:30',
      '示例县人民医院 &amp; 分院',
      '仅供研究，不作诊断',
      'SYNTHETIC',
    ])
      expect(html).toContain(said);
    const draft = toHtml(input('en'));
    expect(draft).toContain('<html lang="en">');
    expect(draft).toMatch(/not signed/);
    expect(draft).toContain('Research use, not for diagnosis');
  });

  it('takes what the reader typed as text', () => {
    const html = toHtml(input('zh', (r) => addSentence(r, { section: 'findings', text: typed })));
    expect(html).toContain(
      '见&lt;script&gt;alert(1)&lt;/script&gt;及 &quot;a&quot; &amp; &#39;b&#39;，𠮷字。',
    );
    expect(html).toContain('alt="1 &lt;b&gt;"');
  });
});

async function unzipped(bytes: Uint8Array<ArrayBuffer>) {
  const reader = new ZipReader(new BlobReader(new Blob([bytes])), { useWebWorkers: false });
  const entries = (await reader.getEntries()).filter((entry) => !entry.directory);
  const text = async (name: string) => entries.find((e) => e.filename === name)!.getData!(new TextWriter());
  return { names: entries.map((e) => e.filename), entries, text };
}

describe('Word', () => {
  it('holds the report, with a font for Chinese, the pictures, and page numbers', async () => {
    const { names, entries, text } = await unzipped(await toDocx(input('zh', signed)));
    const body = await text('word/document.xml');
    for (const said of ['检查所见', '影像学诊断', '王小明', '李医师', '示例县人民医院 &amp; 分院'])
      expect(body).toContain(said);
    // Every run that says something names the font: Word else takes one that may hold no Chinese.
    const runs = [...body.matchAll(/<w:r>(.*?)<\/w:r>/gs)].map((m) => m[1]).filter((r) => r.includes('<w:t'));
    expect(runs.length).toBeGreaterThan(20);
    for (const run of runs) expect(run).toContain('w:eastAsia="Microsoft YaHei"');
    const media = entries.filter((e) => e.filename.startsWith('word/media/'));
    // The same picture is kept once.
    expect(media).toHaveLength(1);
    expect(await media[0].getData!(new Uint8ArrayWriter())).toEqual(png);
    expect(body.match(/<w:drawing>/g)).toHaveLength(4);
    const footer = await text(names.find((n) => /footer\d*\.xml$/.test(n))!);
    expect(footer).toContain('仅供研究，不作诊断');
    expect(footer).toContain('NUMPAGES');
    expect(await text(names.find((n) => /header\d*\.xml$/.test(n))!)).toContain('SYNTHETIC');
    expect(body).toMatch(/w:w="11906" w:h="16838"/);
  });

  it('takes what the reader typed as text, without characters that XML forbids', async () => {
    const { text } = await unzipped(
      await toDocx(input('en', (r) => addSentence(r, { section: 'findings', text: `${typed}\nsecond` }))),
    );
    const body = await text('word/document.xml');
    expect(body).toContain('见&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).toContain('<w:br/>');
    expect(body).not.toContain('\u0007');
  });

  it('refuses a picture that is none', async () => {
    const broken = { ...input('en'), keyImages: [{ png: Uint8Array.of(1, 2, 3), caption: '' }] };
    await expect(toDocx(broken)).rejects.toThrow(RangeError);
  });
});

describe('text of other formats', () => {
  it('drops what XML forbids, half characters too, and keeps the rest', () => {
    expect(allowed('a\u0000\u000bb\ud83dc😀\n\t\uffff')).toBe('abc😀\n\t');
    expect(escaped('<&>"\'')).toBe('&lt;&amp;&gt;&quot;&#39;');
  });
  it('base64 is that of Node, at any length', () => {
    for (const length of [0, 1, 0x7fff, 0x8001, 100_000]) {
      const bytes = Uint8Array.from({ length }, (...[, n]) => (n * 7) % 256);
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }
  });
});
