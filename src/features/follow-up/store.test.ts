import { beforeEach, expect, it, vi } from 'vitest';
import type { DueLine } from '../../domain/follow-up';

/** What is kept, behind a store that is slower than the reader: a change stands there only when `write` is called. */
const kept = vi.hoisted(() => ({
  lines: [] as unknown[],
  waiting: [] as (() => void)[],
}));
vi.mock('../../storage', () => ({
  dueStudies: () => Promise.resolve([...kept.lines]),
  changeDue: (studyUid: string, change: (line: unknown) => unknown) =>
    new Promise<void>((resolve) => {
      kept.waiting.push(() => {
        const others = kept.lines.filter((line) => (line as DueLine).studyUid !== studyUid);
        const before = kept.lines.find((line) => (line as DueLine).studyUid === studyUid);
        kept.lines = [...others, change(before)];
        resolve();
      });
    }),
}));

import { changeLine, loadDue, useDue } from './store';

const line = (description: string): DueLine => ({
  version: 1,
  studyUid: '1.2',
  patient: { name: 'A', id: 'P', birthDate: '', sex: '' },
  date: '20260101',
  description,
  modalities: ['CT'],
  signed: false,
  judged: [],
  items: [],
  marks: {},
});
const shown = (): string | undefined => useDue.getState().lines['1.2']?.description;

beforeEach(() => {
  kept.lines = [line('before')];
  kept.waiting = [];
});

it('a list that is read while a change is on its way does not bring back what was before it', async () => {
  await loadDue();
  expect(shown()).toBe('before');
  changeLine('1.2', () => line('after'));
  const loading = loadDue();
  expect(shown()).toBe('after');
  for (const write of kept.waiting.splice(0)) write();
  await loading;
  expect(shown()).toBe('after');
});

it('nor does one that was being read when the change came', async () => {
  const loading = loadDue();
  changeLine('1.2', () => line('after'));
  for (const write of kept.waiting.splice(0)) write();
  await loading;
  expect(shown()).toBe('after');
});
