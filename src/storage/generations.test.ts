import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { checksum } from './checksum';
import { database } from './database';
import { forgetHeads, lastSave } from './generations';
import { deleteEverything, loadWork, saveWork, StorageError } from './index';
import { fromBytes, toBytes } from './bytes';

const S = '1.2.3';
const keys = async (table: 'generations' | 'pieces') => (await database()).getAllKeys(table);
/** Bytes that no compression makes smaller; others each time. */
const noise = (size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
};

describe('generations', () => {
  beforeEach(deleteEverything);

  it('writes of much work only what changed', async () => {
    const masks = Array.from({ length: 20 }, () => noise(100_000));
    const segments = masks.map((data, n) => ({ number: n, data }));
    await saveWork({ studyUid: S, parts: { segments: { list: segments }, report: { text: 'a' } } });
    expect(lastSave.bytes).toBeGreaterThan(1_900_000);
    const changed = segments.with(3, { number: 3, data: noise(100_000) });
    await saveWork({ studyUid: S, parts: { segments: { list: changed }, report: { text: 'a' } } });
    expect(lastSave.bytes).toBeLessThan(110_000);
    await saveWork({ studyUid: S, parts: { segments: { list: changed }, report: { text: 'b' } } });
    expect(lastSave.bytes).toBeLessThan(10_000);
    // Also after a reload, in which all arrays are new objects.
    forgetHeads();
    const { parts } = (await loadWork(S))!;
    await saveWork({ studyUid: S, parts: { ...parts, report: { text: 'c' } } });
    expect(lastSave.bytes).toBeLessThan(10_000);
    const back = (await loadWork(S))!.parts as { segments: { list: typeof changed }; report: object };
    expect(back.report).toEqual({ text: 'c' });
    for (const [n, { data }] of changed.entries())
      expect(Buffer.compare(back.segments.list[n]!.data, data), `mask ${n}`).toBe(0);
  });

  it('keeps the last two saves and what they need, no more', async () => {
    for (let n = 0; n < 6; n++)
      await saveWork({ studyUid: S, parts: { a: { n }, b: noise(3000), c: 'same' } });
    expect(await keys('generations')).toEqual([`${S}/0000000005`, `${S}/0000000006`]);
    // Two texts and two arrays for each save, and the part that both share.
    expect(await keys('pieces')).toHaveLength(7);
  });

  it('opens the save before when the last is damaged, part by part', async () => {
    await saveWork({ studyUid: S, parts: { a: 'one', b: 'one' } });
    await saveWork({ studyUid: S, parts: { a: 'two', b: 'one' } });
    const db = await database();
    const rows = await Promise.all((await keys('pieces')).map((key) => db.get('pieces', key)));
    const all = await keys('pieces');
    for (const [n, row] of rows.entries()) {
      const { data } = row as { data: Uint8Array };
      // The row still says what it should be.
      if (Buffer.from(data).toString() === '"two"')
        await db.put('pieces', { ...(row as object), data: data.slice(1) }, all[n]!);
    }
    forgetHeads();
    const work = (await loadWork(S))!;
    expect(work.parts).toEqual({ a: 'one', b: 'one' });
    expect(work.problems).toMatchObject([{ part: 'a', reason: 'wrong checksum' }]);
    // And saving goes on.
    await saveWork({ studyUid: S, parts: { a: 'two', b: 'one' } });
    forgetHeads();
    const again = (await loadWork(S))!;
    expect([again.parts, again.problems]).toEqual([{ a: 'two', b: 'one' }, undefined]);
  });

  it('is never written over by a page that does not know the last save', async () => {
    await saveWork({ studyUid: S, parts: { a: 1 } });
    const db = await database();
    const [key] = await keys('generations');
    await db.put('generations', await db.get('generations', key!), `${S}/0000000002`);
    const refused = saveWork({ studyUid: S, parts: { a: 2 } });
    await expect(refused).rejects.toMatchObject(new StorageError('elsewhere', 'the row is there already'));
  });

  it('writes values as bytes and back, whatever JSON cannot say', () => {
    const value = {
      none: Number.NaN,
      far: -Infinity,
      zero: -0,
      list: [undefined, null, 'x'],
      $array: ['u8', 'a key of its own'],
      floats: Float32Array.of(1.5, -2),
      deep: { $is: 1, a: [{ b: Int16Array.of(-3) }] },
    };
    expect(fromBytes(toBytes(value))).toEqual(value);
    expect(() => toBytes({ date: new Date() })).toThrow(TypeError);
    expect(() => toBytes({ call: () => 0 })).toThrow(TypeError);
  });

  it('has the checksum of ISO 3309', () => {
    expect(checksum(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});
