import { describe, expect, it } from 'vitest';
import { earlierStudies } from '../../domain/comparison';
import { studyOf, type SeriesSketch } from '../../domain/hanging/test-studies';
import { useOpen } from '../open';
import { answerOrder, candidatesFor, inTime } from './choose';
import { useCompareView } from './view';

const chest: SeriesSketch = { modality: 'CT', bodyPart: 'CHEST', step: 1, count: 200 };
const head: SeriesSketch = { modality: 'CT', bodyPart: 'HEAD', step: 5, count: 30 };
const study = (studyUid: string, date: string, sketch = chest, id = '1') =>
  studyOf([sketch], {
    studyUid,
    date,
    patient: { name: 'Test', id, sex: 'M', age: '060Y', birthDate: '' },
  });

const now = study('now', '20260105');
const open = [
  now,
  study('other patient', '20260101', chest, '2'),
  study('head', '20260104', head),
  study('later', '20260201'),
  study('old', '20200105'),
  study('last year', '20250105'),
  study('radiograph', '20260104', { modality: 'DX', bodyPart: 'CHEST' }),
];

describe('what a study could be compared with', () => {
  it('is of the same kind; the nearest prior of the same person and part comes first', () => {
    const all = candidatesFor(now, open);
    expect(all.map((one) => one.study.studyUid)).toEqual([
      'last year',
      'old',
      'later',
      'head',
      'other patient',
    ]);
    expect(all[0]).toMatchObject({ order: 'earlier', days: -365, doubts: [], samePart: true });
    expect(all[3]).toMatchObject({ samePart: false });
    expect(all[4].doubts).toEqual([{ field: 'id', current: '1', prior: '2', what: 'differs' }]);
  });

  it('is in the order of time, whichever is read; of one day and no time nobody guesses', () => {
    const [, , , later] = open;
    expect(inTime(now, later)).toEqual({ current: later, prior: now });
    expect(inTime(later, now)).toEqual({ current: later, prior: now });
    expect(inTime(now, study('twin', '20260105'))).toBeUndefined();
  });

  it('is the prior from then on when the reader has said so', () => {
    // A radiograph is laid upon no CT: nothing is begun by the answer.
    const twin = study('twin', '20260105', { modality: 'DX', bodyPart: 'CHEST' });
    useOpen.setState({ studies: [now, twin] });
    useCompareView.setState({ question: { kind: 'order', studyUids: ['now', 'twin'] } });
    answerOrder('twin');
    expect(inTime(now, twin)).toEqual({ current: now, prior: twin });
    const { studies, earlierSaid } = useOpen.getState();
    expect(earlierStudies(now, studies, earlierSaid)).toEqual([twin]);
    expect(earlierStudies(twin, studies, earlierSaid)).toEqual([]);
  });
});
