import { beforeEach, describe, expect, it } from 'vitest';
import type { Annotation } from '../../domain/annotation/annotation';
import type { Finding } from '../../domain/finding';
import { forms, type CalciumLesion } from '../../domain/guidelines/forms';
import type { Series, Study } from '../../domain/study';
import { setLanguage } from '../../i18n';
import { clear, redo, undo, waiting } from '../history';
import { nearMiddleFirst } from './calcium';
import { addForm, answerForm, bindForm, removeForm } from './change';
import { toggled } from './Choices';
import { typedNumber } from './NumberBox';
import { offersFor, sliceAreas, type Sources } from './offers';
import { formSentences } from './sentences';
import { closeForms, formsSnapshot, restoreForms } from './snapshot';
import { instanceOf, studyForms, useForms } from './store';
import { offeredFor, searchForms } from './suggested';

const uid = '2.25.1';
beforeEach(() => {
  clear();
  setLanguage('en');
  useForms.setState({ studies: {}, open: {} });
});

const answers = {
  composition: 'solid',
  echogenicity: 'hypo',
  shape: 'wider',
  margin: 'smooth',
  foci: ['none'],
};

const finding = (more: Partial<Finding>): Finding =>
  ({ trackingUid: 'f', number: 3, review: 'accepted', ...more }) as Finding;

describe('forms of a study', () => {
  it('are numbered, never twice the same, and taken back one step at a time', () => {
    const first = addForm(uid, 'acrTiRads');
    const second = addForm(uid, 'acrTiRads');
    expect([first, second]).toEqual(['acrTiRads:1', 'acrTiRads:2']);
    removeForm(uid, second);
    expect(addForm(uid, 'acrTiRads')).toBe('acrTiRads:3');
    expect(studyForms(uid).instances.map((one) => one.number)).toEqual([1, 3]);
    undo();
    undo();
    expect(studyForms(uid).instances.map((one) => one.number)).toEqual([1, 2]);
    redo();
    expect(studyForms(uid).instances.map((one) => one.number)).toEqual([1]);
  });

  it('begin empty; every answer is a step of its own, and takes back only itself', () => {
    const id = addForm(uid, 'acrTiRads');
    expect(instanceOf(uid, id)).toMatchObject({ answers: {}, taken: {} });
    answerForm(uid, id, { composition: 'solid' });
    answerForm(uid, id, { longest: 12.3 }, { uid: 'a', name: 'Length 1' });
    answerForm(uid, id, { longest: 12.3 }, { uid: 'a', name: 'Length 1' });
    expect(instanceOf(uid, id)).toMatchObject({
      answers: { longest: 12.3 },
      taken: { longest: { name: 'Length 1' } },
    });
    // Typed over: the source does not stay.
    answerForm(uid, id, { longest: 13 });
    expect(instanceOf(uid, id)?.taken).toEqual({});
    undo();
    expect(instanceOf(uid, id)).toMatchObject({
      answers: { longest: 12.3 },
      taken: { longest: { uid: 'a' } },
    });
    undo();
    expect(instanceOf(uid, id)?.answers).toEqual({ composition: 'solid' });
    undo();
    expect(instanceOf(uid, id)?.answers).toEqual({});
    expect(waiting().undoLabel).toBe('New form: ACR TI-RADS');
  });

  it('come back after they were deleted with what was in them', () => {
    const id = addForm(uid, 'aspects');
    answerForm(uid, id, { side: 'left' });
    bindForm(uid, id, { kind: 'finding', uid: 'f' });
    removeForm(uid, id);
    expect(studyForms(uid).instances).toEqual([]);
    undo();
    expect(instanceOf(uid, id)).toMatchObject({ answers: { side: 'left' }, bound: { uid: 'f' } });
    undo();
    expect(instanceOf(uid, id)?.bound).toBeUndefined();
  });
});

describe('in the report', () => {
  it('says nothing until it is complete, then under keys that stay', () => {
    const id = addForm(uid, 'acrTiRads');
    answerForm(uid, id, { composition: 'solid' });
    expect(formSentences(studyForms(uid), [])).toEqual([]);
    answerForm(uid, id, answers);
    const said = formSentences(studyForms(uid), []);
    expect(said.map((one) => one.key)).toEqual(['form:acrTiRads:1:findings', 'form:acrTiRads:1:impression']);
    expect(said[0].text.zh).toContain('结节1');
  });

  it('is tied to its finding, has its number, and goes when that is rejected', () => {
    const id = addForm(uid, 'acrTiRads');
    answerForm(uid, id, answers);
    bindForm(uid, id, { kind: 'finding', uid: 'f' });
    const [first] = formSentences(studyForms(uid), [finding({})]);
    expect(first).toMatchObject({
      findingUids: ['f'],
      text: { en: expect.stringContaining('nodule 3') as string },
    });
    expect(formSentences(studyForms(uid), [finding({ review: 'rejected' })])).toEqual([]);
    // The finding is not there (another study's work): the form keeps its own number.
    expect(formSentences(studyForms(uid), [])[0]).toMatchObject({ findingUids: [] });
  });
});

describe('saved forms', () => {
  it('come back as they were; nothing is saved of an untouched study', () => {
    expect(formsSnapshot(uid)).toBeUndefined();
    const id = addForm(uid, 'haematoma');
    answerForm(uid, id, { method: 'slices', areas: [{ area: 100 }] }, { uid: 's', name: 'Segment 1' });
    const saved: unknown = JSON.parse(JSON.stringify(formsSnapshot(uid)));
    const before = studyForms(uid);
    closeForms(uid);
    expect(studyForms(uid).instances).toEqual([]);
    restoreForms(uid, saved);
    expect(studyForms(uid)).toMatchObject(before);
    expect(addForm(uid, 'haematoma')).toBe('haematoma:2');
  });

  it('are refused when they are no forms', () => {
    for (const bad of [
      null,
      {},
      { version: 2, instances: [], next: {} },
      { version: 1, instances: {}, next: {} },
      { version: 1, instances: [{ id: 'x:1', form: 'x', number: 1, answers: {}, taken: {} }], next: {} },
      { version: 1, instances: [{ id: 'aspects:1', form: 'aspects', number: 1 }], next: {} },
    ])
      expect(() => restoreForms(uid, bad)).toThrow(TypeError);
  });
});

describe('what is offered', () => {
  const study = (modality: string, description: string, bodyPart = '') =>
    ({
      description,
      series: [{ modality, bodyPart, description: '', protocol: '' } as Series],
    }) as unknown as Study;
  const ids = (one: Study) => offeredFor(one).map((form) => form.id);

  it('by modality and body part', () => {
    expect(ids(study('US', '甲状腺超声'))).toEqual(['acrTiRads', 'cTiRads']);
    expect(ids(study('US', '', 'BREAST'))).toEqual(['biRads']);
    expect(ids(study('CT', 'Head plain'))).toEqual(['aspects', 'haematoma']);
    expect(ids(study('CT', '', 'CHEST'))).toEqual(['ctPneumonia', 'recist']);
    expect(ids(study('CT', 'Cardiac calcium'))).toEqual(['agatston']);
    expect(ids(study('DX', 'Chest PA'))).toEqual(['cardiothoracic']);
    expect(ids(study('CT', '', 'FOOT'))).toEqual([]);
  });

  it('all others by search, in both languages', () => {
    expect(searchForms('').length).toBe(forms.length);
    expect(searchForms('甲状腺').map((one) => one.id)).toEqual(['acrTiRads', 'cTiRads']);
    expect(searchForms('TI-RADS').map((one) => one.id)).toEqual(['acrTiRads']);
    expect(searchForms('calcium coronary').map((one) => one.id)).toEqual(['agatston']);
    expect(searchForms('zzz')).toEqual([]);
  });

  it('numbers of the study with their source, of what the form is about first', () => {
    const length = {
      uid: 'a',
      kind: 'length',
      label: '',
      number: 1,
      values: [{ name: 'length', value: 12.34, unit: 'mm' }],
    } as unknown as Annotation;
    const uncalibrated = {
      ...length,
      uid: 'p',
      values: [{ name: 'length', value: 40, unit: 'px' }],
    } as Annotation;
    const roi = {
      ...length,
      uid: 'r',
      kind: 'ellipse',
      values: [
        { name: 'mean', value: 25.04, unit: "[hnsf'U]" },
        { name: 'area', value: 80, unit: 'mm2' },
      ],
    } as Annotation;
    const m = (value: number, unit: string) => ({ value, unit });
    const found = finding({
      measurements: {
        longAxis: m(16.04, 'mm'),
        shortAxis: m(9, 'mm'),
        volume: m(1234, 'mm3'),
        meanHu: m(41.26, "[hnsf'U]"),
      } as unknown as Finding['measurements'],
    });
    const sources: Sources = { annotations: [length, uncalibrated, roi], findings: [found], segments: [] };
    expect(offersFor('length', sources).map((one) => [one.name, one.value])).toEqual([
      ['Length 1', 12.3],
      ['Finding 3 long axis', 16],
      ['Finding 3 short axis', 9],
    ]);
    expect(offersFor('length', sources, { kind: 'finding', uid: 'f' })[0].value).toBe(16);
    expect(offersFor('meanHu', sources).map((one) => one.value)).toEqual([25, 41.3]);
    expect(offersFor('volume', sources).map((one) => one.value)).toEqual([1.23]);
    expect(offersFor('cardiothoracicRatio', sources)).toEqual([]);
  });

  it('areas of a segment, slice by slice, and their distance', () => {
    const mask = {
      start: [0, 0, 0],
      size: [2, 2, 3],
      data: Uint8Array.from([1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0]),
    };
    const segment = { mask, grid: { spacing: [2, 3, 5] } } as unknown as Parameters<typeof sliceAreas>[0];
    expect(sliceAreas(segment)).toEqual({ areas: [{ area: 24 }, { area: 6 }], thickness: 5 });
  });
});

describe('calcium', () => {
  it('near the middle of the images comes first, in mm and not in pixels', () => {
    const lesion = (number: number, i: number, j: number) =>
      ({ number, at: [i, j, 0] }) as unknown as CalciumLesion;
    const grid = { dims: [100, 100, 1], spacing: [2, 0.5, 3] } as const;
    const sorted = nearMiddleFirst([lesion(1, 60, 50), lesion(2, 50, 70), lesion(3, 51, 50)], grid);
    expect(sorted.map((one) => one.number)).toEqual([3, 2, 1]);
  });
});

describe('typing and tapping', () => {
  it('takes numbers of the range, with a comma or a real minus sign, and nothing else', () => {
    const field = {
      kind: 'number',
      id: 'x',
      label: { zh: '', en: '' },
      unit: 'HU',
      least: -200,
      most: 1000,
    } as const;
    expect(typedNumber(' 12,5 ', field)).toBe(12.5);
    expect(typedNumber('\u221212', field)).toBe(-12);
    expect(typedNumber('', field)).toBeUndefined();
    for (const bad of ['x', '1001', '-201', '1 2']) expect(typedNumber(bad, field), bad).toBeNaN();
    expect(typedNumber('1.5', { ...field, whole: true })).toBeNaN();
  });

  it('"none" and the others exclude each other; nothing left is no answer', () => {
    expect(toggled([], 'I', 'none')).toEqual(['I']);
    expect(toggled(['I'], 'M2', 'none')).toEqual(['I', 'M2']);
    expect(toggled(['I', 'M2'], 'none', 'none')).toEqual(['none']);
    expect(toggled(['none'], 'I', 'none')).toEqual(['I']);
    expect(toggled(['I'], 'I', 'none')).toBeUndefined();
  });
});
