import { beforeEach, describe, expect, it } from 'vitest';
import {
  phantomFindings,
  phantomGrid,
  phantomRun,
  phantomSeries,
  phantomStudy,
} from '../../report/phantom.fixture';
import type { Annotation } from '../../domain/annotation/annotation';
import { toPlainText } from '../../report';
import { language, setLanguage } from '../../i18n';
import { clear, undo, waiting } from '../history';
import { provideWork } from '../resume';
import { reportFiles } from './dicomObjects';
import { makeReport } from './document';
import {
  chooseReportTemplate,
  editText,
  setField,
  setReportLanguage,
  takeMeasurement,
  takeNormals,
  writeAddendum,
} from './edits';
import { expanded, joined, readMacros, writeMacros } from './macros';
import { measuredSentences, measuredText, measureUid } from './measured';
import { emptySetup, type Macro } from './setup';
import { giveOut, sign, signAddendum } from './signing';
import { reportSnapshot, restoreReport } from './snapshot';
import { emptyReport, patchReport, studyReport, viewVersion, useReport } from './store';

const grid = phantomGrid();
const series = phantomSeries(grid);
const study = phantomStudy(series);
const uid = study.studyUid;
const findings = phantomFindings(grid);
const run = phantomRun(findings);
const ran = { state: { kind: 'done', seriesUid: series.seriesUid, runIndex: 0 }, runs: [run] } as const;
const rejected = findings.map((f, n) => (n === 1 ? { ...f, review: 'rejected' as const } : f));

const facts = (own = findings, viewing?: number) =>
  makeReport(study, series.seriesUid, own, ran, studyReport(uid), 'zh', undefined, {
    setup: emptySetup,
    viewing,
  })!;
const key = `finding:${findings[0].trackingUid}`;
const said = (own = findings, viewing?: number) => toPlainText(facts(own, viewing).document);

beforeEach(() => {
  patchReport(uid, { ...emptyReport, language: undefined, templateId: undefined, addendum: undefined });
  clear();
});

describe('the structured report of a signed version', () => {
  const [image] = series.instances;
  const drawn = (mm: number): readonly Annotation[] => [
    {
      uid: '2.25.77',
      kind: 'length',
      studyUid: uid,
      seriesUid: series.seriesUid,
      place: { on: 'image', sopInstanceUid: image.sopInstanceUid, frame: 1 },
      points: [
        [4, 4],
        [16, 4],
      ],
      label: '',
      number: 1,
      values: [{ name: 'length', value: mm, unit: 'mm' }],
      madeAt: '2024-03-01T03:10:00.000Z',
    },
  ];
  // As text: a comparison of arrays byte by byte takes seconds.
  const written = async (of: ReturnType<typeof facts>) =>
    (await reportFiles(of)).map(({ bytes }) => Buffer.from(bytes).toString('base64'));
  let note = 'then';
  beforeEach(() => {
    provideWork([
      { part: 'notes', snapshot: () => ({ note }), restore: () => {}, clear: () => {} },
      { part: 'report', snapshot: reportSnapshot, restore: restoreReport, clear: () => {} },
    ]);
    return () => provideWork([]);
  });

  it(
    'is the same, byte for byte, whatever is done, drawn, added or spoken later',
    { timeout: 60_000 },
    async () => {
      note = 'then';
      const at = (mm: number, own = findings, viewing?: number) =>
        makeReport(study, series.seriesUid, own, ran, studyReport(uid), 'zh', undefined, {
          setup: emptySetup,
          annotations: drawn(mm),
          viewing,
        })!;
      sign(at(12), '张三');
      const before = await written(at(12));
      expect(before).toHaveLength(2);
      note = 'later';
      setLanguage(language() === 'zh' ? 'en' : 'zh');
      expect(await written(at(30, rejected))).toEqual(before);
      writeAddendum(uid, ['补充。']);
      signAddendum(at(30, rejected), '李四');
      const second = await written(at(30, rejected));
      expect(second[0]).not.toEqual(before[0]);
      expect(await written(at(30, rejected, 1))).toEqual(before);
      note = 'later still';
      expect(await written(at(30, rejected))).toEqual(second);
      // And from a page that was given that report: the versions come out of its block with their own work.
      const saved = structuredClone(reportSnapshot(uid));
      patchReport(uid, { ...emptyReport, versions: [] });
      restoreReport(uid, saved);
      expect(await written(at(30, rejected))).toEqual(second);
      expect(await written(at(30, rejected, 1))).toEqual(before);
    },
  );
});

describe('a report that is signed', () => {
  it('keeps its sentences, findings and numbers, whatever the reader does to them later', () => {
    takeNormals(uid, ['chestCt.pleura'], true);
    sign(facts(), ' 张三 ');
    const { document, findings: kept } = facts(rejected);
    expect(document).toMatchObject({ status: 'final', signature: { name: '张三' } });
    const text = said();
    expect(text).toMatch(/正式报告，张三签名于\d{4}-\d\d-\d\d \d\d:\d\d。/);
    expect(said(rejected)).toBe(text);
    expect(kept).toBe(findings);
    expect(facts().changed).toEqual([]);
    expect(facts(rejected).changed.length).toBeGreaterThan(0);
  });

  it('takes no edit, field, template or language any more, and no undo reaches under it', () => {
    editText(facts().document, key, '右肺上叶结节。');
    sign(facts(), '张三');
    const before = studyReport(uid);
    expect(waiting().undoLabel).toBeUndefined();
    editText(facts().live, key, '另一句。');
    setField(uid, 'lung-ct/indication', '体检');
    chooseReportTemplate(uid, 'general');
    setReportLanguage(uid, 'en');
    expect(undo()).toBe(false);
    expect(studyReport(uid)).toBe(before);
    expect(() => sign(facts(), '李四')).toThrow(RangeError);
    expect(() => giveOut(facts(), '李四')).toThrow(RangeError);
  });

  it('is added to, and both versions can be looked at', () => {
    sign(facts(), '张三');
    expect(() => signAddendum(facts(), '李四')).toThrow(RangeError);
    const signed = said();
    writeAddendum(uid, ['复阅，其一为血管。']);
    // Before it is signed nothing of it leaves.
    expect(said()).toBe(signed);
    signAddendum(facts(rejected), '李四');
    expect(facts().document).toMatchObject({ status: 'addendum', signature: { name: '李四' } });
    expect(said()).toContain('复阅，其一为血管。');
    // Who signed the addendum knew what had changed; undoing that is a change again.
    expect(facts(rejected).changed).toEqual([]);
    expect(facts(findings).changed.length).toBeGreaterThan(0);
    expect(said(rejected, 1)).toBe(signed);
    expect(facts(rejected, 1).document.versions.map((v) => v.number)).toEqual([1]);
    viewVersion(uid, 1);
    expect(useReport.getState().viewing[uid]).toBe(1);
    viewVersion(uid, undefined);
  });

  it('needs a name', () => {
    expect(() => sign(facts(), '  ')).toThrow(RangeError);
    expect(studyReport(uid).versions).toEqual([]);
  });
});

describe('a preliminary report', () => {
  it('is kept as it was given out and goes on being written', () => {
    giveOut(facts(), '张三');
    editText(facts().document, key, '右肺上叶结节，已改。');
    expect(facts().document).toMatchObject({ status: 'preliminary' });
    expect(facts().document.signature).toBeUndefined();
    expect(said()).toContain('初步报告，未签名');
    expect(said()).toContain('已改');
    expect(said(findings, 1)).not.toContain('已改');
    undo();
    expect(said()).not.toContain('已改');
  });
});

describe('a measurement of the reader', () => {
  const image = series.instances[4];
  const one: Annotation = {
    uid: '2.25.77',
    kind: 'length',
    studyUid: uid,
    seriesUid: series.seriesUid,
    place: { on: 'image', sopInstanceUid: image.sopInstanceUid, frame: 1 },
    points: [
      [1, 1],
      [9, 1],
    ],
    label: '左肾囊肿',
    values: [{ name: 'length', value: 23.44, unit: 'mm', source: 'detector' }],
    madeAt: '2026-11-22T10:00:00Z',
  };
  const said = (annotation: Annotation) => {
    const more = measuredSentences([annotation], studyReport(uid).measured, study);
    const made = makeReport(study, series.seriesUid, findings, ran, studyReport(uid), 'zh', undefined, {
      more,
    })!;
    return made.document.sections.flatMap((s) => s.sentences).find((s) => measureUid(s.key) === one.uid);
  };

  it('is in the report when it was taken in, with its unit, place and calibration, and follows its number', () => {
    expect(said(one)).toBeUndefined();
    takeMeasurement(uid, one.uid, true);
    expect(said(one)!.text).toBe(
      `左肾囊肿（Se${series.number}, Im${image.instanceNumber}）：长度 23.4 mm（探测器平面）。`,
    );
    expect(measuredText(one, study, 'en')).toContain('Length 23.4 mm (at detector).');
    const longer = { ...one, values: [{ ...one.values[0], value: 30 }] };
    expect(said(longer)!.text).toContain('30.0 mm');
    const key = `measure:${one.uid}`;
    const more = measuredSentences([one], [one.uid], study);
    const facts = makeReport(study, series.seriesUid, findings, ran, studyReport(uid), 'zh', undefined, {
      more,
    })!;
    editText(facts.document, key, '左肾囊肿，长径约23 mm。');
    expect(said(one)).toMatchObject({ edited: true, stale: false });
    // Its number changed under the reader's own words.
    expect(said(longer)).toMatchObject({ edited: true, stale: true });
    takeMeasurement(uid, one.uid, false);
    expect(said(one)).toBeUndefined();
  });
});

describe('saving', () => {
  it('brings back versions, fields and an addendum; an older copy is read, a broken one is set aside', () => {
    setField(uid, 'lung-ct/indication', '体检');
    sign(facts(), '张三');
    writeAddendum(uid, ['待补。']);
    const saved = structuredClone(reportSnapshot(uid));
    const text = said();
    patchReport(uid, { ...emptyReport, addendum: undefined });
    restoreReport(uid, saved);
    expect(said()).toBe(text);
    expect(studyReport(uid)).toMatchObject({
      fields: { 'lung-ct/indication': '体检' },
      addendum: ['待补。'],
    });
    restoreReport(uid, { version: 1, edits: [], withoutImage: ['a'], language: 'en' });
    expect(studyReport(uid)).toMatchObject({
      versions: [],
      normals: [],
      withoutImage: ['a'],
      language: 'en',
    });
    expect(() => restoreReport(uid, { version: 2, edits: [], withoutImage: [], normals: 1 })).toThrow(
      TypeError,
    );
  });
});

describe('a saved report', () => {
  it('with a table that is none is refused as a whole', () => {
    const table = { caption: 'a', head: ['b'], rows: [['1']], foot: [], figures: [0] };
    const withTable = (of: unknown) => {
      sign(facts(), '张三');
      const saved = structuredClone(reportSnapshot(uid))!;
      const [version] = saved.versions;
      const [sentence] = version.sections[0].sentences;
      Object.assign(sentence, { table: of });
      patchReport(uid, { ...emptyReport, versions: [] });
      return saved;
    };
    restoreReport(uid, withTable(table));
    expect(studyReport(uid).versions).toHaveLength(1);
    patchReport(uid, { versions: [] });
    for (const bad of [5, { ...table, rows: 'x' }, { ...table, rows: [[{}]] }, { ...table, head: undefined }])
      expect(() => restoreReport(uid, withTable(bad))).toThrow(TypeError);
    expect(studyReport(uid).versions).toEqual([]);
  });
});

describe('short words', () => {
  const macros: readonly Macro[] = [
    { word: 'nn', language: 'zh', text: '双肺未见明确结节。' },
    { word: '积液', language: 'zh', text: '双侧胸腔未见积液。' },
    { word: 'nn', language: 'en', text: 'No nodule.' },
  ];

  it('are taken whole, in the language of the report', () => {
    expect(expanded('nn', macros, 'zh')).toBe('双肺未见明确结节。');
    expect(expanded('心影不大，nn', macros, 'zh')).toBe('心影不大，双肺未见明确结节。');
    expect(expanded('inn', macros, 'zh')).toBeUndefined();
    expect(expanded('所见积液', macros, 'zh')).toBe('所见双侧胸腔未见积液。');
    expect(expanded('nn', macros, 'en')).toBe('No nodule.');
    expect(expanded('积液', macros, 'en')).toBeUndefined();
  });

  it('go out and come in as a file; a file that is half wrong is refused with the place', () => {
    expect(readMacros(writeMacros(macros), 'm.json')).toEqual(macros);
    expect(joined(macros, [{ ...macros[0], text: '新。' }])).toHaveLength(3);
    const bad = writeMacros(macros).replace('"language": "en"', '"language": "fr"');
    expect(() => readMacros(bad, 'm.json')).toThrow(/m\.json: macros\.2\.language/);
  });
});
