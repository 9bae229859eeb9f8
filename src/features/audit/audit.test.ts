import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { firstFault, type AuditEntry } from './chain';
import { auditCsv, auditJson, csvCell } from './export';
import { clearAudit, keepAudit, noteAudit, readAudit } from './log';
import { memoryTable } from './table';

const three = async (): Promise<readonly AuditEntry[]> => {
  await Promise.all([
    noteAudit({ kind: 'study.open', studyUid: '1.2', facts: { series: ['1.2.1', '1.2.2'] } }),
    noteAudit({ kind: 'ai.run', studyUid: '1.2', facts: { model: 'lung-nodule', sha256: 'ab' } }),
    noteAudit({ kind: 'finding.reject', studyUid: '1.2', facts: { reason: 'vessel' } }),
  ]);
  return (await readAudit()).entries;
};

const changed = (entries: readonly AuditEntry[], at: number, change: Partial<AuditEntry>): AuditEntry[] =>
  entries.map((entry, n) => (n === at ? { ...entry, ...change } : entry));

describe('audit log', () => {
  beforeEach(() => keepAudit(memoryTable(), '0.1.0'));

  it('keeps the order of the calls and seals each entry with the one before', async () => {
    const entries = await three();
    expect(entries.map(({ number, kind }) => [number, kind])).toEqual([
      [1, 'study.open'],
      [2, 'ai.run'],
      [3, 'finding.reject'],
    ]);
    expect(entries[0].before).toBe('0'.repeat(64));
    expect(entries[2].before).toBe(entries[1].seal);
    expect((await readAudit()).fault).toBeUndefined();
  });

  it('has a seal that anybody can compute', async () => {
    const [, { seal, at, before }] = await three();
    const text = `{"at":"${at}","before":"${before}","facts":{"model":"lung-nodule","sha256":"ab"},"kind":"ai.run","number":2,"studyUid":"1.2","version":"0.1.0"}`;
    expect(createHash('sha256').update(text).digest('hex')).toBe(seal);
  });

  it('shows what was changed, taken out, put in, cut off at the end', async () => {
    const entries = await three();
    const last = entries[2];
    const head = { number: last.number, seal: last.seal };
    const fault = (list: readonly AuditEntry[]) => firstFault(list, head);
    expect(await fault(entries)).toBeUndefined();
    expect(await fault(changed(entries, 1, { facts: { model: 'another', sha256: 'ab' } }))).toEqual({
      kind: 'changed',
      number: 2,
    });
    expect(await fault(changed(entries, 0, { at: '2020-01-01T00:00:00.000Z' }))).toMatchObject({ number: 1 });
    expect(await fault(changed(entries, 2, { kind: 'finding.accept' }))).toMatchObject({ kind: 'changed' });
    expect(await fault([entries[0], entries[2]])).toEqual({ kind: 'gap', number: 3 });
    expect(await fault([entries[0], entries[0], ...entries.slice(1)])).toMatchObject({ kind: 'gap' });
    expect(await fault(entries.slice(0, 2))).toEqual({ kind: 'end', number: 2, expected: 3 });
    expect(await fault([])).toEqual({ kind: 'end', number: 0, expected: 3 });
  });

  it('is cleared as a whole; the next entry says so and follows the last one that was', async () => {
    const [, , last] = await three();
    await clearAudit();
    const { entries, fault } = await readAudit();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      kind: 'audit.cleared',
      number: 4,
      before: last.seal,
      facts: { entries: 3 },
    });
    expect(fault).toBeUndefined();
  });

  it('keeps what could not be written, and writes it when it can', async () => {
    const table = memoryTable();
    let full = true;
    keepAudit(
      { ...table, add: (entry) => (full ? Promise.reject(new Error('full')) : table.add(entry)) },
      '1',
    );
    await noteAudit({ kind: 'study.close' });
    full = false;
    await noteAudit({ kind: 'study.open' });
    expect((await readAudit()).entries.map(({ number, kind }) => [number, kind])).toEqual([
      [1, 'study.close'],
      [2, 'study.open'],
    ]);
  });

  it('writes no cell that a spreadsheet would run', async () => {
    for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])
      expect(csvCell(evil)).toMatch(/^"?'/);
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    await noteAudit({ kind: 'out.file', facts: { name: '=cmd|calc' }, studyUid: '=1' });
    const { entries, fault } = await readAudit();
    const [head, line] = auditCsv(entries).slice(1).split('\r\n');
    expect(head.split(',')).toHaveLength(line.split(',').length);
    expect(line).toContain(",110106,Export,R,'=1,name: =cmd|calc,");
    const json = JSON.parse(auditJson(entries, fault)) as { chain: string; entries: AuditEntry[] };
    expect(json.chain).toBe('whole');
    expect(await firstFault(json.entries, undefined)).toBeUndefined();
  });
});
