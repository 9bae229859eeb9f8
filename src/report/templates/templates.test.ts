import { describe, expect, it } from 'vitest';
import { buildReport } from '../build';
import { editSentence, exported, isWritten, mergeEdits, unsettled } from '../edit';
import * as ph from '../phantom.fixture';
import { changedSince, changesBetween, checksBeforeSigning, frozen, versionOf, withAddendum } from '../sign';
import { builtinTemplates } from './builtin';
import { chooseTemplate } from './choose';
import { fieldFault, fieldText } from './fields';
import { FileFault } from './file-fault';
import { readTemplateJson, writeTemplateJson } from './json';
import { fieldKey, say, type ReportTemplate } from './template';

const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);
const study = ph.phantomStudy(series);
const findings = ph.phantomFindings(grid);
const run = ph.phantomRun(findings);
const lung = builtinTemplates.find((t) => t.id === 'lung-ct')!;
const normals = lung.sections.flatMap((s) => s.normals.map((n) => n.id));

const build = (more: Partial<Parameters<typeof buildReport>[0]> = {}) => {
  const built = buildReport({
    study,
    series,
    run,
    analysisState: 'ran',
    findings,
    template: lung,
    language: 'zh',
    now: new Date(0),
    ...more,
  });
  return mergeEdits(built, built);
};
const texts = (report: ReturnType<typeof build>, id: string) =>
  report.sections.find((s) => s.id === id)?.sentences.map((s) => s.text) ?? [];
const signature = { name: '张三', at: '2026-11-22T18:30:00+08:00' };

describe('the built-in templates', () => {
  it('have words in both languages, ids of their own, and the sections that signing needs', () => {
    expect(builtinTemplates.map((t) => t.id)).toHaveLength(11);
    const blocks = builtinTemplates.flatMap((t) => t.sections.flatMap((s) => s.normals));
    const own = new Map(blocks.map((b) => [b.id, b]));
    for (const block of blocks) expect(own.get(block.id)).toBe(block);
    for (const block of own.values()) {
      expect(block.text.zh).toMatch(/。$/);
      expect(block.text.en).toMatch(/\.$/);
      expect(block.part.zh && block.part.en).toBeTruthy();
    }
    for (const template of builtinTemplates) {
      const required = template.sections.filter((s) => s.action === 'PROHIBIT').map((s) => s.id);
      expect(required).toEqual(['findings', 'impression']);
      for (const field of template.sections.flatMap((s) => s.fields))
        for (const words of [field.label, ...(field.options ?? []).map((o) => o.words)])
          expect(words.zh && words.en, field.id).toBeTruthy();
    }
  });

  it('say the same side and the same negation in both languages', () => {
    const sideOf = (right: boolean, left: boolean) =>
      right === left ? 'none or both' : right ? 'right' : 'left';
    const denies = {
      zh: /未见|无|不|通畅|正常|清晰|锐利|完整|居中|自然|连续|均匀|良好/,
      en: /\b(no|not|without|normal|unremarkable|patent|clear|midline|preserved|well aerated)\b/i,
    };
    for (const { id, text } of builtinTemplates.flatMap((t) => t.sections.flatMap((s) => s.normals))) {
      const { zh = '', en = '' } = text;
      expect(sideOf(/右/.test(zh), /左/.test(zh)), id).toBe(
        sideOf(/\bright\b/i.test(en), /\bleft\b/i.test(en)),
      );
      expect([denies.zh.test(zh), denies.en.test(en)], id).toEqual([true, true]);
      // As many things are denied in the one language as in the other, or in one breath.
      if (/未见|不大/.test(zh)) expect(en, id).toMatch(/\b(no|not|without|unremarkable|normal)\b/i);
    }
  });

  it.each([
    ['CT', 'CHEST', '', 'lung-ct'],
    ['CT', '', '胸部平扫', 'lung-ct'],
    ['CT', 'HEAD', '', 'head-ct'],
    ['CT', 'ABDOMEN', '', 'abdomen-ct'],
    ['CT', 'CHEST', 'Calcium Score', 'calcium-ct'],
    ['DX', 'CHEST', '', 'chest-xray'],
    ['CR', 'LSPINE', '', 'bone'],
    ['DX', '', 'PHARMA TRIAL', 'general'],
    ['MG', '', '', 'mammography'],
    ['US', 'THYROID', '', 'thyroid-us'],
    ['US', 'BREAST', '', 'breast-us'],
    ['US', '', '', 'general'],
    ['CT', '', '', 'general'],
  ])('%s %s %s is written by %s', (modality, bodyPart, description, id) => {
    const one = { modality, bodyPart, description, protocol: '' };
    expect(chooseTemplate(builtinTemplates, { description: '' }, one).id).toBe(id);
  });
});

describe('fields and normal sentences', () => {
  it('stand before what AI did, in the template’s order, whatever order they were taken in', () => {
    const report = build({ normals: ['chestCt.heart', 'chestCt.pleura'] });
    const list = texts(report, 'findings');
    const at = (part: string) => list.findIndex((text) => text.includes(part));
    expect(at('胸腔未见积液')).toBeGreaterThan(at('结节'));
    expect(at('心包')).toBe(at('胸腔未见积液') + 1);
    expect(at('AI分析')).toBe(list.length - 1);
    expect(texts(build(), 'findings').join()).not.toContain('积液');
  });

  it('one that denies what was accepted is told, and the reader’s own words over it are looked at again', () => {
    const ids = ['chestCt.noNodule'];
    const calm = build({ normals: ids, findings: [], run: ph.phantomRun([]) });
    expect(unsettled(calm)).toEqual([]);
    expect(unsettled(build({ normals: ids })).map((s) => s.key)).toEqual(['normal:chestCt.noNodule']);
    const own = editSentence(calm, 'normal:chestCt.noNodule', '双肺未见结节。');
    const after = mergeEdits(build({ normals: ids }), own);
    expect(unsettled(after)).toMatchObject([{ stale: true, text: '双肺未见结节。' }]);
  });

  it('print the choice in the report’s language, the unit, and nothing for nothing', () => {
    const field = builtinTemplates.find((t) => t.id === 'abdomen-ct')!.sections[1].fields[0];
    expect(fieldText(field, 'plain\nportal', 'zh')).toBe('扫描期相：平扫；门静脉期。');
    expect(fieldText(field, 'plain\nportal', 'en')).toBe('Phases: unenhanced; portal venous.');
    const length = builtinTemplates.find((t) => t.id === 'thyroid-us')!.sections[3].fields[0];
    expect(fieldText(length, '42', 'zh')).toBe('右叶长径：42 mm。');
    expect(fieldText(length, '', 'zh')).toBe('');
    expect([fieldFault(length, '-1'), fieldFault(length, '42 mm'), fieldFault(length, '42')]).toEqual([
      'tooSmall',
      'notNumber',
      undefined,
    ]);
  });

  it('an empty section that need not be there is not exported', () => {
    expect(exported(build()).map((s) => s.id)).toEqual([
      'technique',
      'findings',
      'impression',
      'recommendation',
    ]);
    const fields = { [fieldKey(lung, lung.sections[0].fields[0])]: '体检' };
    expect(exported(build({ fields }))[0]).toMatchObject({ id: 'clinical' });
  });
});

describe('signing', () => {
  it('needs findings and an impression that somebody wrote: what AI did is neither', () => {
    const empty = build({ findings: [], run: ph.phantomRun([]) });
    const kinds = (report: ReturnType<typeof build>) =>
      checksBeforeSigning(report, lung, {}, study).map((c) =>
        `${c.level} ${c.kind} ${c.section ?? ''}`.trim(),
      );
    expect(kinds(empty)).toEqual([
      'prohibit section findings',
      'prohibit section impression',
      'alert field clinical',
    ]);
    const more = [
      {
        section: 'impression',
        key: 'form:x',
        text: { zh: '双肺未见明确异常。', en: 'Normal.' },
        findingUids: [],
      },
    ] as const;
    const formed = build({ findings: [], run: ph.phantomRun([]), more, normals });
    // A form's sentence takes the place of what stands in for an impression.
    expect(texts(formed, 'impression')).toEqual(['双肺未见明确异常。']);
    expect(kinds(formed)).toEqual(['alert field clinical']);
    expect(formed.sections.flatMap((s) => s.sentences).filter(isWritten).length).toBeGreaterThan(
      normals.length,
    );
  });

  it('tells how many findings of AI stay out, and that a run failed', () => {
    const pending = findings.map((f) => ({ ...f, origin: { ...f.origin }, review: 'pending' as const }));
    const waiting = build({ findings: pending });
    expect(checksBeforeSigning(waiting, lung, {}, study)).toContainEqual(
      expect.objectContaining({ kind: 'pending', level: 'alert', count: waiting.pending }),
    );
    const failed = build({ findings: [], run: undefined, analysisState: 'failed' });
    expect(texts(failed, 'findings')).toEqual(['AI分析：运行失败，无结果。']);
    expect(checksBeforeSigning(failed, lung, {}, study).some((c) => c.kind === 'failed')).toBe(true);
  });

  it('a signed report is what it was; what the data say later is told apart', () => {
    const report = build();
    const version = versionOf(report, 'final', signature);
    const signed = frozen(report, version);
    expect(signed).toMatchObject({ status: 'final', signature, edits: [] });
    expect(signed.sections.flatMap((s) => s.sentences).some((s) => s.draftOnly)).toBe(false);
    expect(changedSince(report.built, build().built)).toEqual([]);
    const rejected = findings.map((f, n) => (n === 1 ? { ...f, review: 'rejected' as const } : f));
    const changes = changedSince(report.built, build({ findings: rejected }).built);
    expect(changes.map((c) => c.kind)).toContain('removed');
    expect(changes.some((c) => c.key === `finding:${findings[1].trackingUid}`)).toBe(true);
    expect(frozen(report, { ...version, status: 'preliminary' }).signature).toBeUndefined();
  });

  it('an addendum follows what was signed, with its own name and time', () => {
    const signed = frozen(build(), versionOf(build(), 'final', signature));
    const once = withAddendum(signed, ['复阅。', ' '], signature);
    const twice = withAddendum(once, ['再阅。'], { ...signature, name: '李四' });
    expect(twice.sections.slice(0, signed.sections.length)).toEqual(signed.sections);
    expect(twice.sections.slice(-2).map((s) => s.title)).toEqual([
      '补充报告1（张三签名于2026-11-22 18:30）',
      '补充报告2（李四签名于2026-11-22 18:30）',
    ]);
    expect(changesBetween(signed.sections, twice.sections)).toMatchObject([
      { kind: 'added', after: '复阅。' },
      { kind: 'added', after: '再阅。' },
    ]);
  });
});

describe('templates as files', () => {
  const written = (template: ReportTemplate) => readTemplateJson(writeTemplateJson(template), 'own.json');

  it('every built-in one comes back as it was', () => {
    for (const template of builtinTemplates) {
      const { source, file, ...rest } = written(template);
      expect([source, file]).toEqual(['json', 'own.json']);
      const plain = JSON.parse(JSON.stringify(template)) as ReportTemplate;
      expect(rest.sections.map((s) => s.fields)).toEqual(plain.sections.map((s) => s.fields));
      expect(say(rest.title, 'zh')).toBe(say(template.title, 'zh'));
      expect(rest.sections.map((s) => s.normals.map((n) => n.text))).toEqual(
        plain.sections.map((s) => s.normals.map((n) => n.text)),
      );
    }
  });

  it.each([
    ['not JSON', '{'],
    ['of another kind', '{"kind":"x"}'],
    [
      'without sections',
      '{"kind":"lamplight-report-template","version":1,"template":{"id":"a","title":{"zh":"a"},"sections":[]}}',
    ],
    [
      'with a list without options',
      '{"kind":"lamplight-report-template","version":1,"template":{"id":"a","title":{"zh":"a"},"sections":[{"id":"findings","fields":[{"id":"f","label":{},"type":"SELECTION_LIST"}]}]}}',
    ],
  ])('one %s is refused with its name and the reason', (what, text) => {
    expect(() => readTemplateJson(text, 'own.json'), what).toThrow(FileFault);
    expect(() => readTemplateJson(text, 'own.json')).toThrow(/^own\.json: .+/);
  });
});
