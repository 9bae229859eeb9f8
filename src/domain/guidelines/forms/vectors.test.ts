import { describe, expect, it } from 'vitest';
import { acrAdvice, acrTiRads } from './acr-ti-rads';
import { adrenalVerdict, washout } from './adrenal-washout';
import { agatston, cacDrs, calciumClass, densityWeight } from './agatston';
import { aspectsScore, type AspectsRegion } from './aspects';
import { cTiRads, cTiRadsAdvice } from './c-ti-rads';
import { lobeScore } from './ct-pneumonia';
import { expanded, halfProduct, haematomaMl, twoThirds, weightedDepth } from './haematoma';
import {
  allGone,
  baselineIssues,
  overallResponse,
  sumOf,
  targetResponse,
  whoResponse,
  type NonTarget,
  type TargetResponse,
} from './recist';
import { thyroidGrowth } from './thyroid';

/** The vectors of the clinical specification, section by section, and the bounds beside them. */
describe('ACR TI-RADS 2017', () => {
  const plain = { shape: 'wider', margin: 'smooth', foci: ['none'] };
  it.each([
    ['solid, hypoechoic', { ...plain, composition: 'solid', echogenicity: 'hypo' }, 4, 4],
    [
      'with punctate foci',
      { ...plain, composition: 'solid', echogenicity: 'hypo', foci: ['punctate'] },
      7,
      5,
    ],
    ['mixed, isoechoic', { ...plain, composition: 'mixed', echogenicity: 'iso' }, 2, 2],
    ['solid, isoechoic', { ...plain, composition: 'solid', echogenicity: 'iso' }, 3, 3],
    ['spongiform with macrocalcification', { composition: 'spongiform', foci: ['macro'] }, 0, 1],
    [
      'solid, very hypoechoic, taller, irregular, punctate',
      {
        composition: 'solid',
        echogenicity: 'veryHypo',
        shape: 'taller',
        margin: 'irregular',
        foci: ['punctate'],
      },
      13,
      5,
    ],
    ['a cyst', { ...plain, composition: 'cystic', echogenicity: 'anechoic' }, 0, 1],
    ['one point', { ...plain, composition: 'cystic', echogenicity: 'iso' }, 1, 1],
    ['foci add up', { ...plain, composition: 'mixed', echogenicity: 'iso', foci: ['macro', 'rim'] }, 5, 4],
  ])('%s', (_name, nodule, points, level) => {
    expect(acrTiRads(nodule)).toEqual({ points, level });
  });

  it('has no level while a group is unanswered', () => {
    const whole = { ...plain, composition: 'solid', echogenicity: 'hypo' };
    for (const key of Object.keys(whole))
      expect(acrTiRads({ ...whole, [key]: undefined }), key).toBeUndefined();
    expect(acrTiRads({ ...whole, foci: [] })).toBeUndefined();
  });

  it.each([
    [1, 60, 'none'],
    [2, 60, 'none'],
    [3, 25, 'fna'],
    [3, 24.9, 'follow'],
    [3, 15, 'follow'],
    [3, 14.9, 'none'],
    [4, 15, 'fna'],
    [4, 10, 'follow'],
    [4, 9.9, 'none'],
    [5, 10, 'fna'],
    [5, 5, 'follow'],
    [5, 4.9, 'none'],
    [4, undefined, undefined],
    [2, undefined, 'none'],
  ] as const)('TR%i of %s mm: %s', (level, mm, advice) => {
    expect(acrAdvice(level, mm)).toBe(advice);
  });

  it('growth is 20 % and 2 mm in two dimensions, or 50 % in volume', () => {
    const then = { diameters: [10, 10, 10] };
    const grown = (...diameters: number[]) => thyroidGrowth(then, { diameters });
    expect(grown(12.1, 12.1, 10)).toBe(true);
    // Exactly 20 % is not more than 20 %.
    expect(grown(12, 12, 10)).toBe(false);
    expect(grown(12.1, 11.9, 10)).toBe(false);
    expect(grown(15.1, 10, 10)).toBe(true);
    expect(grown(15, 10, 10)).toBe(false);
    // 20 % of a small nodule are less than 2 mm.
    expect(thyroidGrowth({ diameters: [5, 5, 5] }, { diameters: [6.5, 6, 5] })).toBe(true);
    expect(thyroidGrowth({ diameters: [5, 5, 5] }, { diameters: [6.2, 6, 4.9] })).toBe(false);
    expect(thyroidGrowth(then, { diameters: [12, 12] })).toBeUndefined();
  });
});

describe('C-TIRADS 2020', () => {
  const benign = {
    orientation: 'horizontal',
    composition: 'notSolid',
    echogenicity: 'other',
    margin: 'circumscribed',
    foci: ['none'],
  };
  it.each([
    ['solid only', { composition: 'solid' }, 1, '4A'],
    ['solid, microcalcification', { composition: 'solid', foci: ['micro'] }, 2, '4B'],
    ['three features', { composition: 'solid', foci: ['micro'], margin: 'irregular' }, 3, '4C'],
    [
      'four features',
      { composition: 'solid', foci: ['micro'], margin: 'irregular', orientation: 'vertical' },
      4,
      '4C',
    ],
    [
      'five features',
      {
        composition: 'solid',
        foci: ['micro'],
        margin: 'illDefined',
        orientation: 'vertical',
        echogenicity: 'markedHypo',
      },
      5,
      '5',
    ],
    ['comet-tail only', { foci: ['comet'] }, -1, '2'],
    ['solid, comet-tail', { composition: 'solid', foci: ['comet'] }, 0, '3'],
    ['nothing', {}, 0, '3'],
  ])('%s', (_name, more, score, category) => {
    expect(cTiRads({ ...benign, ...more })).toEqual({ score, category });
  });

  it('has no category while a group is unanswered', () => {
    for (const key of Object.keys(benign))
      expect(cTiRads({ ...benign, [key]: undefined }), key).toBeUndefined();
  });

  it.each([
    ['4A', 15, [], 'fna'],
    ['4A', 14.9, ['multifocal'], 'none'],
    ['4B', 10, [], 'fna'],
    ['5', 9.9, ['none'], 'none'],
    ['5', 9.9, ['trachea'], 'fnaNearby'],
    ['4C', 9.9, [], undefined],
    ['4C', 5, ['nerve'], 'none'],
    ['4B', undefined, [], undefined],
    ['3', undefined, [], 'none'],
  ] as const)('%s of %s mm, %j: %s', (category, mm, near, advice) => {
    expect(cTiRadsAdvice(category, mm, near)).toBe(advice);
  });
});

describe('ASPECTS', () => {
  it.each([
    [['I', 'M2'], 8],
    [['C', 'L', 'IC', 'I', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6'], 0],
    [['C', 'L', 'IC', 'I', 'M1', 'M2', 'M3', 'C2', 'M4', 'M5', 'M6'], 0],
    [['C', 'C2'], 9],
    [['C2'], 9],
    [[], 10],
  ] as const)('%j: %i', (affected, score) => {
    expect(aspectsScore(affected as readonly AspectsRegion[])).toBe(score);
  });
});

describe('CT pneumonia score', () => {
  it('3, 12, 30, 60 and 80 % make 15', () => {
    expect([3, 12, 30, 60, 80].map(lobeScore)).toEqual([1, 2, 3, 4, 5]);
  });
  it.each([
    [0, 0],
    [0.1, 1],
    [4.9, 1],
    [5, 2],
    [25, 2],
    [25.1, 3],
    [49.9, 3],
    [50, 4],
    [75, 4],
    [75.1, 5],
    [100, 5],
  ])('%f %%: %i', (percent, score) => {
    expect(lobeScore(percent)).toBe(score);
  });
});

describe('RECIST 1.1', () => {
  const response = (baseline: number, nadir: number, now: number) => targetResponse({ baseline, nadir, now });
  it.each([
    [100, 100, 70, 'PR'],
    [100, 100, 71, 'SD'],
    [100, 50, 60, 'PD'],
    [100, 50, 59, 'PR'],
    [30, 20, 24, 'SD'],
    [30, 20, 25, 'PD'],
    // The nadir counts the baseline: a typed one above it does not.
    [50, 80, 60, 'PD'],
  ])('baseline %f, nadir %f, now %f: %s', (baseline, nadir, now, expected) => {
    expect(response(baseline, nadir, now)).toBe(expected);
  });

  it('20 to 24 mm is 20 % but 4 mm: stable against the nadir', () => {
    expect(response(20, 20, 24)).toBe('SD');
    expect(response(20, 20, 25)).toBe('PD');
  });

  it('all gone with a node of 9 mm is complete though the sum is 9', () => {
    const targets = [
      { node: false, mm: 0 },
      { node: true, mm: 9 },
    ];
    expect(sumOf(targets)).toBe(9);
    expect(allGone(targets)).toBe(true);
    expect(targetResponse({ baseline: 60, nadir: 60, now: 9, gone: true })).toBe('CR');
    expect(allGone([{ node: true, mm: 10 }])).toBe(false);
    expect(allGone([])).toBe(false);
  });

  it.each([
    ['CR', 'CR', false, 'CR'],
    ['CR', 'none', false, 'CR'],
    ['CR', 'nonCrNonPd', false, 'PR'],
    ['CR', 'NE', false, 'PR'],
    ['PR', 'nonCrNonPd', false, 'PR'],
    ['SD', 'CR', false, 'SD'],
    ['PD', 'CR', false, 'PD'],
    ['SD', 'PD', false, 'PD'],
    ['CR', 'CR', true, 'PD'],
    ['NE', 'CR', false, 'NE'],
    ['NE', 'PD', false, 'PD'],
  ] as readonly (readonly [TargetResponse, NonTarget, boolean, TargetResponse])[])(
    'target %s, non-target %s, new %s: %s',
    (target, nonTarget, fresh, overall) => {
      expect(overallResponse(target, nonTarget, fresh)).toBe(overall);
    },
  );

  it('names what cannot be a target', () => {
    const ok = { node: false, mm: 10, organ: 'liver' };
    expect(baselineIssues([ok, { node: true, mm: 15, organ: 'node' }])).toEqual([]);
    expect(baselineIssues([{ ...ok, mm: 9.9 }])).toEqual(['lesionSmall']);
    expect(baselineIssues([{ node: true, mm: 14.9 }])).toEqual(['nodeSmall']);
    expect(baselineIssues([ok, ok, { ...ok, organ: 'Liver ' }])).toEqual(['perOrgan']);
    expect(baselineIssues(Array.from({ length: 6 }, (_lesion, n) => ({ ...ok, organ: `${n}` })))).toEqual([
      'tooMany',
    ]);
  });
});

describe('WHO', () => {
  it('20 x 15 to 10 x 14 is -53 %: partial response', () => {
    const found = whoResponse([{ before: [20, 15], now: [10, 14] }], false)!;
    expect(found).toMatchObject({ before: 300, now: 140, response: 'PR' });
    expect(Math.round(100 * found.change)).toBe(-53);
  });
  it('one lesion that grew by 25 %, or a new one, is progression; nothing left is complete', () => {
    const stable = { before: [20, 10], now: [20, 10] } as const;
    expect(whoResponse([stable, { before: [10, 10], now: [12.5, 10] }], false)?.response).toBe('PD');
    expect(whoResponse([stable, { before: [10, 10], now: [12.4, 10] }], false)?.response).toBe('SD');
    expect(whoResponse([stable], true)?.response).toBe('PD');
    expect(whoResponse([{ before: [20, 10], now: [0, 0] }], false)?.response).toBe('CR');
    expect(whoResponse([], false)).toBeUndefined();
  });
});

describe('haematoma', () => {
  it('5 x 3 x 2.5 cm: 18.75 mL', () => {
    expect(halfProduct(50, 30, 25)).toBeCloseTo(18.75, 9);
    expect(haematomaMl({ method: 'abc2', a: 50, b: 30, c: 25 })).toBeCloseTo(18.75, 9);
  });
  it('A 5, B 4, slices of 5 mm with 100, 90, 60, 40, 20 %: C 1.5 cm, 15.0 mL', () => {
    const areas = [100, 90, 60, 40, 20];
    expect(weightedDepth(areas, 5)).toBe(15);
    const rows = areas.map((area) => ({ area }));
    expect(haematomaMl({ method: 'slices', a: 50, b: 40, thickness: 5, areas: rows })).toBeCloseTo(15, 9);
  });
  it('weights change above 75 % and at 25 %', () => {
    expect(weightedDepth([100, 75], 1)).toBe(1.5);
    expect(weightedDepth([100, 75.1], 1)).toBe(2);
    expect(weightedDepth([100, 25], 1)).toBe(1.5);
    expect(weightedDepth([100, 24.9], 1)).toBe(1);
    expect(weightedDepth([], 5)).toBe(0);
  });
  it('its variants', () => {
    expect(twoThirds(1200, 30)).toBeCloseTo(24, 9);
    expect(haematomaMl({ method: 'abc3', a: 50, b: 30, c: 25 })).toBeCloseTo(12.5, 9);
    expect(haematomaMl({ method: 'simplified', a: 50, b: 40, thickness: 5, count: 5 })).toBeCloseTo(25, 9);
    expect(haematomaMl({ method: 'abc2', a: 50, b: 30 })).toBeUndefined();
    expect(haematomaMl({})).toBeUndefined();
  });
  it('expands by more than a third or more than 6 mL', () => {
    expect(expanded(9, 12)).toBe(false);
    expect(expanded(9, 12.1)).toBe(true);
    expect(expanded(60, 66)).toBe(false);
    expect(expanded(60, 66.1)).toBe(true);
  });
});

describe('adrenal washout', () => {
  it('10, 80, 40 HU: 57.14 % and 50 %', () => {
    const { absolute, relative } = washout({ unenhanced: 10, enhanced: 80, delayed: 40 });
    expect(absolute).toBeCloseTo(57.14, 2);
    expect(relative).toBeCloseTo(50, 9);
  });
  it('25, 110, 50 HU: 70.6 % and 54.5 %', () => {
    const { absolute, relative } = washout({ unenhanced: 25, enhanced: 110, delayed: 50 });
    expect(absolute).toBeCloseTo(70.6, 1);
    expect(relative).toBeCloseTo(54.5, 1);
  });
  it.each([
    [{ unenhanced: 10 }, 'lipidRich'],
    [{ unenhanced: 10.1 }, undefined],
    [{ unenhanced: 25, enhanced: 110, delayed: 50 }, 'adenoma'],
    [{ unenhanced: 20, enhanced: 120, delayed: 60 }, 'adenoma'],
    [{ unenhanced: 20, enhanced: 120, delayed: 61 }, 'notAdenoma'],
    [{ enhanced: 100, delayed: 60 }, 'adenoma'],
    [{ enhanced: 100, delayed: 60.2 }, 'notAdenoma'],
    [{ unenhanced: 50, enhanced: 50, delayed: 40 }, 'undefined'],
    [{ unenhanced: 50, enhanced: 40, delayed: 30 }, 'undefined'],
    [{ enhanced: 100 }, undefined],
  ] as const)('%j: %s', (hu, verdict) => {
    expect(adrenalVerdict(hu)).toBe(verdict);
  });
});

describe('Agatston', () => {
  it.each([
    [129, 0],
    [130, 1],
    [199, 1],
    [200, 2],
    [299, 2],
    [300, 3],
    [399, 3],
    [400, 4],
  ])('peak %i: weight %i', (peak, weight) => {
    expect(densityWeight(peak)).toBe(weight);
  });
  const parts = [
    { slice: 0, areaMm2: 8 * 0.25, peak: 250 },
    { slice: 0, areaMm2: 3 * 0.25, peak: 500 },
    { slice: 1, areaMm2: 20 * 0.25, peak: 410 },
  ];
  it('the phantom: 24 at 3 mm with 21 mm3, 12 at 1.5 mm', () => {
    expect(agatston(parts, 3)).toEqual({ score: 24, volume: 21, parts: 2 });
    expect(agatston(parts, 1.5).score).toBe(12);
  });
  it.each([
    [0, '0', 'A0/N0'],
    [0.4, '1-10', 'A1/N0'],
    [10, '1-10', 'A1/N0'],
    [10.6, '11-100', 'A1/N0'],
    [100, '11-100', 'A2/N0'],
    [101, '101-400', 'A2/N0'],
    [300, '101-400', 'A3/N0'],
    [400, '101-400', 'A3/N0'],
    [401, '>400', 'A3/N0'],
  ])('%f: %s, %s', (score, name, grade) => {
    expect(calciumClass(score)).toBe(name);
    expect(cacDrs(score, 0)).toBe(grade);
  });
});
