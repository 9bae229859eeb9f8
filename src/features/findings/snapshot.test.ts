import { beforeEach, describe, expect, it } from 'vitest';
import { aiFinding, grid, SERIES, STUDY } from './phantom.fixture';
import type { Finding } from '../../domain/finding';
import { codes } from '../../domain/codes';
import { organOf } from '../../domain/ultrasound-finding';
import { checkPart } from '../resume';
import { clear, undo } from '../history';
import { setOrgan } from './attributes';
import { findingsSnapshot, restoreFindings, type FindingsSnapshot } from './snapshot';
import { emptyStudy, findByUid, resetFindings, studyFindings } from './store';

const m = (value: number, unit = 'mm') => ({
  concept: codes.width,
  value,
  unit,
  method: 'outline of the mask',
  calibration: 'SequenceOfUltrasoundRegions (0018,6011)',
});
const shape = { width: m(12), depth: m(14), depthToWidth: m(14 / 12, '1'), angle: m(70, 'deg') };
const suspicion = { value: 0.61, meaning: 'how like', points: [] };

/** As versions wrote it that kept what an analysis found on a breast in a field of its own. */
const before = {
  ...aiFinding(0),
  kind: codes.lesion,
  breast: {
    measures: { longAxis: m(15), shortAxis: m(11), area: m(120, 'mm2'), ...shape },
    tallerThanWide: true,
    region: 'detected',
    atBorder: true,
    suggested: { shape: 'irregular', orientation: 'notParallel' },
    suspicion,
  },
};
const uid = before.trackingUid;
const saved = {
  version: 1,
  ...emptyStudy,
  findings: [before],
  originals: { [uid]: before },
  grids: { [SERIES]: grid },
  nextNumber: 2,
} as unknown as FindingsSnapshot;

beforeEach(() => {
  resetFindings();
  clear();
});

describe('a saved lesion on breast ultrasound of an earlier version', () => {
  it('comes back with its facts in the one field, and is saved so from then on', () => {
    expect(() => checkPart('findings', saved)).not.toThrow();
    restoreFindings(STUDY, structuredClone(saved));
    const facts: Finding['ultrasound'] = {
      ...shape,
      region: 'detected',
      atBorder: true,
      suggested: before.breast.suggested as NonNullable<Finding['ultrasound']>['suggested'],
      suspicion,
    };
    const { findings, originals } = studyFindings(STUDY);
    for (const f of [findings[0], originals[uid]]) {
      expect(f.ultrasound).toEqual(facts);
      expect(f).not.toHaveProperty('breast');
    }
    const again = findingsSnapshot(STUDY)!;
    expect(() => checkPart('findings', again)).not.toThrow();
    restoreFindings(STUDY, structuredClone(again));
    expect(studyFindings(STUDY).findings[0].ultrasound).toEqual(facts);
  });

  it('is refused where its measures are none', () => {
    const broken = { ...before, breast: { ...before.breast, measures: { width: m(12) } } };
    expect(() => checkPart('findings', { ...saved, findings: [broken] })).toThrow();
  });

  it('is of the breast until the reader says another organ; its BI-RADS words go then, and undo brings them back', () => {
    restoreFindings(STUDY, structuredClone(saved));
    expect(organOf(findByUid(uid)!)).toBe('breast');
    setOrgan(uid, 'other');
    const other = findByUid(uid)!;
    expect(organOf(other)).toBe('other');
    expect(other.ultrasound).toEqual({ ...shape, region: 'detected', atBorder: true });
    undo();
    expect(findByUid(uid)!.ultrasound?.suspicion).toEqual(suspicion);
    setOrgan(uid, 'thyroid');
    expect(findByUid(uid)!.kind).toEqual(codes.thyroidNodule);
  });
});
