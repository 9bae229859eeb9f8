import { describe, expect, it } from 'vitest';
import { dueItems, type DueAsk } from './due';
import { closedBy, dueEntries, nextOf, type DueLine, type LaterStudy } from './line';
import { at, undated, type DueStep } from './step';

const text = (word: string) => ({ zh: word, en: word });
function line(date: string, steps: readonly DueStep[], more: Partial<DueLine> = {}): DueLine {
  const ask: DueAsk = {
    id: 'lungRads',
    region: 'chest',
    steps,
    rule: text('r'),
    category: text('c'),
    advice: text('a'),
  };
  return {
    version: 1,
    studyUid: `1.${date}`,
    patient: { name: 'A^B', id: 'P1', birthDate: '19600101', sex: 'M' },
    date,
    description: 'Chest',
    modalities: ['CT'],
    signed: true,
    judged: ['chest'],
    items: dueItems(date, [ask]),
    marks: {},
    ...more,
  };
}
const later = (date: string, more: Partial<LaterStudy> = {}): LaterStudy => ({
  studyUid: `9.${date}`,
  patient: { id: 'P1', birthDate: '19600101' },
  date,
  description: '',
  modalities: ['CT'],
  parts: ['CHEST'],
  ...more,
});
const at0 = '2026-11-23T00:00:00Z';

describe('the due list', () => {
  it('has what is overdue first, then what has no day, what is due now, later, and closed', () => {
    const lines = [
      line('20260101', [at('ldct', 12)]),
      line('20260102', [at('ldct', 3)]),
      line('20260103', [undated('workup')]),
      line('20260104', [at('ct', 6, 12)]),
      line('20251005', [at('ldct', 6)]),
      line('20260106', [at('ldct', 3)], {
        marks: { 'lungRads/ldct/3-3': { state: 'done', at: at0, reason: '' } },
      }),
    ].map((one, n) => ({ ...one, patient: { ...one.patient, id: `P${n}` } }));
    const list = dueEntries(lines, '20260901');
    expect(list.map(({ line: { date }, state }) => [date, state])).toEqual([
      ['20260102', 'overdue'],
      ['20251005', 'overdue'],
      ['20260103', 'undated'],
      ['20260104', 'now'],
      ['20260101', 'later'],
      ['20260106', 'done'],
    ]);
    // 2026-04-02 to 2026-09-01.
    expect(list[0].daysOver).toBe(152);
  });

  it('is overdue the day after the last day, and due now a month before the first', () => {
    const [one] = [line('20260331', [at('ct', 6, 12)])];
    const state = (today: string) => dueEntries([one], today)[0].state;
    expect(state('20260830')).toBe('later');
    expect(state('20260831')).toBe('now');
    expect(state('20270331')).toBe('now');
    expect(state('20270401')).toBe('overdue');
  });

  it('goes by the day that the reader moved it to', () => {
    const moved = line('20260101', [at('ldct', 3)], {
      marks: { 'lungRads/ldct/3-3': { state: 'moved', at: at0, reason: 'pregnant', date: '20261201' } },
    });
    expect(dueEntries([moved], '20260901')[0]).toMatchObject({
      state: 'later',
      window: { latest: '20261201' },
    });
  });

  it('gives way to a later signed report of the same patient and region, and to no other', () => {
    const first = line('20260101', [at('ldct', 12)]);
    const state = (more: Partial<DueLine>) =>
      dueEntries([first, line('20260601', [], more)], '20270301').find((e) => e.line === first)?.state;
    expect(state({})).toBe('replaced');
    expect(state({ signed: false })).toBe('overdue');
    expect(state({ judged: ['breast'] })).toBe('overdue');
    expect(state({ patient: { ...first.patient, id: 'P2' } })).toBe('overdue');
    expect(state({ patient: { ...first.patient, birthDate: '19610101' } })).toBe('overdue');
  });

  it('says the next thing of a study', () => {
    const two = line('20260101', [at('ct', 3), at('ct', 6)], {
      marks: { 'lungRads/ct/3-3': { state: 'done', at: at0, reason: '' } },
    });
    expect(nextOf(two, '20260201')?.item.key).toBe('lungRads/ct/6-6');
    expect(nextOf(line('20260101', []), '20260201')).toBeUndefined();
  });
});

describe('a later examination', () => {
  const one = line('20260101', [at('ct', 3), at('ct', 6), at('ct', 12), at('ct', 24)]);
  const closes = (study: LaterStudy, of = one) => closedBy(of, study).map((key) => key.split('/')[2]);

  it('closes what it fulfils or is past, up to a month before the interval', () => {
    expect(closes(later('20260108'))).toEqual([]);
    expect(closes(later('20260228'))).toEqual([]);
    expect(closes(later('20260301'))).toEqual(['3-3']);
    expect(closes(later('20270115'))).toEqual(['3-3', '6-6', '12-12']);
  });

  it.each<[string, Partial<LaterStudy>]>([
    ['another patient', { patient: { id: 'P2', birthDate: '' } }],
    ['no patient ID', { patient: { id: '', birthDate: '19600101' } }],
    ['another date of birth', { patient: { id: 'P1', birthDate: '19700101' } }],
    ['another modality', { modalities: ['CR'] }],
    ['another body part', { parts: ['KNEE', ''] }],
    ['no body part at all', { parts: [''] }],
    ['no date', { date: '' }],
    ['an earlier date', { date: '20251231' }],
  ])('does not close it: %s', (_why, more) => expect(closes(later('20260701', more))).toEqual([]));

  it('knows the chest by Chinese words, too', () => {
    expect(closes(later('20260701', { parts: ['胸部平扫'] }))).toEqual(['3-3', '6-6']);
  });

  it('closes nothing that no images tell of, and not again what the reader opened again', () => {
    expect(closes(later('20270101'), line('20260101', [undated('workup')]))).toEqual([]);
    const study = later('20260701');
    const opened = line('20260101', [at('ct', 6)], {
      marks: { 'lungRads/ct/6-6': { state: 'open', at: at0, reason: '', study } },
    });
    expect(closes(study, opened)).toEqual([]);
    expect(closes(later('20260801'), opened)).toEqual(['6-6']);
  });
});
