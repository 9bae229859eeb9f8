import { describe, expect, it } from 'vitest';
import { withEarlier } from '../../domain/comparison';
import type { Series, Study } from '../../domain/study';
import { openPriors } from './priors';

const of = (
  studyUid: string,
  date: string,
  modality = 'CT',
  more: Partial<Study> = {},
  bodyPart = 'CHEST',
): Study =>
  ({
    studyUid,
    date,
    time: '080000',
    description: '',
    patient: { name: 'A', id: 'P1', sex: '', age: '', birthDate: '19620115' },
    series: [{ modality, bodyPart } as Series, { modality: 'SR', bodyPart: '' } as Series],
    ...more,
  }) as Study;

describe('the open earlier examination', () => {
  const now = of('1', '20240301');
  const found = (...others: readonly Study[]) =>
    openPriors(now, [now, ...others], {}).map(({ studyUid }) => studyUid);

  it('is the latest before this one, of its own kind before another', () => {
    expect(found(of('2', '20220101'), of('3', '20230101'), of('4', '20231201', 'CR'))).toEqual(['3']);
    expect(found(of('4', '20231201', 'CR'))).toEqual(['4']);
    expect(openPriors(now, [of('3', '20230101')], {})).toEqual([
      { studyUid: '3', date: '20230101', description: '', modalities: ['CT'] },
    ]);
  });

  it('is that of one day and time of which the reader says that it came first', () => {
    const twin = of('2', now.date);
    expect(openPriors(now, [now, twin], {})).toEqual([]);
    const said = withEarlier({}, '2', '1');
    expect(openPriors(now, [now, twin], said).map(({ studyUid }) => studyUid)).toEqual(['2']);
    expect(openPriors(twin, [now, twin], said)).toEqual([]);
  });

  it('is of the same patient, of a part that may be compared, and earlier', () => {
    const patient = now.patient;
    expect(found()).toEqual([]);
    expect(found(of('2', '20250101'), of('3', ''))).toEqual([]);
    expect(found(of('2', '20230101', 'CT', { patient: { ...patient, id: 'P2' } }))).toEqual([]);
    expect(found(of('2', '20230101', 'CT', { patient: { ...patient, birthDate: '19900101' } }))).toEqual([]);
    expect(found(of('2', '20230101', 'CT', {}, 'KNEE'))).toEqual([]);
    expect(found(of('2', '20230101', 'CT', {}, ''))).toEqual(['2']);
    expect(found(of('2', '20230101', 'SR'))).toEqual([]);
    const nameless = { ...now, patient: { ...patient, id: '' } };
    expect(openPriors(nameless, [of('2', '20230101', 'CT', { patient: nameless.patient })], {})).toEqual([]);
  });
});
