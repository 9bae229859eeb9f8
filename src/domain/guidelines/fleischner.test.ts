import { describe, expect, it } from 'vitest';
import { fleischnerNodule, type FleischnerNodule } from './fleischner';

const person = {
  setting: 'incidental',
  age: 60,
  cancer: 'none',
  immunosuppressed: false,
  risk: 'low',
  comparison: 'none',
} as const;
const one = { ...person, solidCount: 1, subsolidCount: 1 } as const;
const many = { ...person, solidCount: 3, subsolidCount: 2 } as const;
const managed = (n: FleischnerNodule): string => {
  const r = fleischnerNodule(n);
  if (r.state === 'given') return r.management;
  return r.state === 'outside' ? r.reason : `open ${r.missing.join()}`;
};

describe('vectors of the specification', () => {
  it('single solid 8 mm, low risk: 6 to 12 months', () => {
    expect(managed({ ...one, type: 'solid', meanDiameter: 8 })).toBe('fl.6to12.consider');
  });
  it('single solid 9 mm: 3 months, PET/CT or tissue', () => {
    expect(managed({ ...one, type: 'solid', meanDiameter: 9 })).toBe('fl.gt8');
  });
  it('ground glass 6 mm: 6 to 12 months', () => {
    expect(managed({ ...one, type: 'nonSolid', meanDiameter: 6 })).toBe('fl.non.confirm');
  });
  it('part-solid 7 mm with 6 mm solid: 3 to 6 months, not PET/CT at once', () => {
    expect(managed({ ...one, type: 'partSolid', meanDiameter: 7, solidPart: 6 })).toBe('fl.part.confirm');
  });
});

describe('the table', () => {
  it.each([
    ['single', 'low', 5, 'fl.none'],
    ['single', 'high', 5, 'fl.optional12'],
    ['single', 'low', 6, 'fl.6to12.consider'],
    ['single', 'high', 8, 'fl.6to12.then'],
    ['single', 'high', 9, 'fl.gt8'],
    ['multiple', 'low', 5, 'fl.none'],
    ['multiple', 'high', 5, 'fl.optional12'],
    ['multiple', 'low', 6, 'fl.3to6.consider'],
    ['multiple', 'low', 12, 'fl.3to6.consider'],
    ['multiple', 'high', 12, 'fl.3to6.then'],
  ] as const)('%s solid, %s risk, %i mm: %s', (number, risk, meanDiameter, expected) => {
    const base = number === 'single' ? one : many;
    expect(managed({ ...base, risk, type: 'solid', meanDiameter })).toBe(expected);
  });

  it('subsolid: none below 6 mm when single, 3 to 6 months when several', () => {
    expect(managed({ ...one, type: 'nonSolid', meanDiameter: 5 })).toBe('fl.none');
    expect(managed({ ...one, type: 'partSolid', meanDiameter: 5 })).toBe('fl.none');
    expect(managed({ ...many, type: 'nonSolid', meanDiameter: 5 })).toBe('fl.multiple.lt6');
    expect(managed({ ...many, type: 'partSolid', meanDiameter: 6 })).toBe('fl.multiple.ge6');
  });

  it('part-solid after its confirming CT goes by the solid part', () => {
    const seen = {
      ...one,
      type: 'partSolid',
      meanDiameter: 9,
      comparison: 'prior',
      status: 'stable',
    } as const;
    expect(managed({ ...seen, solidPart: 5.4 })).toBe('fl.part.yearly');
    expect(managed({ ...seen, solidPart: 5.5 })).toBe('fl.part.suspicious');
    expect(managed(seen)).toBe('open solidPart');
    expect(managed({ ...seen, status: 'new' })).toBe('fl.part.confirm');
    expect(managed({ ...seen, type: 'nonSolid' })).toBe('fl.non.persistent');
  });

  it('rounds to the nearest mm, once', () => {
    expect(managed({ ...one, type: 'solid', meanDiameter: 5.46 })).toBe('fl.none');
    expect(managed({ ...one, type: 'solid', meanDiameter: 5.5 })).toBe('fl.6to12.consider');
    expect(managed({ ...one, type: 'solid', meanDiameter: 8.4 })).toBe('fl.6to12.consider');
    expect(managed({ ...one, type: 'solid', meanDiameter: (9.1 + 7.9) / 2 })).toBe('fl.gt8');
  });
});

describe('whom it is for', () => {
  const solid = { ...one, type: 'solid', meanDiameter: 7 } as const;
  it.each([
    [{ setting: 'screening' }, 'notIncidental'],
    [{ age: 34 }, 'under35'],
    [{ cancer: 'extrathoracicOver5y' }, 'knownCancer'],
    [{ immunosuppressed: true }, 'immunosuppressed'],
  ] as const)('%o: %s', (more, reason) => {
    expect(managed({ ...solid, ...more })).toBe(reason);
  });
  it('includes 35 years', () => {
    expect(managed({ ...solid, age: 35 })).toBe('fl.6to12.consider');
  });
  it('has no follow-up for benign calcification', () => {
    const calcified = { ...one, type: 'calcified', meanDiameter: 9 } as const;
    expect(managed({ ...calcified, calcification: 'benign' })).toBe('benignCalcification');
    expect(managed({ ...calcified, calcification: 'other' })).toBe('fl.gt8');
    expect(managed(calcified)).toBe('open calcification');
  });
});

describe('what is missing', () => {
  it('is named, and nothing is assumed', () => {
    expect(managed({ type: 'solid', meanDiameter: 7 })).toBe(
      'open setting,age,cancer,immunosuppressed,solidCount,risk',
    );
    const { risk: _risk, ...noRisk } = one;
    expect(managed({ ...noRisk, type: 'solid', meanDiameter: 7 })).toBe('open risk');
    // One row for both risks.
    expect(managed({ ...noRisk, type: 'solid', meanDiameter: 9 })).toBe('fl.gt8');
    expect(managed({ ...one, solidCount: 0, type: 'solid', meanDiameter: 7 })).toBe('open solidCount');
    const { comparison: _comparison, ...noComparison } = one;
    expect(managed({ ...noComparison, type: 'nonSolid', meanDiameter: 7 })).toBe('open comparison');
    expect(managed({ ...one, comparison: 'awaited', type: 'nonSolid', meanDiameter: 7 })).toBe(
      'open comparison',
    );
  });
  it('warns of growth of 2 mm', () => {
    const solid = { ...one, comparison: 'prior', type: 'solid', meanDiameter: 8 } as const;
    expect(fleischnerNodule({ ...solid, priorDiameter: 6 }).cautions).toEqual(['growthSeen']);
    expect(fleischnerNodule({ ...solid, comparison: 'none', priorDiameter: 6 }).cautions).toEqual([]);
    expect(fleischnerNodule({ ...solid, priorDiameter: 7 }).cautions).toEqual([]);
  });
});
