import { describe, expect, it } from 'vitest';
import { codes } from '../codes';
import type { Finding } from '../finding';
import { noChoice, type GuidelineChoice } from '../guidelines';
import { urgencyOf } from './urgency';

const length = (value: number, unit = 'mm') => ({
  concept: codes.diameter,
  value,
  unit,
  method: '',
  calibration: '',
});

interface Made {
  readonly mm: number;
  readonly type?: Finding['type'];
  readonly unit?: string;
  /** Mean diameter of the solid part, mm. */
  readonly solid?: number;
  readonly ai?: boolean;
  readonly review?: Finding['review'];
  readonly kind?: Finding['kind'];
}

const made = ({ mm, type = 'solid', unit, solid, ai = true, review, kind = codes.nodule }: Made): Finding =>
  ({
    trackingUid: `2.25.${mm}`,
    kind,
    origin: ai ? { kind: 'analysis', analysisId: 'lung-nodule' } : { kind: 'reader' },
    review: review ?? (ai ? 'pending' : 'accepted'),
    type,
    seriesUid: '1',
    measurements: { meanDiameter: length(mm, unit), volume: length(1, 'mm3'), longAxis: length(mm, unit) },
    nodule: solid === undefined ? undefined : { solidPart: { meanDiameter: length(solid) } },
  }) as unknown as Finding;

const urgency = (all: readonly Made[], choice: GuidelineChoice = noChoice) =>
  urgencyOf({ findings: all.map(made), choice, dateOf: () => '20260101' });

describe('a study that goes first', () => {
  it('has a solid nodule from 15 mm on, to 0.1 mm', () => {
    expect(urgency([{ mm: 14.94 }])).toBeUndefined();
    expect(urgency([{ mm: 14.96 }, { mm: 8 }])).toEqual({
      by: 'ai',
      reason: { kind: 'size', part: 'nodule', mm: 15, limit: 15 },
    });
  });

  it('has a part-solid nodule whose solid part is 8 mm or more', () => {
    expect(urgency([{ mm: 20, type: 'partSolid', solid: 7.9 }])).toBeUndefined();
    expect(urgency([{ mm: 20, type: 'partSolid', solid: 8 }])?.reason).toEqual({
      kind: 'size',
      part: 'solidPart',
      mm: 8,
      limit: 8,
    });
  });

  it('is none by a ground glass nodule, a nodule without mm, one that was rejected, or one of no type', () => {
    expect(urgency([{ mm: 40, type: 'nonSolid' }])).toBeUndefined();
    expect(urgency([{ mm: 40, unit: '{pixels}' }])).toBeUndefined();
    expect(urgency([{ mm: 40, review: 'rejected' }])).toBeUndefined();
    expect(urgency([{ mm: 40, type: 'calcified' }])).toBeUndefined();
  });

  it('says whether a reader has decided on it, and names what a reader decided before what AI found', () => {
    expect(urgency([{ mm: 16, review: 'accepted' }])?.by).toBe('reader');
    expect(urgency([{ mm: 30 }, { mm: 16, ai: false }])).toEqual({
      by: 'reader',
      reason: { kind: 'size', part: 'nodule', mm: 16, limit: 15 },
    });
  });

  it('has a finding that must be told within minutes', () => {
    const kind = { value: '36118008', scheme: 'SCT', meaning: 'Pneumothorax' };
    expect(urgency([{ mm: 16 }, { mm: 3, kind }])?.reason).toEqual({
      kind: 'critical',
      what: 'pneumothorax',
    });
    expect(urgency([{ mm: 3, kind: { ...kind, scheme: '99OTHER' } }])).toBeUndefined();
  });

  const screening = (answers: object): GuidelineChoice => ({
    rule: 'lungRads',
    answers: {
      setting: 'screening',
      comparison: 'none',
      lungsEvaluable: true,
      infection: false,
      otherFinding: false,
    },
    nodules: { '2.25.9': answers },
  });

  it('goes by the category of the reader once there is one', () => {
    const nine: Made = { mm: 9, ai: false };
    expect(urgency([nine], screening({ site: 'parenchymal', suspicious: false }))).toBeUndefined();
    expect(urgency([nine], screening({ site: 'parenchymal', suspicious: true }))).toEqual({
      by: 'reader',
      reason: { kind: 'category', ruleSet: 'lungRads', category: '4X' },
    });
  });

  it('is not kept first by a nodule that the category took into account, but by one that waits', () => {
    const choice = screening({ site: 'parenchymal', suspicious: false });
    const judged: GuidelineChoice = {
      ...choice,
      answers: { ...choice.answers, infection: true },
    };
    expect(urgency([{ mm: 16, ai: false }], judged)).toBeUndefined();
    expect(urgency([{ mm: 16, ai: false }, { mm: 17 }], judged)?.by).toBe('ai');
  });

  it('is the highest of every other rule set, too', () => {
    const screened = { setting: 'screening', comparison: 'none', modelStep: 'none' } as const;
    const chinese: GuidelineChoice = { rule: 'cLungRads', answers: screened, nodules: {} };
    expect(urgency([{ mm: 18, ai: false }], chinese)?.reason).toMatchObject({ category: '4' });
    const fleischner: GuidelineChoice = {
      rule: 'fleischner',
      answers: {
        setting: 'incidental',
        age: 60,
        cancer: 'none',
        immunosuppressed: false,
        risk: 'low',
        solidCount: 1,
        subsolidCount: 0,
      },
      nodules: {},
    };
    expect(urgency([{ mm: 9, ai: false }], fleischner)?.reason).toMatchObject({
      kind: 'category',
      ruleSet: 'fleischner',
    });
    expect(urgency([{ mm: 7, ai: false }], fleischner)).toBeUndefined();
  });
});
