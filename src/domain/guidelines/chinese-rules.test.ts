import { describe, expect, it } from 'vitest';
import { cLungRadsNodule, type CLungRadsNodule } from './c-lung-rads';
import { china2018Nodule, type ChinaNodule } from './china-2018';

describe('C-Lung-RADS', () => {
  const first = { setting: 'screening', comparison: 'none', modelStep: 'none' } as const;
  const category = (n: CLungRadsNodule): string => {
    const r = cLungRadsNodule(n);
    if (r.state === 'given') return r.category;
    return r.state === 'outside' ? r.reason : `open ${r.missing.join()}`;
  };

  it.each([
    ['solid', 5.9, undefined, '1'],
    ['solid', 6, undefined, '2'],
    ['solid', 9.9, undefined, '2'],
    ['solid', 10, undefined, '3'],
    ['solid', 17.9, undefined, '3'],
    ['solid', 18, undefined, '4'],
    ['nonSolid', 5.9, undefined, '1'],
    ['nonSolid', 19.9, undefined, '2'],
    ['nonSolid', 20, undefined, '3'],
    ['partSolid', 5.9, undefined, '1'],
    ['partSolid', 12, 5.9, '2'],
    ['partSolid', 12, 6, '3'],
    ['partSolid', 12, 10, '4'],
    ['calcified', 12, undefined, '0'],
  ] as const)('%s %f mm, solid part %s: %s', (type, meanDiameter, solidPart, expected) => {
    expect(category({ ...first, type, meanDiameter, solidPart })).toBe(expected);
  });

  it('solid 7 mm with a probability of 0.5 is 4; below it stays', () => {
    const used = { ...first, modelStep: 'used', type: 'solid', meanDiameter: 7 } as const;
    const raised = cLungRadsNodule({ ...used, modelProbability: 0.5 });
    expect(raised).toMatchObject({ category: '4', rows: ['cl.probability', 'cl.solid.6to10'] });
    expect(category({ ...used, modelProbability: 0.49 })).toBe('2');
    // Category 1 is not raised.
    expect(category({ ...used, meanDiameter: 5, modelProbability: 0.9 })).toBe('1');
  });

  it('says whether the model was used, and assumes nothing', () => {
    const solid = { ...first, type: 'solid', meanDiameter: 7 } as const;
    expect(cLungRadsNodule(solid).cautions).toEqual(['modelNotApplied']);
    expect(category({ ...solid, modelStep: undefined })).toBe('open modelStep');
    expect(category({ ...solid, modelStep: 'used' })).toBe('open modelProbability');
    expect(cLungRadsNodule({ ...solid, modelStep: 'used' })).toMatchObject({ atLeast: '2' });
    expect(category({ ...first, type: 'partSolid', meanDiameter: 12 })).toBe('open solidPart');
    expect(category({ ...solid, comparison: undefined })).toBe('open comparison');
  });

  it('is for a first screening examination', () => {
    const solid = { ...first, type: 'solid', meanDiameter: 7 } as const;
    expect(category({ ...solid, comparison: 'prior' })).toBe('baselineOnly');
    expect(category({ ...solid, setting: 'incidental' })).toBe('notScreening');
  });
});

describe('Chinese consensus 2018', () => {
  const managed = (n: ChinaNodule): string => {
    const r = china2018Nodule(n);
    expect(r.unconfirmed).toBe(true);
    if (r.state === 'given') return r.management;
    return r.state === 'outside' ? r.reason : `open ${r.missing.join()}`;
  };

  it.each([
    [4, false, 'cn.optional'],
    [4, true, 'cn.12'],
    [4.1, false, 'cn.12'],
    [6, true, 'cn.6to12'],
    [6.1, false, 'cn.6to12'],
    [8, true, 'cn.3to6'],
  ])('solid %f mm, risk factor %s: %s', (meanDiameter, riskFactor, expected) => {
    expect(managed({ type: 'solid', meanDiameter, riskFactor })).toBe(expected);
  });

  it.each([
    [0.049, 'cn.p.lt5'],
    [0.05, 'cn.p.5to65'],
    [0.65, 'cn.p.5to65'],
    [0.66, 'cn.p.gt65'],
  ])('solid 9 mm, probability %f: %s', (malignancyProbability, expected) => {
    expect(managed({ type: 'solid', meanDiameter: 9, malignancyProbability })).toBe(expected);
  });

  it.each([
    ['nonSolid', 5, 'cn.non.le5'],
    ['nonSolid', 5.1, 'cn.non.gt5'],
    ['nonSolid', 10.1, 'cn.non.gt10'],
    ['partSolid', 8, 'cn.part.le8'],
    ['partSolid', 8.1, 'cn.part.gt8'],
    ['solid', 30.1, 'mass'],
    ['calcified', 9, 'calcified'],
  ] as const)('%s %f mm: %s', (type, meanDiameter, expected) => {
    expect(managed({ type, meanDiameter })).toBe(expected);
  });

  it('names what is missing', () => {
    expect(managed({ type: 'solid', meanDiameter: 5 })).toBe('open riskFactor');
    expect(managed({ type: 'solid', meanDiameter: 12 })).toBe('open malignancyProbability');
    expect(managed({})).toBe('open type,meanDiameter');
  });
});
