import { describe, expect, it } from 'vitest';
import { lungRadsExam, type LungRadsExam } from './lung-rads-exam';
import { lungRadsGrowth } from './lung-rads-growth';
import { lungRadsNodule, type LungRadsNodule } from './lung-rads';
import type { RuleResult } from './result';

const screening = { setting: 'screening' } as const;
const first = { ...screening, comparison: 'none', site: 'parenchymal', suspicious: false } as const;
const later = { ...screening, comparison: 'prior', site: 'parenchymal', suspicious: false } as const;
const nodule = (n: LungRadsNodule): string => {
  const result = lungRadsNodule(n);
  return result.state === 'given' ? result.category : `${result.state} ${result.missing.join()}`;
};
const row = (n: LungRadsNodule): string => {
  const result = lungRadsNodule(n);
  return result.state === 'given' ? result.rows[0] : result.state;
};

describe('vectors of the specification', () => {
  it.each([
    [5.9, '2'],
    [6.0, '3'],
    [7.9, '3'],
    [8.0, '4A'],
    [14.9, '4A'],
    [15.0, '4B'],
  ])('solid at baseline, %f mm: %s', (meanDiameter, category) => {
    expect(nodule({ ...first, type: 'solid', meanDiameter })).toBe(category);
  });

  it.each([
    ['new', 3.9, '2'],
    ['new', 4.0, '3'],
    ['new', 5.9, '3'],
    ['new', 6.0, '4A'],
    ['new', 8.0, '4B'],
    ['growing', 7.9, '4A'],
    ['growing', 8.0, '4B'],
    ['slowGrowing', 6.5, '4B'],
  ] as const)('solid, %s, %f mm: %s', (status, meanDiameter, category) => {
    expect(nodule({ ...later, type: 'solid', status, meanDiameter })).toBe(category);
  });

  it.each([
    [5.9, undefined, '2'],
    [7, 5.9, '3'],
    [9, 6, '4A'],
    [9, 8, '4B'],
  ])('part-solid at baseline, %f mm with %s mm solid: %s', (meanDiameter, solidPart, category) => {
    expect(nodule({ ...first, type: 'partSolid', meanDiameter, solidPart })).toBe(category);
  });

  it('part-solid new 5.5 mm is 3; a growing solid part 4A below 4 mm, 4B from 4 mm', () => {
    const part = { ...later, type: 'partSolid' } as const;
    expect(nodule({ ...part, status: 'new', meanDiameter: 5.5 })).toBe('3');
    const grown = { ...part, status: 'stable', solidStatus: 'growing', meanDiameter: 9 } as const;
    expect(nodule({ ...grown, solidPart: 3.9 })).toBe('4A');
    expect(nodule({ ...grown, solidPart: 4 })).toBe('4B');
  });

  it('ground glass 29.9 mm is 2, 30 mm 3 at baseline and 2 when stable', () => {
    const glass = { type: 'nonSolid' } as const;
    expect(nodule({ ...first, ...glass, meanDiameter: 29.9 })).toBe('2');
    expect(nodule({ ...first, ...glass, meanDiameter: 30 })).toBe('3');
    expect(nodule({ ...later, ...glass, status: 'stable', meanDiameter: 30 })).toBe('2');
  });

  it('juxtapleural 9.9 mm smooth lentiform is 2, 10 mm and 9.9 mm spiculated go by size', () => {
    const pleural = { ...first, site: 'juxtapleural', type: 'solid' } as const;
    expect(nodule({ ...pleural, meanDiameter: 9.9, juxtapleuralSmooth: true })).toBe('2');
    expect(nodule({ ...pleural, meanDiameter: 10, juxtapleuralSmooth: true })).toBe('4A');
    expect(nodule({ ...pleural, meanDiameter: 9.9, juxtapleuralSmooth: false })).toBe('4A');
  });

  it('airway: segmental 4A at baseline, 4B when it is still there at 3 months', () => {
    expect(nodule({ ...first, site: 'airwayProximal' })).toBe('4A');
    expect(nodule({ ...later, site: 'airwayProximal', status: 'stable', interval: 92 })).toBe('4B');
    expect(nodule({ ...first, site: 'airwaySubsegmental' })).toBe('2');
  });

  it('steps down: 3 stable at 6 months is 2, 4A stable at 3 months is 3', () => {
    const stable = { ...later, type: 'solid', status: 'stable' } as const;
    expect(nodule({ ...stable, meanDiameter: 7, priorCategory: '3', interval: 183 })).toBe('2');
    expect(nodule({ ...stable, meanDiameter: 9, priorCategory: '4A', interval: 92 })).toBe('3');
  });
});

describe('edges', () => {
  it('goes by the diameter as it is printed', () => {
    expect(nodule({ ...first, type: 'solid', meanDiameter: 5.96 })).toBe('3');
    expect(nodule({ ...first, type: 'solid', meanDiameter: 5.94 })).toBe('2');
  });

  it('assumes nothing: each missing input is named and there is no category', () => {
    const { setting: _setting, ...noSetting } = { ...first, type: 'solid', meanDiameter: 7 } as const;
    expect(nodule(noSetting)).toBe('open setting');
    expect(nodule({ ...first, meanDiameter: 7 })).toBe('open type');
    expect(nodule({ ...first, type: 'solid' })).toBe('open meanDiameter');
    expect(nodule({ ...first, site: undefined, type: 'solid', meanDiameter: 7 })).toBe('open site');
    expect(nodule({ ...first, type: 'partSolid', meanDiameter: 7 })).toBe('open solidPart');
    expect(nodule({ ...first, type: 'calcified', meanDiameter: 7 })).toBe('open calcification');
    expect(nodule({ ...later, type: 'solid', meanDiameter: 7 })).toBe('open status');
    expect(nodule({ ...later, type: 'partSolid', meanDiameter: 7, status: 'stable' })).toBe(
      'open solidStatus',
    );
    const stable = { ...later, type: 'solid', meanDiameter: 7, status: 'stable' } as const;
    expect(nodule(stable)).toBe('open priorCategory');
    expect(nodule({ ...stable, priorCategory: '3' })).toBe('open interval');
    expect(nodule({ ...stable, priorCategory: '2' })).toBe('open priorDiameter');
    expect(nodule({ ...stable, priorCategory: '4B' })).toBe('open provenBenign');
    expect(nodule({ ...screening, comparison: 'none', site: 'cyst' })).toBe('open cyst');
  });

  it('says what holds at least while 4X is open, and 4X with the row that it came from', () => {
    const asked = lungRadsNodule({ ...first, suspicious: undefined, type: 'solid', meanDiameter: 8 });
    expect(asked).toMatchObject({ state: 'open', atLeast: '4A', missing: ['suspicious'] });
    expect(nodule({ ...first, suspicious: undefined, type: 'solid', meanDiameter: 5 })).toBe('2');
    const x = lungRadsNodule({ ...first, suspicious: true, type: 'solid', meanDiameter: 6 });
    expect(x).toMatchObject({ category: '4X', rows: ['lr.4x', 'lr.solid.base.6to8'], management: 'lr.4b' });
    // "Category 3 or 4 with additional features": a category 2 nodule does not become 4X.
    expect(nodule({ ...first, suspicious: true, type: 'solid', meanDiameter: 5 })).toBe('2');
  });

  it('does not judge what was not screening, or waits for the earlier images', () => {
    const solid = { type: 'solid', meanDiameter: 7 } as const;
    expect(lungRadsNodule({ ...first, ...solid, setting: 'incidental' })).toMatchObject({
      state: 'outside',
      reason: 'notScreening',
    });
    expect(lungRadsNodule({ ...first, ...solid, comparison: 'awaited' })).toMatchObject({
      reason: 'priorAwaited',
    });
  });

  it('does not step down before its time, and says where two weeks were forgiven', () => {
    const stable = { ...later, type: 'solid', status: 'stable', meanDiameter: 7 } as const;
    const early = { ...stable, priorCategory: '3', interval: 92 } as const;
    expect(nodule(early)).toBe('3');
    expect(row(early)).toBe('lr.step.early');
    const near = lungRadsNodule({ ...stable, priorCategory: '3', interval: 170 });
    expect(near).toMatchObject({ category: '2', cautions: ['tolerance'] });
    expect(lungRadsNodule({ ...stable, priorCategory: '3', interval: 183 }).cautions).toEqual([]);
  });

  it('keeps a category 2 that was stepped down to, and reclassifies one that crossed a threshold', () => {
    const stable = { ...later, type: 'solid', status: 'stable', priorCategory: '2' } as const;
    expect(nodule({ ...stable, meanDiameter: 7, priorDiameter: 6.8 })).toBe('2');
    const crossed = { ...stable, meanDiameter: 6.2, priorDiameter: 5.6 } as const;
    expect(nodule(crossed)).toBe('3');
    expect(row(crossed)).toBe('lr.threshold');
  });

  it('takes 4B down only when it was proven benign', () => {
    const stable = {
      ...later,
      type: 'solid',
      status: 'stable',
      meanDiameter: 16,
      priorCategory: '4B',
    } as const;
    expect(nodule({ ...stable, provenBenign: true })).toBe('2');
    expect(nodule({ ...stable, provenBenign: false })).toBe('4B');
  });

  it('knows cysts: thin not classified, cavitary as solid, unchanged ones only by the step from 4A', () => {
    const base = { ...first, site: 'cyst' } as const;
    const then = { ...later, site: 'cyst' } as const;
    expect(lungRadsNodule({ ...base, cyst: 'thin' })).toMatchObject({ reason: 'thinCyst' });
    expect(nodule({ ...base, cyst: 'thick' })).toBe('4A');
    expect(nodule({ ...base, cyst: 'cavitary', meanDiameter: 7 })).toBe('3');
    expect(nodule({ ...then, cyst: 'thick', cystChange: 'cystGrowing' })).toBe('3');
    expect(nodule({ ...then, cyst: 'thick', cystChange: 'wallGrowing' })).toBe('4B');
    expect(nodule({ ...then, cyst: 'multilocular', cystChange: 'becameMultilocular' })).toBe('4A');
    expect(nodule({ ...then, cyst: 'multilocular', cystChange: 'multilocularGrowing' })).toBe('4B');
    const still = { ...then, cyst: 'thick', cystChange: 'stable' } as const;
    expect(nodule({ ...still, priorCategory: '4A', interval: 95 })).toBe('3');
    expect(lungRadsNodule({ ...still, priorCategory: '3' })).toMatchObject({ reason: 'notInTable' });
  });

  it('says where the table has no row or two readings', () => {
    expect(lungRadsNodule({ ...later, site: 'airwaySubsegmental', status: 'growing' })).toMatchObject({
      state: 'outside',
      reason: 'notInTable',
    });
    const glass = lungRadsNodule({ ...later, type: 'nonSolid', meanDiameter: 31, status: 'growing' });
    expect(glass).toMatchObject({ category: '3', cautions: ['nonSolidGrowing'] });
    // A new part-solid nodule below 6 mm is 3; a new solid part in an old one is 4A.
    const part = { ...later, type: 'partSolid', meanDiameter: 5.5, solidPart: 2 } as const;
    expect(nodule({ ...part, status: 'new' })).toBe('3');
    expect(nodule({ ...part, status: 'stable', solidStatus: 'new' })).toBe('4A');
  });

  it('calls calcium benign only in a benign pattern', () => {
    const calcified = { ...first, type: 'calcified', meanDiameter: 9 } as const;
    expect(nodule({ ...calcified, calcification: 'benign' })).toBe('1');
    expect(nodule({ ...calcified, calcification: 'other' })).toBe('4A');
  });
});

describe('growth', () => {
  it.each([
    [6, 7.5, 365, 'stable'],
    [6, 7.6, 365, 'growing'],
    [6, 7.6, 500, 'undetermined'],
    [8, 6.4, 200, 'smaller'],
    [8, 6.5, 200, 'stable'],
  ])('%f to %f mm in %i days: %s', (before, now, days, expected) => {
    expect(lungRadsGrowth({ before, now, days })).toBe(expected);
  });
});

describe('the examination', () => {
  const all: LungRadsExam = {
    setting: 'screening',
    comparison: 'none',
    lungsEvaluable: true,
    infection: false,
    otherFinding: false,
  };
  const of = (...sizes: number[]): RuleResult[] =>
    sizes.map((meanDiameter) => lungRadsNodule({ ...first, type: 'solid', meanDiameter }));

  it('is that of the highest nodule, with S beside it', () => {
    expect(lungRadsExam(all, of(5, 9, 7))).toMatchObject({ category: '4A', management: 'lr.4a' });
    expect(lungRadsExam({ ...all, otherFinding: true }, of(5))).toMatchObject({
      category: '2S',
      management: 'lr.12',
      cautions: ['significantOther'],
    });
  });

  it('is 0 while something is lacking, whatever the nodules are', () => {
    expect(lungRadsExam({ ...all, comparison: 'awaited' }, [])).toMatchObject({
      category: '0',
      rows: ['lr.exam.awaited'],
    });
    expect(lungRadsExam({ ...all, lungsEvaluable: false }, of(9))).toMatchObject({ category: '0' });
    expect(lungRadsExam({ ...all, infection: true, otherFinding: true }, of(9))).toMatchObject({
      category: '0S',
      management: 'lr.0.infection',
    });
  });

  it('is 1 only when the reader says that there is no nodule', () => {
    expect(lungRadsExam(all, [])).toMatchObject({ state: 'open', missing: ['noNodules'] });
    expect(lungRadsExam({ ...all, noNodules: true }, [])).toMatchObject({ category: '1' });
    expect(lungRadsExam({ ...all, noNodules: false }, [])).toMatchObject({ state: 'open' });
    const thin = lungRadsNodule({ ...first, site: 'cyst', cyst: 'thin' });
    expect(lungRadsExam({ ...all, noNodules: true }, [thin])).toMatchObject({ category: '1' });
  });

  it('has no category while a nodule has none, and says what holds at least', () => {
    const open = lungRadsNodule({ ...first, type: undefined, meanDiameter: 20 });
    expect(lungRadsExam(all, [...of(9), open])).toMatchObject({
      state: 'open',
      atLeast: '4A',
      missing: ['nodules'],
    });
    expect(lungRadsExam({ ...all, otherFinding: undefined }, of(9))).toMatchObject({
      state: 'open',
      missing: ['otherFinding'],
      atLeast: '4A',
    });
    expect(lungRadsExam({}, of(9)).missing).toEqual([
      'setting',
      'comparison',
      'lungsEvaluable',
      'infection',
      'otherFinding',
    ]);
  });
});
