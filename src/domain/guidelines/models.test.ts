import { describe, expect, it } from 'vitest';
import { brock, type BrockInput } from './brock';
import { mayo, type MayoInput } from './mayo';

const p = (r: ReturnType<typeof brock>): number => (r.state === 'given' ? r.probability : Number.NaN);

const plain: BrockInput = {
  type: 'solid',
  age: 62,
  sex: 'male',
  familyHistory: false,
  emphysema: false,
  longAxis: 4,
  upperLobe: false,
  spiculation: false,
  solidCount: 4,
  subsolidCount: 0,
};

describe('Brock 2b', () => {
  it.each([
    ['M 62, 4 mm solid, lower, 4 nodules', {}, 0.001125, 6],
    ['F 62, same', { sex: 'female' }, 0.00205, 5],
    ['M 50, 6 mm solid, lower, 1 nodule', { age: 50, longAxis: 6, solidCount: 1 }, 0.00485, 5],
    [
      'F 65, family, emphysema, 8.3 mm part-solid, upper, 1, spiculated',
      {
        sex: 'female',
        age: 65,
        familyHistory: true,
        emphysema: true,
        longAxis: 8.3,
        type: 'partSolid',
        upperLobe: true,
        solidCount: 0,
        subsolidCount: 1,
        spiculation: true,
      },
      0.2991,
      4,
    ],
    [
      'M 70, emphysema, 15 mm solid, upper, 2, spiculated',
      { age: 70, emphysema: true, longAxis: 15, upperLobe: true, solidCount: 2, spiculation: true },
      0.3657,
      4,
    ],
    [
      'F 60, 12 mm non-solid, upper, 3',
      {
        sex: 'female',
        age: 60,
        longAxis: 12,
        type: 'nonSolid',
        upperLobe: true,
        solidCount: 1,
        subsolidCount: 2,
      },
      0.1157,
      4,
    ],
  ] as const)('%s', (_name, more, expected, digits) => {
    expect(p(brock({ ...plain, ...more }))).toBeCloseTo(expected, digits);
  });

  it('asks for everything and assumes nothing', () => {
    expect(brock({})).toMatchObject({
      state: 'open',
      missing: [
        'type',
        'age',
        'sex',
        'familyHistory',
        'emphysema',
        'longAxis',
        'upperLobe',
        'spiculation',
        'noduleCount',
      ],
    });
    for (const key of Object.keys(plain) as (keyof BrockInput)[])
      expect(brock({ ...plain, [key]: undefined }), key).toMatchObject({ state: 'open' });
    expect(brock({ ...plain, solidCount: 0 })).toMatchObject({ missing: ['noduleCount'] });
  });

  it('is not for calcified nodules', () => {
    expect(brock({ ...plain, type: 'calcified' })).toMatchObject({ state: 'outside', reason: 'calcified' });
  });
});

const solitary: MayoInput = {
  type: 'solid',
  age: 45,
  smoking: 'never',
  cancer: 'none',
  longAxis: 8,
  spiculation: false,
  upperLobe: false,
  solidCount: 1,
  subsolidCount: 0,
};

describe('Mayo', () => {
  it('65, smoker, 12 mm, spiculated, upper: 0.4649', () => {
    const n = {
      ...solitary,
      age: 65,
      smoking: 'former',
      longAxis: 12,
      spiculation: true,
      upperLobe: true,
    } as const;
    expect(p(mayo(n))).toBeCloseTo(0.4649, 4);
    expect(p(mayo({ ...n, smoking: 'current' }))).toBeCloseTo(0.4649, 4);
  });
  it('45, never smoked, 8 mm: 0.01715', () => {
    expect(p(mayo(solitary))).toBeCloseTo(0.01715, 5);
  });
  it('counts a cancer outside the chest more than 5 years ago', () => {
    // -6.8272 + 0.0391*45 + 1.3388 + 0.1274*8 = -2.7097: 0.0624 (by hand)
    expect(p(mayo({ ...solitary, cancer: 'extrathoracicOver5y' }))).toBeCloseTo(0.0624, 4);
  });
  it.each([
    [{ longAxis: 3.9 }, 'mayoSize'],
    [{ longAxis: 30.1 }, 'mayoSize'],
    [{ solidCount: 2 }, 'notSolitary'],
    [{ cancer: 'lung' }, 'mayoCancer'],
    [{ cancer: 'extrathoracicWithin5y' }, 'mayoCancer'],
    [{ type: 'calcified' }, 'calcified'],
  ] as const)('%o: %s', (more, reason) => {
    expect(mayo({ ...solitary, ...more })).toMatchObject({ state: 'outside', reason });
  });
  it('takes 4 mm and 30 mm', () => {
    for (const longAxis of [4, 30]) expect(mayo({ ...solitary, longAxis }).state).toBe('given');
  });
  it('asks for everything and assumes nothing', () => {
    for (const key of Object.keys(solitary) as (keyof MayoInput)[])
      if (key !== 'type')
        expect(mayo({ ...solitary, [key]: undefined }), key).toMatchObject({ state: 'open' });
  });
});
