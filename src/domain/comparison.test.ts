import { describe, expect, it } from 'vitest';
import {
  comparedSeries,
  counterpart,
  daysApart,
  earlierStudies,
  patientDoubts,
  sameKind,
  timeOrder,
} from './comparison';
import { studyOf, type SeriesSketch } from './hanging/test-studies';
import type { Patient, Study } from './study';

const seriesOf = (sketch: SeriesSketch) => studyOf([sketch]).series[0];

const at = (date: string, time = '') => ({ date, time });

describe('which of two studies is the earlier one', () => {
  it('goes by day, then by time, whatever the time is written like', () => {
    expect(timeOrder(at('20250902', '235959'), at('20260301', '000001'))).toBe('earlier');
    expect(timeOrder(at('20260301', '1405'), at('20260301', '140501.250'))).toBe('earlier');
    expect(timeOrder(at('20260301', '150000'), at('20260301', '140501.250'))).toBe('later');
  });
  it('has to be asked where days or times do not say', () => {
    expect(timeOrder(at('20260301', '1405'), at('20260301', '140500.5'))).toBe('unknown');
    expect(timeOrder(at('20260301'), at('20260301', '10'))).toBe('unknown');
    expect(timeOrder(at('', '10'), at('20260301', '11'))).toBe('unknown');
    expect(timeOrder(at('20260231', '10'), at('20260301', '11'))).toBe('unknown');
  });
  it('says the days between', () => {
    expect(daysApart(at('20260301'), at('20250902'))).toBe(-180);
    expect(daysApart(at('20260301'), at(''))).toBeUndefined();
  });
});

describe('what speaks against one patient', () => {
  const wang = { name: 'WANG^WEI=王^伟', id: 'P1', sex: 'M', age: '062Y', birthDate: '19640210' };
  const fields = (other: Partial<typeof wang>) =>
    patientDoubts(wang, { ...wang, ...other }).map(({ field, what }) => `${field} ${what}`);
  it('is nothing for the same person, older and written otherwise', () => {
    expect(fields({ age: '061Y', name: 'Wang^Wei^^' })).toEqual([]);
    expect(fields({ name: '王伟' })).toEqual([]);
    expect(fields({ name: '', birthDate: '', sex: 'O' })).toEqual([]);
  });
  it('is every field that contradicts, with both sides', () => {
    expect(fields({ id: 'P2' })).toEqual(['id differs']);
    expect(fields({ name: 'LI^NA', birthDate: '19800101', sex: 'F' })).toEqual([
      'name differs',
      'birthDate differs',
      'sex differs',
    ]);
    expect(patientDoubts(wang, { ...wang, id: 'P2' })[0]).toMatchObject({ current: 'P1', prior: 'P2' });
  });
  it('is a number that is missing: names are shared by many', () => {
    expect(fields({ id: ' ' })).toEqual(['id unsaid']);
  });
});

describe('what is compared with what', () => {
  const ct = { modality: 'CT', step: 1, count: 200 };
  const lung = seriesOf({ ...ct, description: 'Lung', kernel: 'B70f' });
  const soft = seriesOf({ ...ct, description: 'Mediastinum', kernel: 'B30f' });
  const scout = seriesOf({ modality: 'CT', step: 1, count: 2, description: 'Topogram' });
  const prior = studyOf([
    { modality: 'CT', description: 'Topogram', count: 2, step: 1 },
    { modality: 'CT', step: 5, count: 60, description: 'Lung', kernel: 'B70f' },
    { modality: 'CT', step: 1, count: 250, description: 'Lung thin', kernel: 'B60f' },
    { modality: 'CT', step: 1, count: 250, description: 'Soft thin', kernel: 'B30f' },
  ]);
  it('is the series of like kernel and thickness', () => {
    expect(counterpart(lung, prior)?.description).toBe('Lung thin');
    expect(counterpart(soft, prior)?.description).toBe('Soft thin');
    expect(counterpart(scout, prior)).toBeUndefined();
  });
  it('is never another modality, nor another weighting of MR', () => {
    const mr = (description: string) => seriesOf({ modality: 'MR', step: 5, count: 24, description });
    expect(sameKind(mr('AX T1 SE'), lung)).toBe(false);
    expect(sameKind(mr('AX T1 SE'), mr('AX T2 FSE'))).toBe(false);
    expect(sameKind(mr('AX T2 FSE'), mr('t2_tse_tra'))).toBe(true);
  });
  it('begins with the series that is read', () => {
    const now = studyOf([
      { modality: 'CT', description: 'Topogram', count: 2, step: 1 },
      { modality: 'CT', step: 1, count: 260, description: 'Lung', kernel: 'B70f' },
      { modality: 'CT', step: 1, count: 200, description: 'Mediastinum', kernel: 'B30f' },
    ]);
    expect(comparedSeries(now, prior, now.series[2].seriesUid)?.current.description).toBe('Mediastinum');
    expect(comparedSeries(now, prior, now.series[0].seriesUid)?.current.description).toBe('Lung');
    expect(comparedSeries(now, studyOf([{ modality: 'DX' }]))).toBeUndefined();
  });
});

describe('the earlier studies of a person', () => {
  const of = (studyUid: string, date: string, time: string, patient: Partial<Patient> = {}): Study => ({
    ...studyOf([{ modality: 'CT' }]),
    studyUid,
    date,
    time,
    patient: { name: 'WANG^WEI', id: 'P1', sex: 'M', age: '', birthDate: '19640210', ...patient },
  });
  const now = of('now', '20260301', '1000');
  const uids = (...open: Study[]) => earlierStudies(now, [now, ...open], {}).map(({ studyUid }) => studyUid);
  it('come the latest first; of one day by the time', () => {
    expect(uids(of('a', '20240101', ''), of('b', '20260301', '0900'), of('c', '20250101', ''))).toEqual([
      'b',
      'c',
      'a',
    ]);
  });
  it('are none of which the time or the person is in doubt', () => {
    expect(uids(of('same day', '20260301', ''), of('later', '20260301', '1100'))).toEqual([]);
    expect(uids(of('other', '20240101', '', { id: 'P2' }))).toEqual([]);
    expect(uids(of('born', '20240101', '', { birthDate: '19800101' }))).toEqual([]);
    // A married name is no other person.
    expect(uids(of('named', '20240101', '', { name: 'LI^WEI' }))).toEqual(['named']);
  });
});
