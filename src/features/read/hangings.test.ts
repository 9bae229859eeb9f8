import { describe, expect, it } from 'vitest';
import { withEarlier } from '../../domain/comparison';
import { studyOf } from '../../domain/hanging/test-studies';
import type { Study } from '../../domain/study';
import { contentsOf, hangingsFor, hangsByItself, inputOf, priorOf } from './hangings';

const films = [
  { modality: 'CR', bodyPart: 'CHEST', description: 'PA' },
  { modality: 'CR', bodyPart: 'CHEST', description: 'LAT' },
];
const of = (studyUid: string, date: string, id: string): Study => {
  const study = studyOf(films, { studyUid, date });
  return { ...study, patient: { ...study.patient, id } };
};
const now = of('1.5', '20260105', 'A');
const older = of('1.3', '20240105', 'A');
const newer = of('1.4', '20250105', 'A');
const other = of('1.6', '20250601', 'B');

describe('hanging what is open', () => {
  it('takes as prior the latest earlier study of the same patient, and nobody else', () => {
    expect(priorOf(now, [now, older, newer, other], {})?.studyUid).toBe('1.4');
    expect(priorOf(older, [now, older, newer], {})).toBeUndefined();
    expect(priorOf(of('1.7', '20260105', ''), [of('1.8', '20200101', '')], {})).toBeUndefined();
  });

  it('goes by what the reader said of two studies of one day', () => {
    const twin = of('1.9', now.date, 'A');
    const all = [now, newer, twin];
    expect(priorOf(now, all, {})?.studyUid).toBe('1.4');
    expect(priorOf(now, all, withEarlier({}, twin.studyUid, now.studyUid))?.studyUid).toBe('1.9');
    expect(priorOf(now, all, withEarlier({}, now.studyUid, twin.studyUid))?.studyUid).toBe('1.4');
    expect(inputOf(now, all, withEarlier({}, '1.9', '1.5'), 1500).prior?.studyUid).toBe('1.9');
  });

  it('hangs radiographs by itself on any screen, CT only where the images are wide, nothing when told so', () => {
    const [xray] = hangingsFor(inputOf(now, [now], {}, 800));
    expect(xray.protocol).toBe('xray');
    expect(hangsByItself(xray, 'auto', 800)).toBe(true);
    expect(hangsByItself(xray, 'never', 800)).toBe(false);
    const ct = studyOf([{ modality: 'CT', bodyPart: 'CHEST', count: 200, step: 1, kernel: 'B70f' }]);
    const [chest] = hangingsFor(inputOf(ct, [ct], {}, 1000));
    expect(chest.protocol).toBe('ctChest');
    expect(hangsByItself(chest, 'auto', 1000)).toBe(false);
    expect(hangsByItself(chest, 'auto', 1500)).toBe(true);
    expect(hangsByItself(chest, 'always', 1000)).toBe(true);
  });

  it('fills cells with the series that are open, in the window of their preset', () => {
    const ct = studyOf([{ modality: 'CT', bodyPart: 'CHEST', count: 200, step: 1, kernel: 'B70f' }]);
    const [{ hanging }] = hangingsFor(inputOf(ct, [ct], {}, 1500));
    const [lung] = contentsOf(hanging, [ct]);
    expect(lung?.series).toBe(ct.series[0]);
    expect(lung?.window).toEqual({ center: -600, width: 1500 });
    expect(contentsOf(hanging, [now]).every((content) => content === undefined)).toBe(true);
  });
});
