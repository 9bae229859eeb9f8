import { describe, expect, it } from 'vitest';
import * as ph from '../../report/phantom.fixture';
import { packWork, unpackWork, WorkError, type StudyWorkFile } from './work';

const findings = ph.phantomFindings(ph.phantomGrid());
const work: StudyWorkFile = {
  studyUid: '1.2.3',
  savedAt: '2024-03-01T03:10:00.000Z',
  parts: {
    findings: { version: 1, findings, runs: [{ findings }] },
    numbers: { none: Number.NaN, all: -Infinity, floats: Float32Array.of(1.5, -2) },
    words: '右肺上叶 "结节"\n',
    nothing: null,
  },
};

const gzip = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );
/** A file with this text, for the reader to refuse. */
async function withText(text: string, rest = 0): Promise<Uint8Array> {
  const body = new TextEncoder().encode(text);
  const whole = new Uint8Array(8 + body.length + rest);
  whole.set([0x4c, 0x4c, 0x57, 0x31]);
  new DataView(whole.buffer).setUint32(4, body.length, true);
  whole.set(body, 8);
  return gzip(whole);
}
const text = (more: object): string =>
  JSON.stringify({ version: 1, studyUid: '1', savedAt: '2', arrays: [], parts: {}, ...more });

describe('the work of a study as bytes', () => {
  it('comes back as it was, typed arrays and all', async () => {
    expect(await unpackWork(await packWork(work))).toEqual(work);
  });

  it('comes back from a value of even length', async () => {
    for (const words of ['', 'a', 'ab', 'abc']) {
      const packed = await packWork({ ...work, parts: { words } });
      const padded = new Uint8Array(packed.length + (packed.length % 2));
      padded.set(packed);
      expect((await unpackWork(padded)).parts).toEqual({ words });
    }
  });

  it('keeps a mask that stands in two places once', async () => {
    const once = await packWork({ ...work, parts: { a: findings } });
    const twice = await packWork({ ...work, parts: { a: findings, b: findings.map((f) => ({ ...f })) } });
    const noise = crypto.getRandomValues(new Uint8Array(50_000));
    const noisy = await packWork({ ...work, parts: { a: [noise, noise] } });
    expect(twice.length).toBeLessThan(once.length * 2);
    expect(noisy.length).toBeLessThan(noise.length * 1.1);
  });

  it('refuses what is no work, and does not fall over it', async () => {
    const bad = [
      new Uint8Array(0),
      Uint8Array.of(1, 2, 3),
      await gzip(new TextEncoder().encode('LLW1')),
      (await packWork(work)).slice(0, 200),
      await withText('{'),
      await withText(text({ version: 2 })),
      await withText(text({ parts: [] })),
      await withText(text({ arrays: [['u8', 10]] }), 9),
      await withText(text({ arrays: [['u8', -1]] })),
      await withText(text({ arrays: [['constructor', 1]] }), 9),
      await withText(text({ parts: { a: { $array: 0 } } })),
      await withText(text({ parts: JSON.parse(`${'{"a":'.repeat(80)}1${'}'.repeat(80)}`) as object })),
    ];
    for (const [n, bytes] of bad.entries())
      await expect(unpackWork(bytes), `case ${n}`).rejects.toThrow(WorkError);
  });

  it('leaves out names that reach into every object', async () => {
    const { parts } = await unpackWork(
      await withText(
        '{"version":1,"studyUid":"1","savedAt":"2","arrays":[],"parts":{"a":{"__proto__":{"x":1},"b":2}}}',
      ),
    );
    expect(Object.keys(parts.a as object)).toEqual(['b']);
    expect((parts.a as { x?: number }).x).toBeUndefined();
  });

  it('stops unpacking a file that swells', async () => {
    const bomb = await gzip(new Uint8Array(4_000_000));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(unpackWork(bomb, 1_000_000)).rejects.toThrow(/more than 1000000/);
  });
});
