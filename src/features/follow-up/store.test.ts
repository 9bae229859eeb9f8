import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { DueLine } from '../../domain/follow-up';
import { changeDue, deleteEverything, dueStudies } from '../../storage';
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
const kept = async (): Promise<unknown[]> => (await dueStudies()).map((one) => (one as DueLine).description);

beforeEach(async () => {
  await deleteEverything();
  await changeDue('1.2', () => line('before'));
  await loadDue();
});

it('a list that is read while a change is on its way does not bring back what was before it', async () => {
  expect(shown()).toBe('before');
  changeLine('1.2', () => line('after'));
  const loading = loadDue();
  expect(shown()).toBe('after');
  await loading;
  expect(shown()).toBe('after');
  expect(await kept()).toEqual(['after']);
});

it('nor does one that was being read when the change came', async () => {
  const loading = loadDue();
  changeLine('1.2', () => line('after'));
  await loading;
  expect(shown()).toBe('after');
});

it('what another tab changed is shown once the list is read again', async () => {
  await changeDue('1.2', () => line('by another'));
  expect(shown()).toBe('before');
  await loadDue();
  expect(shown()).toBe('by another');
});
