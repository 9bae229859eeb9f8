import { describe, expect, it } from 'vitest';
import { codes } from '../codes';
import type { Finding } from '../finding';
import { assessStudy, modelsOf, noChoice, type GuidelineChoice } from './assess';
import type { MoreModel } from './result';

const mm = (value: number, unit = 'mm') => ({
  concept: codes.diameter,
  value,
  unit,
  method: '',
  calibration: '',
});
let next = 1;
/** A nodule of the reader's own, so that it counts. */
const nodule = (diameter: number, more: Partial<Finding> = {}): Finding =>
  ({
    trackingUid: `2.25.${next++}`,
    kind: codes.nodule,
    origin: { kind: 'reader' },
    review: 'accepted',
    type: 'solid',
    seriesUid: '1',
    measurements: {
      longAxis: mm(diameter + 1),
      shortAxis: mm(diameter - 1),
      meanDiameter: mm(diameter),
      volume: mm((Math.PI / 6) * diameter ** 3, 'mm3'),
    },
    ...more,
  }) as Finding;

const date = () => '20240701';
const exam = {
  setting: 'screening',
  comparison: 'none',
  lungsEvaluable: true,
  infection: false,
  otherFinding: false,
} as const;
const each = (findings: readonly Finding[], answers: object) =>
  Object.fromEntries(findings.map((f) => [f.trackingUid, answers]));

describe('a study by its rule', () => {
  it('has no result while no rule is chosen, and lists what the reader confirmed', () => {
    const all = [nodule(9), nodule(7, { type: 'nonSolid' }), nodule(5, { type: 'calcified' })];
    const { exam: none, listed } = assessStudy(all, noChoice, date);
    expect(none).toBeUndefined();
    expect(listed).toEqual({ solid: 1, subsolid: 1, pending: 0 });
    expect(assessStudy([...all, nodule(4, { type: undefined })], noChoice, date).listed).toEqual({
      pending: 0,
    });
  });

  it('takes the highest of the confirmed nodules; rejected and waiting ones do not count', () => {
    const ai = { kind: 'analysis', analysisId: 'lung-nodule' } as Finding['origin'];
    const all = [
      nodule(7),
      nodule(9),
      nodule(16, { origin: ai, review: 'pending' }),
      nodule(17, { origin: ai, review: 'rejected' }),
    ];
    const nodules = each(all, { site: 'parenchymal', suspicious: false });
    const made = assessStudy(all, { rule: 'lungRads', answers: exam, nodules }, date);
    expect(made.exam).toMatchObject({ category: '4A', cautions: ['pendingNotCounted'] });
    expect(made.leading?.finding).toBe(all[1]);
    expect(made.nodules.map((n) => n.counted)).toEqual([true, true, false]);
    // The waiting one is judged all the same, for the reader to see.
    expect(made.nodules[2].result).toMatchObject({ category: '4B' });
  });

  it('has none while a confirmed nodule has none', () => {
    const all = [nodule(7), nodule(9, { type: undefined })];
    const choice: GuidelineChoice = {
      rule: 'china2018',
      answers: { riskFactor: true },
      nodules: {},
    };
    expect(assessStudy(all, choice, date).exam).toMatchObject({ state: 'open', missing: ['nodules'] });
    expect(assessStudy(all.slice(0, 1), choice, date).exam).toMatchObject({
      state: 'given',
      management: 'cn.3to6',
      unconfirmed: true,
    });
    expect(assessStudy([], choice, date).exam).toMatchObject({ state: 'outside', reason: 'noNodule' });
  });

  it('says when the number entered is not that of the confirmed nodules', () => {
    const all = [nodule(7), nodule(5)];
    const answers = {
      setting: 'incidental',
      age: 60,
      cancer: 'none',
      immunosuppressed: false,
      risk: 'low',
      solidCount: 1,
    } as const;
    const of = (solidCount: number) =>
      assessStudy(all, { rule: 'fleischner', answers: { ...answers, solidCount }, nodules: {} }, date).exam!;
    expect(of(1)).toMatchObject({ management: 'fl.6to12.consider', cautions: ['countDiffers'] });
    expect(of(2)).toMatchObject({ management: 'fl.3to6.consider', cautions: [] });
  });

  it('goes by no size that has no scale', () => {
    const pixels = nodule(9);
    const m = { ...pixels.measurements, meanDiameter: mm(9, '{pixels}') };
    const made = assessStudy(
      [{ ...pixels, measurements: m }],
      { rule: 'china2018', answers: {}, nodules: {} },
      date,
    );
    expect(made.nodules[0].result?.missing).toContain('meanDiameter');
  });
});

describe('an earlier examination', () => {
  const follow = { ...exam, comparison: 'prior', priorDate: '20240101' } as const;
  const made = (own: object, more: Partial<Finding> = {}, answers: object = follow) => {
    const f = nodule(8, more);
    const site = { site: 'parenchymal', suspicious: false } as const;
    return assessStudy(
      [f],
      { rule: 'lungRads', answers, nodules: { [f.trackingUid]: { ...site, ...own } } },
      date,
    ).nodules[0];
  };

  it('gives the status from the sizes entered, and says so', () => {
    const grown = made({ priorDiameter: 6 });
    expect(grown.result).toMatchObject({
      category: '4B',
      rows: ['lr.solid.growing.ge8'],
      cautions: ['statusFromSizes'],
    });
    expect(grown.change).toMatchObject({ basis: 'diameter', days: 182, change: { state: 'growing' } });
    expect(made({ priorDiameter: 7, priorCategory: '3' }).result).toMatchObject({ category: '2' });
  });

  it('keeps the reader’s word and says when the sizes do not agree', () => {
    const said = made({ priorDiameter: 6, status: 'stable', priorCategory: '3' });
    expect(said.result).toMatchObject({ category: '2', cautions: ['statusDisagrees'] });
    expect(made({ priorDiameter: 6, status: 'growing' }).result?.cautions).toEqual([]);
  });

  it('compares volumes rather than spheres where both are known, and needs a date', () => {
    expect(made({ priorVolume: 200, priorDiameter: 6 }).change).toMatchObject({
      basis: 'volume',
      before: 200,
    });
    // Two volumes that the comparison measured alike are better than one of them beside another kind.
    const compared = made({ priorVolume: 200, comparedVolumes: [180, 234] }).change;
    expect(compared).toMatchObject({ basis: 'volume', before: 180, now: 234, corrected: true });
    expect(compared!.change.relative).toBeCloseTo(0.3, 9);
    const { priorDate: _, ...undated } = follow;
    const none = made({ priorDiameter: 6 }, {}, undated);
    expect(none.change).toBeUndefined();
    expect(none.result?.missing).toContain('status');
    // A "prior" of a later day is none.
    expect(made({ priorDiameter: 6 }, {}, { ...follow, priorDate: '20250101' }).change).toBeUndefined();
  });

  it('compares the solid part for itself', () => {
    const part = made(
      { priorSolidPart: 3, priorDiameter: 8, solidPart: 4, solidStatus: 'growing' },
      { type: 'partSolid' },
    );
    expect(part.solidChange).toMatchObject({ before: 3, now: 4, change: { state: 'growing' } });
    expect(part.result).toMatchObject({ category: '4B', rows: ['lr.part.solidGe4'] });
  });
});

describe('the models', () => {
  it('take the lobe that the reader set, and never a zone', () => {
    const answers = {
      age: 65,
      smoking: 'former',
      cancer: 'none',
      solidCount: 1,
      subsolidCount: 0,
    } as const;
    const of = (more: Partial<Finding>) => {
      // Long axis 12 mm.
      const f = nodule(11, more);
      const nodules = { [f.trackingUid]: { spiculation: true } };
      return assessStudy([f], { answers, nodules }, date).nodules[0].mayo;
    };
    expect(of({ lobe: 'LUL' })).toMatchObject({ probability: expect.closeTo(0.4649, 4) });
    expect(of({ lobe: 'RLL' })).toMatchObject({ probability: expect.closeTo(0.284, 3) });
    expect(of({ nodule: { zone: 'upper' } })).toMatchObject({ state: 'open', missing: ['upperLobe'] });
  });

  it('never take spiculation from a network’s score', () => {
    const scored = { nodule: { scores: { spiculation: { value: 0.99, meaning: '' } } } } as Partial<Finding>;
    expect(assessStudy([nodule(9, scored)], noChoice, date).nodules[0].brock.missing).toContain(
      'spiculation',
    );
  });

  it('reckons further models for those who chose them, in their order', () => {
    const f = nodule(9, {});
    const of = (models?: readonly MoreModel[]) =>
      modelsOf(assessStudy([f], { ...noChoice, models }, date).nodules[0]).map(({ model }) => model);
    expect(of()).toEqual(['brock', 'mayo']);
    expect(of(['peking', 'va'])).toEqual(['brock', 'mayo', 'peking', 'va']);
  });
});
