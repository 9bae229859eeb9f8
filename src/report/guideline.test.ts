import { describe, expect, it } from 'vitest';
import type { Finding } from '../domain/finding';
import { assessStudy, type GuidelineChoice } from '../domain/guidelines';
import { volumeChange } from '../domain/guidelines/doubling-time';
import type { ReportDocument, ReportLanguage, SectionId } from '../domain/report-facts';
import { buildReport } from './build';
import { exported } from './edit';
import { changeText } from './guideline-text';
import { toJson } from './json';
import * as ph from './phantom.fixture';

const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);
const study = ph.phantomStudy(series);
// 4 mm radius: 9.1 x 7.5 mm, mean 8.3 mm.
const solid = ph.phantomFinding(grid, 1, [10, 10, 5], 4, { laterality: 'right', lobe: 'RUL', type: 'solid' });
const uid = solid.trackingUid;
const exam = {
  setting: 'screening',
  comparison: 'none',
  lungsEvaluable: true,
  infection: false,
  otherFinding: false,
} as const;
const all: GuidelineChoice = {
  rule: 'lungRads',
  answers: exam,
  nodules: { [uid]: { site: 'parenchymal', suspicious: false } },
};
const assess = (choice: GuidelineChoice, findings: readonly Finding[] = [solid]) =>
  assessStudy(findings, choice, () => series.date);

function build(language: ReportLanguage, choice: GuidelineChoice, findings: readonly Finding[] = [solid]) {
  return buildReport({
    study,
    series,
    run: ph.phantomRun(findings),
    analysisState: 'ran',
    findings,
    guideline: assess(choice, findings),
    language,
    now: new Date(2024, 2, 1),
  });
}
const sentences = (report: ReportDocument, id: SectionId) =>
  report.sections.find((s) => s.id === id)!.sentences;
const first = (report: ReportDocument, id: SectionId): string => sentences(report, id)[0].text;
const leaving = (report: ReportDocument): string =>
  exported(report)
    .flatMap((s) => s.sentences.map((x) => x.text))
    .join('\n');

describe('the guideline in the report', () => {
  it('quotes version, category, row and recommendation in both languages', () => {
    const zh = build('zh', all);
    expect(first(zh, 'impression')).toBe('右肺上叶实性结节（结节1），平均径8.3 mm，Lung-RADS v2022 4A类。');
    expect(first(zh, 'recommendation')).toBe(
      'Lung-RADS v2022：4A类（结节1：实性，基线，≥8至<15 mm）；建议：3个月后复查低剂量CT；实性结节或实性成分≥8 mm时可考虑PET/CT。',
    );
    const en = build('en', all);
    expect(first(en, 'impression')).toBe(
      'Solid nodule, right upper lobe (Nodule 1), mean diameter 8.3 mm; Lung-RADS v2022 category 4A.',
    );
    expect(first(en, 'recommendation')).toBe(
      'Lung-RADS v2022: category 4A (Nodule 1: solid, baseline, ≥8 to <15 mm); recommended: LDCT in 3 months; PET/CT may be considered with a solid nodule or solid part ≥8 mm.',
    );
  });

  it('gives no category while something is missing, and reminds in the draft alone', () => {
    const report = build('en', { ...all, nodules: {} });
    expect(first(report, 'impression')).not.toContain('Lung-RADS');
    expect(first(report, 'recommendation')).toMatch(/^Lung-RADS v2022: not all of its inputs are known/);
    const reminder = sentences(report, 'recommendation').find((s) => s.key === 'recommendation:missing')!;
    expect(reminder).toMatchObject({
      draftOnly: true,
      text: 'Lung-RADS v2022: missing: Nodule 1: site.',
    });
    expect(leaving(report)).not.toContain('missing');
    expect(first(build('zh', { ...all, nodules: {} }), 'recommendation')).toContain('资料不全，未作分级');
    const noExam = build('zh', { ...all, answers: { setting: 'screening', comparison: 'none' } });
    expect(sentences(noExam, 'recommendation')[1].text).toBe(
      'Lung-RADS v2022：缺少：肺部可完整评价、疑感染或炎症、其他重要发现（S）。',
    );
  });

  it('says why a rule does not apply', () => {
    const report = build('zh', { ...all, answers: { setting: 'incidental' } });
    expect(first(report, 'recommendation')).toContain('不作分级（仅用于低剂量CT筛查）');
  });

  it('says of the Chinese consensus that its table awaits confirmation', () => {
    const china: GuidelineChoice = {
      rule: 'china2018',
      answers: {},
      nodules: { [uid]: { malignancyProbability: 0.3 } },
    };
    expect(first(build('zh', china), 'recommendation')).toBe(
      '肺结节诊治中国专家共识2018：实性，>8至30 mm；恶性概率5%–65%（依据结节1）；建议：PET/CT，之后活检或CT随访（规则表待放射科医师确认）。',
    );
    expect(first(build('en', china), 'impression')).toContain('(to be confirmed)');
  });

  it('says without a guideline that none was chosen', () => {
    expect(first(build('en', { answers: {}, nodules: {} }), 'recommendation')).toMatch(
      /^No follow-up guideline was chosen/,
    );
  });

  it('quotes Brock and Mayo with their edition and every input, of confirmed nodules alone', () => {
    const answers = {
      ...exam,
      age: 63,
      sex: 'female',
      smoking: 'former',
      familyHistory: false,
      emphysema: true,
      cancer: 'none',
      solidCount: 1,
      subsolidCount: 0,
    } as const;
    const choice: GuidelineChoice = {
      ...all,
      answers,
      nodules: { [uid]: { site: 'parenchymal', suspicious: false, spiculation: true } },
    };
    const of = (language: ReportLanguage, findings: readonly Finding[] = [solid]) =>
      sentences(build(language, choice, findings), 'recommendation').find(({ key }) =>
        key.startsWith('recommendation:probability'),
      )?.text;
    // 9.1 mm, upper lobe, spiculated: by hand from the formulas in clinical-rules.md.
    const x = { d: solid.measurements.longAxis.value.toFixed(1) };
    const size = (Number(x.d) / 10) ** -0.5 - 1.58113883;
    const brock = -6.7892 + 0.0287 + 0.6011 + 0.2953 - 5.3854 * size + 0.6581 + 0.0824 * 3 + 0.7729;
    const mayo = -6.8272 + 0.0391 * 63 + 0.7917 + 0.1274 * Number(x.d) + 1.0407 + 0.7838;
    const percent = (y: number) => (100 / (1 + Math.exp(-y))).toFixed(1);
    expect(of('en')).toBe(
      `Nodule 1: Brock 2b (with spiculation): probability of cancer ${percent(brock)} % (type solid, age 63 years, sex female, lung cancer in the family no, emphysema yes, long axis ${x.d} mm, upper lobe yes, spiculation yes, number of nodules 1); Mayo 1997: probability of cancer ${percent(mayo)} % (age 63 years, smoking former, known cancer none, number of nodules 1, long axis ${x.d} mm, spiculation yes, upper lobe yes). By the published formulas. Research use, not for diagnosis.`,
    );
    expect(of('zh')).toMatch(/^结节1：Brock 2b（含毛刺）恶性概率.*性别女.*仅供研究，不作诊断。$/);
    expect(of('en', [{ ...solid, review: 'pending' }])).toBeUndefined();
    // A further model stands in it when it was chosen, and says what is open about it.
    const va = sentences(
      build('en', { ...choice, models: ['va'], answers: { ...answers, smoking: 'never' } }),
      'recommendation',
    );
    expect(va.find(({ key }) => key.startsWith('recommendation:probability'))!.text).toMatch(
      /VA 2007: probability of cancer [\d.]+ % \(.*coefficients to be confirmed\)/,
    );
    // One answer less: no probability, and no sentence.
    const { sex: _, ...less } = answers;
    const known = build('en', { ...choice, answers: less });
    expect(leaving(known)).not.toContain('Brock');
    expect(leaving(known)).toContain('Mayo 1997');
  });

  it('holds every input and answer in the JSON', () => {
    const report = build('en', all);
    const json = JSON.parse(
      toJson({ report, study, findings: [solid], run: undefined, guideline: assess(all) }),
    );
    expect(json.guideline).toMatchObject({
      rule: 'lungRads',
      answers: exam,
      exam: { category: '4A', version: 'v2022', missing: [] },
      leading: uid,
    });
    expect(json.guideline.nodules[0].result.inputs).toContainEqual({
      name: 'meanDiameter',
      value: 8.3,
      unit: 'mm',
    });
    expect(json.guideline.nodules[0].finding).toBeUndefined();
  });
});

describe('what is said of a nodule', () => {
  it('compares with the earlier examination, as the specification words it', () => {
    const before = { ...all.nodules[uid], priorVolume: 250 };
    const volume = { ...solid.measurements.volume, value: 310 };
    const now = { ...solid, measurements: { ...solid.measurements, volume } };
    const choice: GuidelineChoice = {
      ...all,
      answers: { ...exam, comparison: 'prior', priorDate: '20231102' },
      nodules: { [uid]: before },
    };
    expect(first(build('zh', choice, [now]), 'findings')).toContain(
      '与2023-11-02检查比较：体积由250至310 mm³（+24%），未达显著增长标准（25%）。',
    );
    expect(first(build('en', choice, [now]), 'findings')).toContain(
      'Compared with 2023-11-02: volume 250 → 310 mm³ (+24 %), below the 25 % significance threshold.',
    );
  });

  it('says of a fall within the error of measuring what it says of a rise', () => {
    const said = (before: number, now: number): string =>
      changeText(
        { basis: 'volume', before, now, days: 100, change: volumeChange({ before, now, days: 100 })! },
        'en',
      );
    expect(
      (['zh', 'en'] as const).map((language) =>
        changeText(
          {
            basis: 'volume',
            before: 250,
            now: 310,
            days: 100,
            corrected: true,
            change: volumeChange({ before: 250, now: 310, days: 100 })!,
          },
          language,
        ),
      ),
    ).toEqual([
      '体积（部分容积校正）由250至310 mm³（+24%），未达显著增长标准（25%）',
      'volume corrected for partial volume 250 → 310 mm³ (+24 %), below the 25 % significance threshold',
    ]);
    expect(said(310, 250)).toBe('volume 310 → 250 mm³ (\u221219 %), below the 25 % significance threshold');
    expect(said(310, 240)).toBe('volume 310 → 240 mm³ (\u221223 %), smaller: no doubling time');
  });

  it('calls a third of the lung a zone, never a lobe; the reader’s lobe goes before it', () => {
    const zoned = { ...solid, lobe: undefined, nodule: { zone: 'upper' as const } };
    const none: GuidelineChoice = { answers: {}, nodules: {} };
    const zh = first(build('zh', none, [zoned]), 'findings');
    expect(zh).toMatch(/^结节1：右上肺野见实性结节/);
    expect(zh).not.toContain('叶');
    const en = first(build('en', none, [zoned]), 'findings');
    expect(en).toMatch(/^Nodule 1: Solid nodule, right lung, upper zone \(/);
    expect(en).not.toContain('lobe');
    const both = { ...zoned, lobe: 'RLL' as const };
    expect(first(build('zh', none, [both]), 'findings')).toContain('右肺下叶');
    expect(first(build('zh', none, [both]), 'findings')).not.toContain('肺野');
  });

  it('says the plausible range of the volume and the solid part of a part-solid nodule', () => {
    const of = (value: number, unit: string) => ({ ...solid.measurements.volume, value, unit });
    const part: Finding = {
      ...solid,
      type: 'partSolid',
      nodule: {
        volumeRange: [of(210.4, 'mm3'), of(330.6, 'mm3')],
        solidPart: {
          longAxis: of(6, 'mm'),
          shortAxis: of(4.4, 'mm'),
          meanDiameter: of(5.2, 'mm'),
          volume: of(70, 'mm3'),
        },
      },
    };
    const none: GuidelineChoice = { answers: {}, nodules: {} };
    expect(first(build('zh', none, [part]), 'findings')).toContain(
      '平均径8.3 mm，实性成分平均径5.2 mm，体积约264 mm³（可能范围210–331 mm³）',
    );
    expect(first(build('en', none, [part]), 'findings')).toContain(
      '(mean diameter 8.3 mm), solid part 5.2 mm in mean diameter, volume 264 mm³ (plausible range 210–331 mm³)',
    );
    // The reader's own figure goes before that of the outline, as it does in the rule.
    const own: GuidelineChoice = { answers: {}, nodules: { [uid]: { solidPart: 4.9 } } };
    expect(first(build('zh', own, [part]), 'findings')).toContain('实性成分平均径4.9 mm');
    // Of a solid nodule it is not spoken of.
    expect(first(build('zh', none, [{ ...part, type: 'solid' }]), 'findings')).not.toContain('实性成分');
  });
});
