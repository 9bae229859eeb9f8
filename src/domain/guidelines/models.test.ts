import { describe, expect, it } from 'vitest';
import { brock, type BrockInput } from './brock';
import { mayo, type MayoInput } from './mayo';
import { peking, type PekingInput } from './peking';
import { veterans, type VeteransInput } from './veterans';

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

describe('Brock 1a, 1b and 2a', () => {
  const woman65: BrockInput = {
    ...plain,
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
  };
  it('2a: F 65, family, emphysema, 8.3 mm part-solid, upper, 1: 0.1874, spiculated or not', () => {
    expect(p(brock(woman65, 'brock2a'))).toBeCloseTo(0.1874, 4);
    expect(p(brock({ ...woman65, spiculation: undefined }, 'brock2a'))).toBeCloseTo(0.1874, 4);
  });
  // By hand from the coefficients of the specification: at 4 mm the term of the size is 0.
  it.each([
    ['brock1a', {}, 1 / (1 + Math.exp(6.5929))],
    ['brock1b', {}, 1 / (1 + Math.exp(6.6144))],
    ['brock1a', { sex: 'female', upperLobe: true }, 1 / (1 + Math.exp(6.5929 - 0.5806 - 0.6439))],
    [
      'brock1b',
      { sex: 'female', upperLobe: true, spiculation: true },
      1 / (1 + Math.exp(6.6144 - 0.6467 - 0.6009 - 0.9309)),
    ],
    // 10 mm: (10/10)^-0.5 - 1.58113883 = -0.58113883.
    ['brock1a', { longAxis: 10 }, 1 / (1 + Math.exp(6.5929 - 5.8615 * 0.58113883))],
    ['brock1b', { longAxis: 10 }, 1 / (1 + Math.exp(6.6144 - 5.5537 * 0.58113883))],
  ] as const)('%s %o', (model, more, expected) => {
    expect(p(brock({ ...plain, ...more }, model))).toBeCloseTo(expected, 10);
  });
  it('ask for what they go by and for nothing else', () => {
    const asked = (model: 'brock1a' | 'brock1b' | 'brock2a') => brock({}, model).missing;
    expect(asked('brock1a')).toEqual(['sex', 'longAxis', 'upperLobe']);
    expect(asked('brock1b')).toEqual(['sex', 'longAxis', 'upperLobe', 'spiculation']);
    expect(asked('brock2a')).not.toContain('spiculation');
    expect(asked('brock2a')).toHaveLength(8);
    for (const model of ['brock1a', 'brock1b', 'brock2a'] as const)
      expect(brock({ ...plain, type: 'calcified' }, model)).toMatchObject({ reason: 'calcified' });
  });
  it('those without a source that was found say so', () => {
    expect(brock(plain, 'brock1a')).toMatchObject({ model: 'brock1a', version: '1a', unconfirmed: true });
    expect(brock(plain, 'brock1b').unconfirmed).toBe(true);
    expect(brock(plain, 'brock2a').unconfirmed).toBeUndefined();
    expect(brock(plain).unconfirmed).toBeUndefined();
  });
});

const sixty: PekingInput = {
  age: 60,
  longAxis: 20,
  spiculation: true,
  familyCancer: false,
  calcium: false,
  smoothBorder: false,
  solidCount: 1,
  subsolidCount: 0,
};

describe('Peking University', () => {
  it('60, 2.0 cm, spiculated: 0.8572', () => {
    expect(p(peking(sixty))).toBeCloseTo(0.8572, 4);
  });
  it('family history adds, calcification and a smooth border take away', () => {
    // x = 1.792 + 1.267; - 1.615; - 1.408 (by hand)
    expect(p(peking({ ...sixty, familyCancer: true }))).toBeCloseTo(1 / (1 + Math.exp(-3.059)), 10);
    expect(p(peking({ ...sixty, calcium: true }))).toBeCloseTo(1 / (1 + Math.exp(-0.177)), 10);
    expect(p(peking({ ...sixty, smoothBorder: true }))).toBeCloseTo(1 / (1 + Math.exp(-0.384)), 10);
  });
  it('asks for everything, assumes nothing, and is for one nodule', () => {
    for (const key of Object.keys(sixty) as (keyof PekingInput)[])
      expect(peking({ ...sixty, [key]: undefined }), key).toMatchObject({ state: 'open' });
    expect(peking({ ...sixty, solidCount: 2 })).toMatchObject({ state: 'outside', reason: 'notSolitary' });
  });
});

const never62: VeteransInput = { age: 62, smoking: 'never', longAxis: 10, solidCount: 1, subsolidCount: 0 };

describe('VA', () => {
  it('62, never smoked, 10 mm: 0.079', () => {
    expect(p(veterans(never62))).toBeCloseTo(0.079, 3);
  });
  it('smoking adds; each ten years since quitting take away', () => {
    const former = { ...never62, age: 65, longAxis: 15, smoking: 'former', quitYears: 10 } as const;
    // -8.404 + 5.0635 + 2.061 + 1.68 = 0.4005 (by hand)
    expect(p(veterans({ ...former, smoking: 'current' }))).toBeCloseTo(1 / (1 + Math.exp(-0.4005)), 10);
    expect(p(veterans(former))).toBeCloseTo(1 / (1 + Math.exp(0.1665)), 10);
  });
  it('asks since when of those who quit alone, assumes nothing, and is for one nodule', () => {
    expect(veterans({ ...never62, smoking: 'former' })).toMatchObject({
      state: 'open',
      missing: ['quitYears'],
    });
    expect(veterans({ ...never62, smoking: 'current' }).state).toBe('given');
    for (const key of Object.keys(never62) as (keyof VeteransInput)[])
      expect(veterans({ ...never62, [key]: undefined }), key).toMatchObject({ state: 'open' });
    expect(veterans({ ...never62, subsolidCount: 1 })).toMatchObject({ reason: 'notSolitary' });
    expect(veterans(never62).unconfirmed).toBe(true);
  });
});
