import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';

/** The log as a page that was just opened has it. */
async function visit() {
  vi.resetModules();
  const { keepAudit, noteAudit, readAudit } = await import('./log');
  const { keptTable } = await import('./kept');
  keepAudit(keptTable, 'test');
  return { noteAudit, readAudit };
}

it('goes on with the next number in a new visit, also when the clock was set back between two entries', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime('2026-03-01T10:00:00Z');
  const first = await visit();
  await first.noteAudit({ kind: 'study.open' });
  vi.setSystemTime('2026-03-01T08:00:00Z');
  await first.noteAudit({ kind: 'study.close' });
  const second = await visit();
  await second.noteAudit({ kind: 'study.open' });
  const { entries, fault } = await second.readAudit();
  expect(entries.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(fault).toBeUndefined();
  vi.useRealTimers();
});
