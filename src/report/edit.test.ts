import { describe, expect, it } from 'vitest';
import type { Finding } from '../domain/finding';
import type { ReportDocument, ReportLanguage } from '../domain/report-facts';
import { buildReport } from './build';
import {
  addSentence,
  editSentence,
  exported,
  mergeEdits,
  removeSentence,
  restoreSentence,
  revertSentence,
} from './edit';
import { toJson } from './json';
import { toPlainText } from './plain-text';
import * as ph from './phantom.fixture';

const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);
const study = ph.phantomStudy(series);
const findings = ph.phantomFindings(grid);
const key = `finding:${findings[0].trackingUid}`;

function build(list: readonly Finding[] = findings, language: ReportLanguage = 'zh'): ReportDocument {
  const run = ph.phantomRun(list);
  return buildReport({
    study,
    series,
    run,
    analysisState: 'ran',
    findings: list,
    language,
    now: new Date(0),
  });
}
const at = (report: ReportDocument, k: string) =>
  report.sections.flatMap((s) => s.sentences).find((s) => s.key === k);
const with0 = (more: Partial<Finding>): readonly Finding[] =>
  findings.map((f, n) => (n === 0 ? { ...f, ...more } : f));

describe('edits', () => {
  it('are kept and marked when the rest is rebuilt', () => {
    const before = build();
    const edited = editSentence(before, key, '右肺上叶小结节。');
    expect(at(edited, key)).toMatchObject({ text: '右肺上叶小结节。', edited: true, stale: false });
    expect(at(before, key)!.edited).toBe(false);
    const rebuilt = mergeEdits(build(with0({ lobe: 'RML' })), edited);
    expect(at(rebuilt, key)).toMatchObject({ text: '右肺上叶小结节。', edited: true, stale: true });
    expect(at(rebuilt, key)!.generated).toContain('右肺中叶');
    const other = `impression:${findings[0].trackingUid}`;
    expect(at(rebuilt, other)!.text).toContain('右肺中叶');
    expect(at(revertSentence(rebuilt, key), key)).toMatchObject({ edited: false, stale: false });
  });

  it('leave with a rejected finding and come back with undo', () => {
    const edited = editSentence(build(), key, '右肺上叶小结节。');
    const noted = addSentence(edited, {
      section: 'findings',
      text: '较前增大。',
      after: key,
      findingUids: [findings[0].trackingUid],
    });
    const rejected = mergeEdits(build(with0({ review: 'rejected' })), noted);
    expect(at(rejected, key)).toBeUndefined();
    expect(at(rejected, 'added:1')).toBeUndefined();
    expect(toPlainText(rejected)).not.toMatch(/小结节|较前增大/);
    const back = mergeEdits(build(), rejected);
    expect(at(back, key)!.text).toBe('右肺上叶小结节。');
    expect(back.sections[1].sentences.map((s) => s.key).slice(1, 3)).toEqual([key, 'added:1']);
  });

  it('survive whatever is done to the finding under them: rejected, back, another type, the other language, again', () => {
    const impression = `impression:${findings[0].trackingUid}`;
    let now = editSentence(build(), key, '第一句，医师所写。');
    now = editSentence(now, impression, '诊断，医师所写。');
    now = addSentence(now, { section: 'findings', text: '补一句。', after: key, findingUids: [] });
    now = removeSentence(now, 'recommendation:ai');
    const text = (report: ReportDocument) => toPlainText(report);
    const whole = text(now);
    const states: readonly (readonly [readonly Finding[], ReportLanguage])[] = [
      [with0({ review: 'rejected', rejectReason: 'vessel' }), 'zh'],
      [with0({ review: 'rejected', rejectReason: 'vessel' }), 'en'],
      [with0({ review: 'pending' }), 'zh'],
      [[], 'zh'],
      [findings.slice(1), 'en'],
    ];
    for (const [list, language] of states) {
      now = mergeEdits(build(list, language), now);
      // An edit made while the finding is away stands beside the others.
      expect(text(now)).not.toContain('第一句，医师所写。');
    }
    // The reader's own sentence stays where its neighbour went.
    expect(text(mergeEdits(build(with0({ review: 'rejected' })), now))).toContain('补一句。');
    now = mergeEdits(build(), now);
    expect(text(now)).toBe(whole);
    now = mergeEdits(build(with0({ type: 'nonSolid' })), now);
    expect(at(now, key)).toMatchObject({ text: '第一句，医师所写。', stale: true });
    expect(text(mergeEdits(build(), now))).toBe(whole);
  });

  it('stay in their language', () => {
    const zh = editSentence(build(), key, '右肺上叶小结节。');
    const en = mergeEdits(build(findings, 'en'), zh);
    expect(at(en, key)!.edited).toBe(false);
    expect(en.editedInOtherLanguage).toEqual([key]);
    expect(at(mergeEdits(build(), en), key)!.text).toBe('右肺上叶小结节。');
  });

  it('add, change and remove sentences', () => {
    let report = addSentence(build(), { section: 'impression', text: '肺气肿。' });
    report = addSentence(report, { section: 'findings', text: '双侧胸腔未见积液。', after: key });
    expect(at(report, 'added:1')!.edited).toBe(true);
    report = editSentence(report, 'added:1', '双肺肺气肿。');
    expect(report.sections[2].sentences.at(-1)!.text).toBe('双肺肺气肿。');
    report = removeSentence(report, 'added:1');
    expect(at(report, 'added:1')).toBeUndefined();
    report = mergeEdits(build(), removeSentence(report, key));
    expect(at(report, key)).toBeUndefined();
    expect(report.sections[1].sentences[1].text).toBe('双侧胸腔未见积液。');
    expect(at(restoreSentence(report, key), key)).toBeDefined();
    expect(() => editSentence(report, 'finding:nothing', '')).toThrow(RangeError);
    expect(() => revertSentence(report, 'added:2')).toThrow(RangeError);
  });

  it('replace the placeholder of an empty impression', () => {
    const empty = build([]);
    expect(at(empty, 'impression:missing')!.draftOnly).toBe(true);
    expect(exported(empty)[2].sentences.map((s) => s.text)).toEqual([
      'AI分析未发现高于其工作点的目标；不能据此排除结节。',
    ]);
    const written = addSentence(empty, { section: 'impression', text: '胸部CT未见明显异常。' });
    expect(written.sections[2].sentences.map((s) => s.text)).toEqual(['胸部CT未见明显异常。']);
    const over = editSentence(empty, 'impression:missing', '胸部CT未见明显异常。');
    expect(exported(over)[2].sentences.map((s) => s.text)).toEqual(['胸部CT未见明显异常。']);
  });
});

/** Every two-byte character of GBK. */
const gbk = new Set<string>();
for (let lead = 0x81; lead <= 0xfe; lead++)
  for (let trail = 0x40; trail <= 0xfe; trail++)
    gbk.add(new TextDecoder('gbk').decode(Uint8Array.of(lead, trail)));

describe('plain text', () => {
  it('is what a RIS field takes: CRLF, no character that GBK lacks', () => {
    const text = toPlainText(editSentence(build(), key, '第一行\n第二行\r\n第三行'));
    expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(text).toContain('第一行\r\n第二行\r\n第三行\r\n');
    expect(text).not.toMatch(/[\u2212³²\u00a0]/);
    expect(text).toContain('522 mm3，平均CT值约-21 HU');
    expect(text).toMatch(/^SYNTHETIC/);
    expect(text).toContain('【影像学诊断】\r\n1. 左肺部分实性结节');
    expect(text.trimEnd()).toMatch(/仅供研究，不作诊断。$/);
    expect(text).not.toContain('待审阅');
    expect(text.match(/SYNTHETIC/g)).toHaveLength(1);
    const lost = [...text].filter((c) => c > '\u007f' && !gbk.has(c));
    expect(lost).toEqual([]);
  });

  it('says that a section is empty, in English too', () => {
    const bare = (language: 'zh' | 'en') => removeSentence(build([], language), 'impression:ai');
    expect(toPlainText(bare('en'))).toContain('IMPRESSION\r\n(not completed)\r\n');
    expect(toPlainText(bare('zh'))).toContain('【影像学诊断】\r\n（未填写）\r\n');
  });
});

describe('JSON', () => {
  it('keeps every finding with its review, unit, method and calibration', () => {
    const json = JSON.parse(toJson({ report: build(), study, findings, run: ph.phantomRun(findings) })) as {
      schema: string;
      synthetic: boolean;
      findings: {
        review: { state: string; rejectReason: string | null; inReport: boolean };
        measurements: Record<
          string,
          { value: number; unit: { value: string }; method: string; calibration: string }
        >;
      }[];
      sections: { sentences: { key: string }[] }[];
      analysis: { state: string; run: { modelSha256: string } };
    };
    expect(json.schema).toBe('lamplight.report/4');
    expect(json.synthetic).toBe(true);
    expect(json.findings.map((f) => f.review.state)).toEqual([
      'accepted',
      'edited',
      'accepted',
      'pending',
      'rejected',
    ]);
    expect(json.findings.map((f) => f.review.inReport)).toEqual([true, true, true, false, false]);
    expect(json.findings[4].review.rejectReason).toBe('vessel');
    expect(json.findings[0].measurements.longAxis).toMatchObject({
      value: findings[0].measurements.longAxis.value,
      unit: { value: 'mm', scheme: 'UCUM' },
      calibration: 'PixelSpacing (0028,0030)',
    });
    expect(json.analysis.run.modelSha256).toBe('ab'.repeat(32));
    expect(json.sections[1].sentences.some((s) => s.key === 'findings:pending')).toBe(false);
  });
});
