import { describe, expect, it } from 'vitest';
import type { FilledForm } from '../../filled-form';
import { filledForm, formCode } from './filled';
import { both, forms, theForm, type Answers, type Field, type FormId, type Row } from './index';
import { wholeForms } from './whole.fixture';

const fill = (id: FormId, answers: Answers = wholeForms[id]): FilledForm =>
  filledForm(theForm(id), { id: `${id}:1`, answers, label: both('一', 'one'), findingUids: [] })!;

const numbers = (all: FilledForm['results']['numbers']) =>
  all.map(({ concept, value, unit }) => [concept.value, value, unit]);
const words = (all: FilledForm['choices']) => all.map(({ concept, value }) => [concept.value, value.value]);

describe('a filled-in form as data', () => {
  it.each(forms.map(({ id }) => id))('%s: every answer and every figure is there once', (id) => {
    const filled = fill(id);
    const given = Object.entries(wholeForms[id]).filter(
      ([key]) =>
        !['category', 'targets', 'lesions', 'areas', 'increment', 'thickness', 'kvp', 'series'].includes(key),
    );
    const count = given.reduce((sum, [, value]) => sum + (Array.isArray(value) ? value.length : 1), 0);
    expect(filled.choices.length + filled.numbers.length + filled.texts.length).toBe(count);
    expect(filled.category !== undefined || filled.results.numbers.length > 0).toBe(true);
    const result = theForm(id).result(wholeForms[id]);
    if (filled.category) expect(filled.category.text).toEqual(result.category);
    for (const { value } of [...filled.numbers, ...filled.results.numbers])
      expect(Number.isFinite(value)).toBe(true);
  });

  it('nothing while the rule gives nothing', () => {
    for (const { id } of forms)
      expect(
        filledForm(theForm(id), { id, answers: {}, label: both('', ''), findingUids: [] }),
      ).toBeUndefined();
  });

  it('codes fit 16 characters, and no two answers of a form share one', () => {
    const seen = new Map<string, string>();
    const put = (code: { readonly value: string }, what: string): void => {
      expect(code.value.length, what).toBeLessThanOrEqual(16);
      expect(code.value, what).toMatch(/^[A-Z0-9_<>+-]+$/);
      expect(seen.get(code.value) ?? what, code.value).toBe(what);
      seen.set(code.value, what);
    };
    const walk = (id: FormId, fields: readonly Field[]): void => {
      for (const field of fields) {
        put(formCode(id, '', field.id), `${id} ${field.id}`);
        if (field.kind === 'one' || field.kind === 'many')
          for (const option of field.options)
            put(formCode(id, '', field.id, option.id), `${id} ${field.id} ${option.id}`);
        if (field.kind === 'rows') walk(id, field.columns);
      }
    };
    for (const form of forms) {
      walk(form.id, form.fields({}));
      walk(form.id, form.fields(wholeForms[form.id]));
      const { category, results } = fill(form.id);
      if (category)
        put(category.value, `${form.id} category ${theForm(form.id).result(wholeForms[form.id]).code}`);
      for (const one of results.numbers)
        expect(one.concept.scheme === '99LAMPLIGHT' ? one.concept.value.length : 0).toBeLessThanOrEqual(16);
    }
    expect(seen.size).toBeGreaterThan(150);
  });

  it('TI-RADS, C-TIRADS, BI-RADS: inputs, points and category', () => {
    expect(fill('acrTiRads')).toMatchObject({
      category: { value: { value: 'TR_CATEGORY_TR5' } },
      results: { numbers: [{ value: 7, unit: '1' }] },
    });
    expect(words(fill('acrTiRads').choices).map(([concept]) => concept)).toContain('TR_COMPOSITION');
    expect(fill('cTiRads').category!.value.value).toBe('CTR_CATEGORY_4C');
    expect(fill('cTiRads').results.numbers[0].value).toBe(3);
    expect(fill('biRads').category!.value.value).toBe('BR_CATEGORY_4C');
  });

  it('ASPECTS, haematoma, pneumonia, washout: the figures', () => {
    expect(fill('aspects').results.numbers[0].value).toBe(7);
    expect(numbers(fill('haematoma').results.numbers)).toEqual([['118565006', 36, 'mL']]);
    expect(fill('ctPneumonia').results.numbers.map(({ value }) => value)).toEqual([15, 1, 2, 3, 4, 5]);
    expect(fill('adrenalWashout').results.numbers.map(({ value }) => value)).toEqual([70.6, 54.5]);
  });

  it('calcium: each vessel by its code, Agatston and volume by their methods', () => {
    const { numbers: all } = fill('agatston').results;
    expect(all.map(({ concept }) => concept.value)).toEqual(Array.from({ length: 6 }, () => '112058'));
    expect(all.map(({ of }) => of.map(({ value }) => value.value).join())).toEqual([
      '112055,3227004',
      '112055,59438005',
      '112055,57396003',
      '112055,13647002',
      '112055',
      '112056',
    ]);
    // 2 mm2 at a peak of 250 weigh 2, 5 mm2 at 410 weigh 4.
    expect(all.map(({ value }) => value)).toEqual([0, 4, 0, 20, 24, 21]);
  });
});

describe('RECIST as data', () => {
  const answers = wholeForms.recist;

  it('sums and their changes; the responses by the codes of DICOM', () => {
    const { results, category } = fill('recist');
    expect(results.numbers.map(({ value, unit }) => [value, unit])).toEqual([
      [70, 'mm'],
      [100, 'mm'],
      [90, 'mm'],
      [-30, '%'],
      [-22.2, '%'],
    ]);
    expect(words(results.choices)).toEqual([
      ['112021', '126081'],
      ['112048', '112042'],
      ['112048', '112046'],
    ]);
    expect(category!.value.value).toBe('RE_CATEGORY_PR');
  });

  it.each([
    // targets now of 60 and 40 at baseline, nadir 90, code of the target response
    [0, 9, '112041'],
    [40, 30, '112042'],
    [70, 45, '112043'],
    [55, 40, '112044'],
  ])('targets of %d and %d mm: %s', (lesion, node, code) => {
    const targets = [
      { name: 'a', kind: 'lesion', before: 60, now: lesion },
      { name: 'b', kind: 'node', before: 40, now: node },
    ];
    expect(words(fill('recist', { ...answers, targets }).results.choices)).toContainEqual(['112048', code]);
  });

  it.each([
    ['CR', '112045'],
    ['nonCrNonPd', '112046'],
    ['PD', '112047'],
  ])('non-target lesions %s: %s', (nonTarget, code) => {
    expect(words(fill('recist', { ...answers, nonTarget }).results.choices)).toContainEqual(['112048', code]);
  });

  it('no non-target lesions have no code', () => {
    const coded = words(fill('recist', { ...answers, nonTarget: 'none' }).results.choices);
    expect(coded).toEqual([
      ['112021', '126081'],
      ['112048', '112042'],
    ]);
  });

  it('each target lesion: long axis of a lesion, short axis of a node', () => {
    const { lesions } = fill('recist');
    expect(lesions.map(({ concept }) => concept.value)).toEqual(['112074', '112074']);
    expect(lesions.map((one) => numbers(one.numbers))).toEqual([
      [
        ['RE_BEFORE', 60, 'mm'],
        ['103339001', 40, 'mm'],
      ],
      [
        ['RE_BEFORE', 40, 'mm'],
        ['103340004', 30, 'mm'],
      ],
    ]);
    expect(lesions[0].texts.map(({ text }) => text)).toEqual(['right upper lobe', 'lung']);
  });

  it('the table: a line a lesion, sums against baseline and nadir', () => {
    const form = theForm('recist');
    const [{ table }] = form.sentences(answers, form.result(answers), both('', ''));
    expect(table!.rows.map((row) => row.map((cell) => cell.zh))).toEqual([
      ['1', 'right upper lobe', 'lung', '病灶（长径）', '60.0', '40.0', '−33.3%'],
      ['2', 'station 7', 'node', '淋巴结（短径）', '40.0', '30.0', '−25.0%'],
    ]);
    expect(table!.foot.map((row) => row.map((cell) => cell.en))).toEqual([
      ['', 'Sum of diameters', '', '', '100.0', '70.0', '−30.0 %'],
      ['', 'Nadir', '', '', '90.0', '70.0', '−22.2 %'],
    ]);
    for (const row of [...table!.rows, ...table!.foot]) expect(row).toHaveLength(table!.head.length);
    const bare = (answers.targets as readonly Row[]).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'organ')),
    );
    const without = { ...answers, targets: bare } as Answers;
    const [narrow] = form.sentences(without, form.result(without), both('', ''));
    expect(narrow.table!.head).toHaveLength(6);
    expect(narrow.table!.figures.map((n) => narrow.table!.head[n].en)).toEqual([
      '#',
      'Baseline mm',
      'Now mm',
      'Change',
    ]);
    for (const row of [...narrow.table!.rows, ...narrow.table!.foot]) expect(row).toHaveLength(6);
    const first = { exam: 'baseline', targets: answers.targets } as Answers;
    const [baseline] = form.sentences(first, form.result(first), both('', ''));
    expect(baseline.table!.head.map(({ en }) => en)).toEqual(['#', 'Site', 'Organ', 'Measured', 'Now mm']);
    expect(baseline.table!.foot[0].at(-1)!.en).toBe('70.0');
  });
});
