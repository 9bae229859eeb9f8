import { describe, expect, it } from 'vitest';
import { codes } from '../domain/codes';
import type { Finding } from '../domain/finding';
import type { ReportDocument, ReportLanguage, SectionId } from '../domain/report-facts';
import { assessStudy } from '../domain/guidelines';
import { buildReport, type ReportInput } from './build';
import { exported } from './edit';
import * as ph from './phantom.fixture';
import { builtinTemplates } from './templates/builtin';

const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);

function build(language: ReportLanguage, findings: readonly Finding[], more: Partial<ReportInput> = {}) {
  return buildReport({
    study: ph.phantomStudy(more.series ?? series),
    series,
    run: ph.phantomRun(findings),
    analysisState: 'ran',
    findings,
    language,
    now: new Date(2024, 2, 1),
    ...more,
  });
}
const texts = (report: ReportDocument, id: SectionId): string[] =>
  report.sections.find((s) => s.id === id)!.sentences.map((s) => s.text);
const all = (report: ReportDocument): string =>
  exported(report)
    .flatMap((s) => s.sentences.map((x) => x.text))
    .join('\n');
const finding = (more: Partial<Finding>, radius = 4): Finding =>
  phantomSolid(radius, { laterality: 'right', lobe: 'RUL', type: 'solid', ...more });
const phantomSolid = (radius: number, more: Partial<Finding>): Finding =>
  ph.phantomFinding(grid, more.number ?? 1, [10, 10, 5], radius, more);

describe('the sentence of a finding', () => {
  it('says number, type, place, image, axes, mean diameter, volume, mean HU', () => {
    expect(texts(build('zh', [finding({})]), 'findings')[0]).toBe(
      '结节1：右肺上叶见实性结节（Se4, Im6），大小约9.1 mm×7.5 mm，平均径8.3 mm，体积约264 mm³，平均CT值约−21 HU。',
    );
    expect(texts(build('en', [finding({})]), 'findings')[0]).toBe(
      'Nodule 1: Solid nodule, right upper lobe (Se 4, Im 6), 9.1 × 7.5 mm (mean diameter 8.3 mm), volume 264 mm³, mean attenuation −21 HU.',
    );
  });

  it('says the side that the data have, in both languages', () => {
    for (const lobe of ['RUL', 'RML', 'RLL', 'LUL', 'LLL'] as const) {
      const f = finding({ lobe, laterality: lobe.startsWith('R') ? 'right' : 'left' });
      const zh = all(build('zh', [f]));
      const en = all(build('en', [f]));
      const [own, other] = lobe.startsWith('R') ? ['右', '左'] : ['左', '右'];
      expect(zh.includes(own)).toBe(true);
      expect(zh.includes(other)).toBe(false);
      const [ownEn, otherEn] = lobe.startsWith('R') ? ['right', 'left'] : ['left', 'right'];
      expect(en).toMatch(new RegExp(`\\b${ownEn}\\b`));
      expect(en).not.toMatch(new RegExp(`\\b${otherEn}\\b`));
    }
    const sideOnly = finding({ lobe: undefined, laterality: 'left', type: undefined });
    expect(texts(build('zh', [sideOnly]), 'findings')[0]).toMatch(/^结节1：左肺见结节（/);
    expect(texts(build('en', [sideOnly]), 'findings')[0]).toMatch(/^Nodule 1: Nodule, left lung \(/);
  });

  it('guesses neither side nor type nor number of the image', () => {
    const bare = finding({ lobe: undefined, laterality: undefined, type: undefined });
    const unnumbered = {
      ...series,
      number: undefined,
      instances: series.instances.map((i) => ({ ...i, instanceNumber: undefined })),
    };
    const more = { series: unnumbered };
    expect(texts(build('zh', [bare], more), 'findings')[0]).toMatch(/^结节1：见结节，大小约/);
    expect(texts(build('en', [bare], more), 'findings')[0]).toMatch(/^Nodule 1: Nodule, 9\.1/);
    for (const language of ['zh', 'en'] as const)
      expect(all(build(language, [bare], more))).not.toMatch(/undefined|NaN|左|右|left|right/);
  });

  it('prints the unit that the number has, and no negative zero', () => {
    const base = finding({});
    const pixels = { ...base.measurements.longAxis, unit: '{pixels}' };
    const m = {
      ...base.measurements,
      longAxis: pixels,
      meanHu: { ...base.measurements.meanHu, value: -0.4 },
      volume: { ...base.measurements.volume, value: 7.25 },
    };
    const f = { ...base, measurements: m };
    expect(texts(build('zh', [f]), 'findings')[0]).toContain('大小约9.1 像素×7.5 mm');
    expect(texts(build('en', [f]), 'findings')[0]).toContain('9.1 px × 7.5 mm');
    expect(texts(build('zh', [f]), 'findings')[0]).toContain('体积约7.3 mm³，平均CT值约0 HU');
    const broken = { ...m, volume: { ...m.volume, value: Number.NaN } };
    expect(() => build('en', [{ ...base, measurements: broken }])).toThrow(RangeError);
  });

  it('says what AI had to do with it', () => {
    const report = build('zh', [
      finding({}),
      finding({ number: 2, trackingUid: '2.25.2', review: 'edited' }),
      finding({ number: 3, trackingUid: '2.25.3', origin: ph.reader, review: 'pending' }),
    ]);
    const notes = report.sections[1].sentences.slice(0, 3).map((s) => s.aiNote);
    expect(notes).toEqual(['AI检出，医师已接受', 'AI检出，医师已修改', undefined]);
  });
});

describe('what is in the report', () => {
  const findings = ph.phantomFindings(grid);

  it('holds accepted, edited and the reader’s own; pending ones are a line of the draft only', () => {
    const report = build('en', findings);
    const keys = report.sections[1].sentences.map((s) => s.key);
    expect(keys).toEqual([
      'findings:pending',
      ...findings.slice(0, 3).map((f) => `finding:${f.trackingUid}`),
      'findings:ai',
    ]);
    expect(texts(report, 'findings')[0]).toBe('1 finding awaits review and is not in the report.');
    expect(all(report)).not.toContain('awaits');
    expect(texts(build('zh', findings), 'findings')[0]).toBe('1处AI所见待审阅，未写入报告。');
    const two = findings.map((f) => (f.number === 1 ? { ...f, review: 'pending' as const } : f));
    expect(texts(build('en', two), 'findings')[0]).toBe('2 findings await review and are not in the report.');
  });

  it('puts the largest first in the impression', () => {
    const report = build('zh', findings);
    expect(report.sections[2].numbered).toBe(true);
    expect(texts(report, 'impression')).toEqual([
      '左肺部分实性结节（结节2），平均径10.4 mm。',
      '右肺上叶实性结节（结节1），平均径8.3 mm。',
      '左肺下叶钙化结节（结节3），平均径5.2 mm。',
    ]);
    expect(texts(build('en', findings), 'impression')[0]).toBe(
      'Part-solid nodule, left lung (Nodule 2), mean diameter 10.4 mm.',
    );
  });

  it('takes what a form says into its section, in the language of the report', () => {
    const more = [
      {
        section: 'findings',
        key: 'form:aspects:1',
        text: { zh: 'ASPECTS评分8分。', en: 'ASPECTS 8.' },
        findingUids: [],
      },
    ] as const;
    for (const language of ['zh', 'en'] as const) {
      const report = build(language, [], { more });
      expect(texts(report, 'findings').at(-1)).toBe(more[0].text[language]);
      expect(texts(report, 'technique')).not.toContain(more[0].text[language]);
    }
  });

  it('gives no category and no interval', () => {
    for (const language of ['zh', 'en'] as const) {
      const text = texts(build(language, findings), 'recommendation').join(' ');
      expect(text).not.toMatch(/RADS|Fleischner|[0-9]/);
    }
  });

  it('says SYNTHETIC first, and only of synthetic studies', () => {
    for (const language of ['zh', 'en'] as const) {
      expect(texts(build(language, findings), 'technique')[0]).toMatch(/^SYNTHETIC/);
      const real = ph.phantomSeries(grid, { synthetic: false });
      expect(all(build(language, findings, { series: real }))).not.toContain('SYNTHETIC');
    }
  });

  it('names model, version, provider, operating point, research use', () => {
    const zh = texts(build('zh', findings), 'technique')[2];
    for (const said of ['lung-nodule 1.0.0', 'WASM', '平衡', '0.5', '仅供研究，不作诊断'])
      expect(zh).toContain(said);
    expect(texts(build('en', findings), 'technique')[2]).toContain('Research use, not for diagnosis');
    expect(texts(build('zh', findings), 'recommendation')[1]).toBe('本结果由AI辅助生成，经医师审核后生效。');
  });
});

describe('technique', () => {
  it('states what the tags state', () => {
    expect(texts(build('zh', []), 'technique')[1]).toBe(
      '胸部CT，序列4，共20幅，层厚1.25 mm，层间距1.25 mm，像素间距0.75 × 0.7 mm，重建核B60f，管电压120 kVp，设备：Lamplight Phantom。',
    );
  });

  it('leaves out what they do not: nothing is said of contrast when the tag is empty', () => {
    const bare = ph.phantomSeries(grid, {
      number: undefined,
      bodyPart: '',
      manufacturer: '',
      modelName: '',
      kernel: '',
      kvp: undefined,
      instances: series.instances.map((i) => ({
        ...i,
        sliceThickness: undefined,
        imagePosition: undefined,
        spacingSource: 'none' as const,
      })),
    });
    expect(texts(build('zh', [], { series: bare }), 'technique')[1]).toBe('CT，共20幅。');
    expect(texts(build('en', [], { series: bare }), 'technique')[1]).toBe('CT, 20 images.');
    const contrast = ph.phantomSeries(grid, { contrastAgent: 'Iohexol 350' });
    expect(texts(build('en', [], { series: contrast }), 'technique')[1]).toContain(
      'contrast agent: Iohexol 350',
    );
  });
});

describe('not run, not suitable, nothing found', () => {
  const state = (language: ReportLanguage, more: Partial<ReportInput>): string =>
    texts(build(language, [], more), 'findings').join('');
  const notRun = { analysisState: 'notRun', run: undefined } as const;
  const unsuitable = {
    analysisState: 'unsuitable',
    run: undefined,
    unsuitableReasons: [
      { key: 'tooThick', values: { mm: 5, most: 3 } },
      { key: 'notChest', values: { part: '' } },
    ],
  } as const;

  it('are three different statements', () => {
    expect(state('zh', notRun)).toBe('AI分析：未运行。');
    expect(state('en', notRun)).toBe('AI analysis: not run.');
    expect(state('zh', unsuitable)).toBe(
      'AI分析：未进行，该序列不适合，原因：层厚过大（5 mm，上限3 mm）；不是胸部扫描。',
    );
    expect(state('en', unsuitable)).toBe(
      'AI analysis: not done, the series is not suitable because: slices too thick (5 mm, limit 3 mm); not a scan of the chest.',
    );
    expect(state('zh', {})).toBe('AI分析未发现高于其工作点的目标；不能据此排除结节。');
    expect(state('en', {})).toBe(
      'AI analysis found nothing above its operating point; this does not exclude nodules.',
    );
  });

  it('never say that there is no nodule', () => {
    for (const more of [notRun, unsuitable, {}]) {
      expect(all(build('zh', [], more))).not.toMatch(/未见|无结节|没有|阴性|正常/);
      expect(all(build('en', [], more))).not.toMatch(
        /\bno (definite )?nodules?\b|negative|normal|unremarkable/i,
      );
    }
    // Nothing AI made, so nothing said of AI at the end.
    expect(texts(build('zh', [], notRun), 'recommendation')).toHaveLength(1);
  });

  it('count what the reader did, and what was withheld', () => {
    const findings = ph.phantomFindings(grid);
    expect(texts(build('zh', findings), 'findings').at(-1)).toBe(
      'AI分析标记4处高于其工作点的候选，医师接受2处（其中修改1处），排除1处，1处未审阅。AI可能漏检，不能据此排除其他结节。',
    );
    const run = { ...ph.phantomRun(findings), withheld: 1 };
    expect(texts(build('en', findings, { run }), 'findings').at(-1)).toBe(
      'AI analysis marked 4 candidates above its operating point; the reader accepted 2 (1 after correction) and rejected 1; 1 was not reviewed. 1 more candidate above the threshold was withheld by the limit on their number. AI can miss lesions; this does not exclude other nodules.',
    );
  });

  it('do not deny what AI found where the reader had marked it before', () => {
    const own = ph.phantomFinding(grid, 1, [10, 10, 5], 4, { origin: ph.reader });
    const run = ph.phantomRun([ph.phantomFinding(grid, 9, [10, 10, 5], 4)]);
    const said = (language: 'zh' | 'en') => texts(build(language, [own], { run }), 'findings').at(-1);
    expect(said('en')).toBe(
      'AI analysis marked 1 candidate above its operating point; 1 lies on lesions that were listed already. AI can miss lesions; this does not exclude other nodules.',
    );
    expect(said('zh')).toBe(
      'AI分析标记1处高于其工作点的候选，1处与列表中已有的病灶重合。AI可能漏检，不能据此排除其他结节。',
    );
  });

  it('stand in for an impression when nothing was confirmed, also in what leaves', () => {
    const pending = ph.phantomFindings(grid).slice(3);
    for (const language of ['zh', 'en'] as const)
      for (const [findings, more] of [
        [[], notRun],
        [[], unsuitable],
        [[], {}],
        [pending, {}],
      ] as const) {
        const report = build(language, findings, more);
        const impression = exported(report)[2].sentences.map((s) => s.text);
        expect(impression).toEqual([texts(report, 'findings').at(-1)]);
      }
  });

  it('name the series that AI read when the report is on another', () => {
    const run = { ...ph.phantomRun([]), seriesUid: '9.9' };
    const study = ph.phantomStudy(series);
    const other = { ...series, seriesUid: '9.9', number: 7 };
    const twice = { ...study, series: [...study.series, other] };
    expect(texts(build('en', [], { run, study: twice }), 'technique').at(-1)).toMatch(
      /^AI analysis of series 7: /,
    );
    expect(texts(build('zh', [], { run, study: twice }), 'technique').at(-1)).toMatch(/^AI分析（序列7）：/);
  });

  it('are not mixed up by a caller', () => {
    expect(() => build('zh', [], { run: undefined })).toThrow(TypeError);
    expect(() => build('zh', [], { analysisState: 'notRun' })).toThrow(TypeError);
  });
});

describe('what an imported model outlined', () => {
  const structures = ph.phantomStructures(grid);
  const big = structures.map((f) => ({
    ...f,
    measurements: { ...f.measurements, volume: { ...f.measurements.volume, value: 1_520_000 } },
  }));
  const alone = (language: ReportLanguage, findings = big) =>
    build(language, findings, { run: ph.phantomModelRun(findings) });

  it('is a name, a size and a maker that nobody has tested', () => {
    expect(texts(alone('zh'), 'findings').slice(0, 2)).toEqual([
      '肝脏：1520 mL（导入模型 X 1.0，未经验证）。',
      '结石：1520 mL（导入模型 X 1.0，未经验证）。',
    ]);
    expect(texts(alone('en'), 'findings')[0]).toBe('Liver: 1520 mL (imported model X 1.0, not validated).');
    expect(texts(alone('zh', [...structures]), 'findings')[1]).toMatch(/^结石：\d+ mm³（/);
  });

  it('brings no word of nodules, no side and no place into the report', () => {
    expect(all(alone('zh'))).not.toMatch(/结节|肺|左|右|undefined/);
    expect(all(alone('en'))).not.toMatch(/nodule|lung|left|right|undefined/i);
    expect(all(alone('zh'))).toContain('导入模型，未经验证');
  });

  it('is no diagnosis: an organ is not in the impression', () => {
    expect(texts(alone('zh'), 'impression').join()).not.toContain('肝脏');
    const lesion = big.map((f) => ({ ...f, category: codes.morphologicallyAltered }));
    expect(texts(alone('zh', lesion), 'impression')[0]).toContain('肝脏');
  });

  it('stands beside the nodules when both were run, each with its own counts', () => {
    const nodule = finding({});
    const runs = [ph.phantomModelRun(big), ph.phantomRun([nodule])];
    const report = build('zh', [nodule, ...big], { run: runs[1], runs });
    const told = texts(report, 'findings');
    expect(told).toContainEqual(expect.stringContaining('AI分析标记1处高于其工作点的候选，医师接受1处'));
    expect(told).toContainEqual(expect.stringContaining('导入模型 X 1.0，未经验证）：勾画2处，医师接受2处'));
    expect(texts(report, 'technique').filter((s) => s.startsWith('AI分析'))).toHaveLength(2);
    const keys = report.sections.flatMap((s) => s.sentences.map((x) => x.key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the comparison', () => {
  const prior = { studyUid: '1.9', date: '20231102', modalities: ['CT'], description: '胸部平扫' };
  const of = (more: Partial<Parameters<typeof buildReport>[0]>, language: ReportLanguage = 'zh') =>
    buildReport({
      study: ph.phantomStudy(series),
      series,
      run: undefined,
      analysisState: 'notRun',
      findings: [],
      language,
      now: new Date(0),
      template: builtinTemplates.find(({ id }) => id === 'lung-ct'),
      ...more,
    })
      .sections.find(({ id }) => id === 'comparison')!
      .sentences.map(({ text, conflict }) => (conflict ? `! ${text}` : text));

  it('names date, kind and description of the open earlier examination, in each language', () => {
    expect(of({ priors: [prior] })).toEqual(['与2023-11-02 CT检查（胸部平扫）对比。']);
    expect(of({ priors: [prior] }, 'en')).toEqual(['Compared with CT of 2023-11-02 (胸部平扫).']);
    expect(of({ priors: [{ ...prior, description: ' ', modalities: [] }] })).toEqual([
      '与2023-11-02检查对比。',
    ]);
    expect(of({})).toEqual([]);
  });

  it('says no date twice, and contradicts the sentence that there is none', () => {
    const guideline = (priorDate: string) =>
      assessStudy([], { answers: { comparison: 'prior', priorDate }, nodules: {} }, () => '');
    expect(of({ priors: [prior], guideline: guideline('20231102') })).toHaveLength(1);
    expect(of({ priors: [prior], guideline: guideline('20220101') })).toEqual([
      '与2022-01-01检查对比。',
      '与2023-11-02 CT检查（胸部平扫）对比。',
    ]);
    const none = ['comparison.none'];
    expect(of({ normals: none })).toEqual(['无既往影像资料可供对比。']);
    expect(of({ normals: none, priors: [prior] })).toContain('! 无既往影像资料可供对比。');
  });
});
