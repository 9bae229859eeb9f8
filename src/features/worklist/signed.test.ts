import { afterEach, describe, expect, it, vi } from 'vitest';
import { provideServers, serverPort } from './port';
import { forgetSigned, lookForSigned, onSigned, withSigned } from './signed';

const empty = serverPort();
const study = (n: number, modalities = ['CT', 'SR']) => ({ studyUid: `1.${n}`, modalities });
const many = (count: number) => Array.from({ length: count }, (_none, n) => study(n));

/** A server that answers about studies by this rule; every question is written down. */
function serve(rule: (studyUids: readonly string[]) => { signed: string[]; documents: number }): string[][] {
  const asked: string[][] = [];
  provideServers({
    ...empty,
    signed: (...[, studyUids]) => {
      asked.push([...studyUids]);
      return Promise.resolve().then(() => rule(studyUids));
    },
  });
  return asked;
}

const signedOf = (count: number): string[] =>
  many(count)
    .map(({ studyUid }) => studyUid)
    .filter((uid) => withSigned(uid, undefined)?.status === 'signed');

describe('reports signed elsewhere', () => {
  afterEach(() => {
    forgetSigned('pacs');
    provideServers(empty);
    onSigned(() => undefined);
  });

  it('are asked about forty studies at a time, and only of studies with SR', async () => {
    const asked = serve((uids) => ({
      signed: uids.filter((uid) => uid.endsWith('0')),
      documents: uids.length,
    }));
    const told: string[] = [];
    onSigned((uids) => told.push(...uids));
    lookForSigned('pacs', [...many(90), study(500, ['CT']), study(501, ['CT', 'SEG'])]);
    await vi.waitFor(() => expect(asked.flat()).toHaveLength(90));
    expect(asked.map((batch) => batch.length)).toEqual([40, 40, 10]);
    await vi.waitFor(() => expect(signedOf(90)).toHaveLength(9));
    expect(told).toEqual(signedOf(90));
    // A draft of one's own is not hidden by silence: it is said who signed.
    expect(withSigned('1.10', { status: 'draft' })).toEqual({ status: 'signed', signedOn: 'pacs' });
    expect(withSigned('1.11', { status: 'draft' })).toEqual({ status: 'draft' });
    // The next look at the list asks only about those that were not signed.
    asked.length = 0;
    lookForSigned('pacs', many(10));
    await vi.waitFor(() => expect(asked.flat()).toHaveLength(9));
  });

  it('are asked about one by one, and not of every study, where a server knows no lists', async () => {
    const quiet = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const asked = serve((uids) =>
      uids.length > 1 ? { signed: [], documents: 0 } : { signed: [...uids], documents: 1 },
    );
    lookForSigned('pacs', many(200));
    await vi.waitFor(() => expect(asked).toHaveLength(41));
    expect(signedOf(200)).toEqual(many(40).map(({ studyUid }) => studyUid));
    quiet.mockRestore();
  });

  it('of a server that does not answer are not asked about again and again', async () => {
    const quiet = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const asked = serve(() => {
      throw Object.assign(new Error('no answer'), { reason: 'unreachable' });
    });
    lookForSigned('pacs', many(200));
    await vi.waitFor(() => expect(quiet).toHaveBeenCalledTimes(1));
    expect(asked).toHaveLength(1);
    quiet.mockRestore();
  });
});
