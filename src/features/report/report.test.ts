import { beforeEach, describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../domain/report-facts';
import { formFacts } from '../../report/forms.fixture';
import {
  phantomFindings,
  phantomGrid,
  phantomRun,
  phantomSeries,
  phantomStudy,
} from '../../report/phantom.fixture';
import { restoreFindings } from '../findings';
import { clear, redo, undo } from '../history';
import { makeReport } from './document';
import {
  addText,
  editText,
  removeText,
  restoreText,
  revertText,
  setReportLanguage,
  showKeyImage,
} from './edits';
import {
  besideReport,
  canWriteSeg,
  jsonFile,
  keyImagesOf,
  segFile,
  srBesideFile,
  srFile,
  txtFile,
  zipFile,
} from './files';
import { exportName } from './names';
import { basisOf, refreshShots } from './shots';
import { reportSnapshot, restoreReport } from './snapshot';
import { emptyReport, patchReport, studyReport, useReport, type KeyShot } from './store';

const grid = phantomGrid();
const series = phantomSeries(grid);
const study = phantomStudy(series);
const uid = study.studyUid;
const findings = phantomFindings(grid);
const run = phantomRun(findings);
const ran = { state: { kind: 'done', seriesUid: series.seriesUid, runIndex: 0 }, runs: [run] } as const;

const facts = (language: 'zh' | 'en' = 'zh', own = findings) =>
  makeReport(study, series.seriesUid, own, own === findings ? ran : undefined, studyReport(uid), language)!;
const report = (): ReportDocument => facts().document;
const findingsOf = (document: ReportDocument) => document.sections.find((s) => s.id === 'findings')!;
const texts = () => report().sections.flatMap((s) => s.sentences.map((one) => one.text));
const key = () => `finding:${findings[0].trackingUid}`;
const sentence = () => findingsOf(report()).sentences.find((s) => s.key === key());

beforeEach(() => {
  patchReport(uid, { ...emptyReport, language: undefined });
  clear();
  restoreFindings(uid, {
    version: 1,
    findings,
    originals: {},
    grids: { [series.seriesUid]: grid },
    nextNumber: 9,
    imported: [],
    filter: 'all',
  });
});

describe('sentences', () => {
  it('an edit is marked, survives a rebuild and a change of the page, and goes with undo', () => {
    const built = sentence()!.text;
    editText(report(), key(), '  右肺上叶结节，\n考虑良性。 ');
    expect(sentence()).toMatchObject({ text: '右肺上叶结节， 考虑良性。', edited: true });
    const fewer = makeReport(study, series.seriesUid, findings.slice(0, 1), ran, studyReport(uid), 'zh')!;
    expect(findingsOf(fewer.document).sentences.find((s) => s.key === key())!.edited).toBe(true);
    undo();
    expect(sentence()).toMatchObject({ text: built, edited: false });
    redo();
    revertText(report(), key());
    expect(sentence()).toMatchObject({ text: built, edited: false });
  });

  it('the same text is no edit and nothing to undo; no text takes the sentence out', () => {
    const before = texts();
    editText(report(), key(), `${sentence()!.text} `);
    expect(studyReport(uid).edits).toEqual([]);
    editText(report(), key(), ' ');
    expect(sentence()).toBeUndefined();
    restoreText(report(), key());
    expect(texts()).toEqual(before);
  });

  it('adds a sentence where it was asked for and takes it away', () => {
    addText(report(), { section: 'findings', text: '双侧胸腔未见积液。', after: key() });
    const list = findingsOf(report()).sentences;
    const at = list.findIndex((s) => s.key === key());
    expect(list[at + 1].text).toBe('双侧胸腔未见积液。');
    removeText(report(), list[at + 1].key);
    expect(texts()).not.toContain('双侧胸腔未见积液。');
    undo();
    expect(texts()).toContain('双侧胸腔未见积液。');
  });
});

describe('a study with two series', () => {
  const thick = { ...series, seriesUid: '9.9', number: 7 };
  const both = { ...study, series: [series, thick] };
  const onThick = { ...run, seriesUid: '9.9', findings: [] };

  it('the report stays with what was confirmed when another series is analysed after it', () => {
    const later = { state: { kind: 'done', seriesUid: '9.9', runIndex: 1 }, runs: [run, onThick] } as const;
    const made = makeReport(both, '9.9', findings, later, emptyReport, 'en')!;
    expect(made.series.seriesUid).toBe(series.seriesUid);
    expect(made.run).toBe(run);
    expect(canWriteSeg(made)).toBe(true);
    const json = JSON.parse(new TextDecoder().decode(jsonFile(made).bytes)) as {
      analysis: { runs: { seriesUid: string }[] };
    };
    expect(json.analysis.runs.map((r) => r.seriesUid)).toEqual([series.seriesUid, '9.9']);
  });

  it('is about the series that was analysed last while nothing is confirmed', () => {
    const later = { state: { kind: 'done', seriesUid: '9.9', runIndex: 1 }, runs: [run, onThick] } as const;
    expect(makeReport(both, series.seriesUid, [], later, emptyReport, 'en')!.series.seriesUid).toBe('9.9');
  });
});

describe('a key image', () => {
  it('is taken again when the outline moves, though it has as many voxels', () => {
    const [f] = findings;
    const [i, j, k] = f.mask.start;
    const moved = { ...f, mask: { ...f.mask, start: [i + 1, j, k] as const } };
    const turned = { ...f, mask: { ...f.mask, data: f.mask.data.slice(1) } };
    const bases = [f, moved, turned].map((one) => basisOf(one, 'zh'));
    expect(new Set(bases).size).toBe(3);
    expect(basisOf({ ...f }, 'zh')).toBe(bases[0]);
  });

  it('of a finding that is gone is let go', async () => {
    const shot: KeyShot = { png: new Uint8Array(1), url: 'blob:gone', basis: '' };
    useReport.setState({ shots: { gone: shot } });
    await refreshShots([], 'zh');
    expect(useReport.getState().shots).toEqual({});
  });
});

describe('the audit', () => {
  it('names the frame of every key image, what the reader changed, and where an import came from', () => {
    const [first] = findings;
    const corrected = {
      ...first,
      review: 'edited',
      axes: { ...first.axes, slice: 6 },
      source: { algorithmType: 'AUTOMATIC', algorithmName: 'OtherCAD 3' },
    } as const;
    restoreFindings(uid, {
      version: 1,
      findings,
      originals: { [first.trackingUid]: first },
      grids: { [series.seriesUid]: grid },
      nextNumber: 9,
      imported: [],
      filter: 'all',
    });
    const json = JSON.parse(
      new TextDecoder().decode(jsonFile(facts('en', [corrected, findings[1]])).bytes),
    ) as { findings: Record<string, unknown>[] };
    expect(json.findings[0].keyImage).toMatchObject({
      frame: 1,
      sopInstanceUid: first.keyImage.sopInstanceUid,
      seriesUid: series.seriesUid,
      series: 4,
    });
    expect(json.findings[0]).toMatchObject({
      source: corrected.source,
      given: { axes: { slice: first.axes.slice } },
    });
    expect(json.findings[1]).toMatchObject({ source: null, given: null });
  });
});

describe('what a report states', () => {
  it('not run, unsuitable and ran are three statements', () => {
    const state = (analysis: Parameters<typeof makeReport>[3]) =>
      makeReport(study, series.seriesUid, [], analysis, emptyReport, 'en')!.document;
    const notRun = state(undefined);
    const refused = state({
      state: {
        kind: 'unsuitable',
        seriesUid: series.seriesUid,
        reasons: [{ key: 'notCt' }],
        from: 'headers',
      },
      runs: [],
    });
    const done = state(ran);
    expect([notRun, refused, done].map((d) => d.analysisState)).toEqual(['notRun', 'unsuitable', 'ran']);
    const said = [notRun, refused, done].map((d) => findingsOf(d).sentences.at(-1)!.text);
    expect(new Set(said).size).toBe(3);
  });
});

describe('exports', () => {
  it('SR and SEG of one state of the findings agree on the identity, whichever is saved first', async () => {
    const f = facts();
    expect(canWriteSeg(f)).toBe(true);
    const sr = Buffer.from((await srFile(f)).bytes).toString('latin1');
    const seg = Buffer.from(segFile(f).bytes).toString('latin1');
    const sop = /2\.25\.\d{20,}/g;
    const inSeg = new Set(seg.match(sop));
    const shared = [...new Set(sr.match(sop))].filter((one) => inSeg.has(one));
    expect(shared.length).toBeGreaterThanOrEqual(2);
  });

  it('the SR of filled forms is a document of its own beside the report', async () => {
    const f = facts();
    expect(besideReport(f)).toBe(false);
    const { forms } = formFacts(['recist']);
    const both = { ...f, document: { ...f.document, forms } };
    expect(besideReport(both)).toBe(true);
    // Alone they are the report.
    const alone = facts('zh', []);
    expect(besideReport({ ...alone, document: { ...alone.document, forms } })).toBe(false);
    const [report, beside] = [await srFile(both), await srBesideFile(both)];
    expect([report.name, beside.name].map((name) => name.replace(/^.*_/, ''))).toEqual([
      'SR.dcm',
      'SR-measurements.dcm',
    ]);
    const has = ({ bytes }: typeof report) => Buffer.from(bytes).toString('latin1').includes('RECIST');
    expect(has(beside)).toBe(true);
  });

  it('with nothing accepted the SR is text alone and there is no SEG', async () => {
    const none = facts('zh', []);
    expect(canWriteSeg(none)).toBe(false);
    expect((await srFile(none)).bytes.length).toBeGreaterThan(1000);
    expect((await zipFile(none)).bytes.length).toBeGreaterThan(500);
  });

  it('names, text with a byte order mark, and the audit with every finding', () => {
    expect(
      exportName({ ...study, patient: { ...study.patient, id: ' 张/三:01 ' }, date: '' }, 'SR.dcm'),
    ).toBe('lamplight_张-三-01_nodate_SR.dcm');
    expect(txtFile(facts()).bytes.subarray(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
    const json = JSON.parse(new TextDecoder().decode(jsonFile(facts()).bytes)) as { findings: unknown[] };
    expect(json.findings).toHaveLength(findings.length);
  });

  it('key images follow the reader: most important first, without those taken out', () => {
    const shot = (n: number): KeyShot => ({ png: new Uint8Array([n]), url: '', basis: '' });
    const shots = Object.fromEntries(findings.map((f) => [f.trackingUid, shot(f.number)]));
    const shown = () => keyImagesOf(findings, shots, studyReport(uid), (f) => String(f.number));
    expect(shown().map((i) => i.caption)).toEqual(['2', '1', '3']);
    showKeyImage(uid, findings[1].trackingUid, false);
    expect(shown().map((i) => i.caption)).toEqual(['1', '3']);
    undo();
    expect(shown()).toHaveLength(3);
  });
});

describe('saving', () => {
  it('keeps edits, the report’s own language and images taken out', () => {
    expect(reportSnapshot(uid)).toBeUndefined();
    editText(report(), key(), '改');
    setReportLanguage(uid, 'en');
    const saved = structuredClone(reportSnapshot(uid));
    patchReport(uid, { ...emptyReport, language: undefined });
    restoreReport(uid, saved);
    expect(studyReport(uid)).toMatchObject({ language: 'en', edits: [{ kind: 'text', text: '改' }] });
    expect(() => restoreReport(uid, { version: 3, edits: [], withoutImage: [] })).toThrow(TypeError);
  });
});
