import { beforeEach, describe, expect, it } from 'vitest';
import { brock } from '../../domain/guidelines/brock';
import { lungRadsNodule } from '../../domain/guidelines/lung-rads';
import { catalogues, type Catalogue } from '../../i18n';
import { clear, redo, undo, waiting } from '../history';
import { answerNodule, answerStudy, chooseModel, chooseRule } from './change';
import { askedFor, noduleFields, studyFields } from './fields';
import { listOffers, patientOffers } from './offers';
import { closeGuideline, guidelineSnapshot, restoreGuideline } from './snapshot';
import { emptyChoice, studyChoice, useGuideline } from './store';

const uid = '2.25.1';
beforeEach(() => {
  clear();
  useGuideline.setState({ studies: {} });
});

describe('answers', () => {
  it('are taken back one by one, and only their own', () => {
    chooseRule(uid, 'lungRads');
    answerStudy(uid, 'age', 62, 'patientAge');
    answerNodule(uid, 'a', 'spiculation', true);
    expect(studyChoice(uid)).toMatchObject({
      rule: 'lungRads',
      answers: { age: 62 },
      taken: { age: 'patientAge' },
      nodules: { a: { spiculation: true } },
    });
    undo();
    expect(studyChoice(uid).nodules.a).toEqual({});
    undo();
    expect(studyChoice(uid)).toMatchObject({ rule: 'lungRads', answers: {}, taken: {} });
    redo();
    expect(studyChoice(uid).taken).toEqual({ age: 'patientAge' });
    undo();
    undo();
    expect(studyChoice(uid).rule).toBeUndefined();
  });

  it('lose their source when the reader types another', () => {
    answerStudy(uid, 'age', 62, 'patientAge');
    answerStudy(uid, 'age', 63);
    expect(studyChoice(uid)).toMatchObject({ answers: { age: 63 }, taken: {} });
    undo();
    expect(studyChoice(uid)).toMatchObject({ answers: { age: 62 }, taken: { age: 'patientAge' } });
  });

  it('leave nothing behind when taken away, and no step when nothing changed', () => {
    answerStudy(uid, 'emphysema', false);
    answerStudy(uid, 'emphysema', false);
    answerStudy(uid, 'emphysema', undefined);
    expect(studyChoice(uid).answers).toEqual({});
    undo();
    undo();
    expect(waiting().undoLabel).toBeUndefined();
  });
});

describe('further models', () => {
  it('are chosen one by one, in the order of the list, taken back one by one, and saved', () => {
    chooseModel(uid, 'va', true);
    chooseModel(uid, 'brock2a', true);
    chooseModel(uid, 'va', true);
    expect(studyChoice(uid).models).toEqual(['brock2a', 'va']);
    const saved = { ...guidelineSnapshot(uid), models: ['va', 'of another version', 'brock2a'] };
    chooseModel(uid, 'brock2a', false);
    undo();
    undo();
    expect(studyChoice(uid).models).toEqual(['va']);
    closeGuideline(uid);
    restoreGuideline(uid, saved);
    expect(studyChoice(uid).models).toEqual(['brock2a', 'va']);
  });
});

describe('saved work', () => {
  it('comes back as it was; nothing is saved of an untouched study', () => {
    expect(guidelineSnapshot(uid)).toBeUndefined();
    chooseRule(uid, 'fleischner');
    answerStudy(uid, 'solidCount', 2, 'list');
    const saved = structuredClone(guidelineSnapshot(uid));
    const before = studyChoice(uid);
    closeGuideline(uid);
    expect(studyChoice(uid)).toBe(emptyChoice);
    restoreGuideline(uid, saved);
    expect(studyChoice(uid)).toEqual(before);
  });

  it('is refused when it is not what this version writes', () => {
    const good = { version: 1, answers: {}, nodules: {}, taken: {} };
    for (const bad of [
      null,
      {},
      { ...good, version: 2 },
      { ...good, answers: undefined },
      { ...good, nodules: [] },
      { ...good, rule: 'lungRads2030' },
    ])
      expect(() => restoreGuideline(uid, bad)).toThrow(TypeError);
    restoreGuideline(uid, good);
    expect(studyChoice(uid).rule).toBeUndefined();
  });
});

describe('offers', () => {
  const patient = { name: '', id: '', sex: 'F', age: '062Y', birthDate: '19620115' };
  it('come from the header, with the tag that they come from', () => {
    expect(patientOffers({ patient, date: '20240301' })).toEqual({
      age: { value: 62, source: 'patientAge' },
      sex: { value: 'female', source: 'patientSex' },
    });
    const born = { ...patient, age: '', birthDate: '19620302' };
    expect(patientOffers({ patient: born, date: '20240301' }).age).toEqual({
      value: 61,
      source: 'birthDate',
    });
    expect(patientOffers({ patient: { ...born, birthDate: '19620301' }, date: '20240301' }).age?.value).toBe(
      62,
    );
    expect(patientOffers({ patient: { ...patient, age: '018M' }, date: '20240301' }).age?.value).toBe(1);
  });
  it('are none where the header says nothing usable', () => {
    const blank = { name: '', id: '', sex: 'O', age: '000Y', birthDate: '' };
    expect(patientOffers({ patient: blank, date: '20240301' })).toEqual({});
    const later = { ...blank, birthDate: '20250101' };
    expect(patientOffers({ patient: later, date: '20240301' })).toEqual({});
  });
  it('count the list only when every nodule has a type', () => {
    expect(listOffers({ pending: 1 })).toEqual({});
    expect(listOffers({ solid: 2, subsolid: 0, pending: 0 })).toEqual({
      solidCount: { value: 2, source: 'list' },
      subsolidCount: { value: 0, source: 'list' },
    });
  });
});

describe('the form', () => {
  it('asks for what the rule went by or misses', () => {
    expect([
      ...askedFor([lungRadsNodule({ setting: 'screening', comparison: 'prior', type: 'solid' })]),
    ]).toEqual(['setting', 'comparison', 'type', 'site']);
    // One count is asked as two, so that both rule and model get theirs.
    expect([...askedFor([brock({})])]).toEqual(
      expect.arrayContaining(['solidCount', 'subsolidCount', 'age']),
    );
  });

  it('has words for every option in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const { option } = catalogues[language].guideline as { option: Record<string, Catalogue> };
      for (const fields of [studyFields, noduleFields])
        for (const [name, spec] of Object.entries(fields))
          if (spec.kind === 'choice')
            expect(Object.keys(option[name]).sort(), name).toEqual([...spec.options].sort());
    }
  });
});
