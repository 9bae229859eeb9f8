import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { asideList, deleteEverything, loadWork, saveWork } from '../storage';
import { Autosave, useAutosave, type WorkSource } from './autosave';

/** A feature's store in small: a list of words for each study. */
function words() {
  let studies: Record<string, readonly string[]> = {};
  const listeners = new Set<() => void>();
  const change = (studyUid: string, list: readonly string[] | undefined) => {
    studies = { ...studies, [studyUid]: list ?? [] };
    for (const listener of listeners) listener();
  };
  const source: WorkSource = {
    part: 'words',
    snapshot: (uid) => (studies[uid]?.length ? { version: 1, list: studies[uid] } : undefined),
    restore: (uid, saved) => {
      const { list } = saved as { list: unknown };
      if (!Array.isArray(list)) throw new TypeError('not a list');
      change(uid, list as string[]);
    },
    clear: (uid) => change(uid, undefined),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  return { source, change, of: (uid: string) => studies[uid] ?? [] };
}

describe('autosave', () => {
  beforeEach(async () => {
    await deleteEverything();
    useAutosave.setState({ state: 'idle', failure: undefined, restored: undefined, damaged: undefined });
  });

  it('keeps a change and brings it back', async () => {
    const first = words();
    const autosave = new Autosave([first.source]);
    await autosave.open('S');
    first.change('S', ['nodule']);
    expect(autosave.pending).toBe(true);
    await autosave.flush();
    expect(autosave.pending).toBe(false);
    expect(useAutosave.getState().state).toBe('saved');
    // Not for a moment is it called saved before it is, and what was changed back needs no writing.
    const list = first.of('S');
    first.change('S', ['another']);
    expect(useAutosave.getState().state).toBe('pending');
    first.change('S', list as string[]);
    await autosave.flush();
    expect(useAutosave.getState().state).toBe('saved');

    const second = words();
    await new Autosave([second.source]).open('S');
    expect(second.of('S')).toEqual(['nodule']);
    expect(useAutosave.getState().restored?.studyUid).toBe('S');
  });

  it('writes by itself after a pause', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    store.change('S', ['a']);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await loadWork('S'))?.parts.words).toEqual({ version: 1, list: ['a'] });
  });

  it('writes while changes go on without a pause, as an analysis makes them', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    for (let n = 0; n < 12; n++) {
      store.change('S', ['a', String(n)]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await loadWork('S'))?.parts.words).toMatchObject({ version: 1 });
  });

  it('does not hold the page back for what changes nothing that is kept', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    store.change('other', ['a pointer moved']);
    expect(autosave.pending).toBe(false);
  });

  it('saves nothing for a study whose earlier work was not looked for', async () => {
    await saveWork({ studyUid: 'S', parts: { words: { version: 1, list: ['yesterday'] } } });
    const store = words();
    const autosave = new Autosave([store.source]);
    store.change('S', ['early']);
    await autosave.flush();
    expect((await loadWork('S'))?.parts.words).toEqual({ version: 1, list: ['yesterday'] });
  });

  it('keeps that the last finding was taken away', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    store.change('S', ['a']);
    await autosave.flush();
    store.change('S', []);
    await autosave.flush();
    expect((await loadWork('S'))?.parts).toEqual({});
  });

  it('does not destroy work that it cannot read', async () => {
    await saveWork({ studyUid: 'S', parts: { words: { list: 'damaged' } } });
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    expect(useAutosave.getState().damaged).toMatchObject({ studyUid: 'S', problems: [{ part: 'words' }] });
    store.change('S', ['new']);
    await autosave.flush();
    expect(await asideList()).toMatchObject([{ studyUid: 'S', what: 'words', value: { list: 'damaged' } }]);
    expect((await loadWork('S'))?.parts.words).toEqual({ version: 1, list: ['new'] });
  });

  it('starts afresh: nothing in memory, nothing on the disk', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    store.change('S', ['a']);
    await autosave.flush();
    await autosave.startAfresh('S');
    expect(store.of('S')).toEqual([]);
    expect(await loadWork('S')).toBeUndefined();
  });

  it('saves before it forgets a study that is closed', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    store.change('S', ['a']);
    await autosave.close('S');
    expect(store.of('S')).toEqual([]);
    expect((await loadWork('S'))?.parts.words).toEqual({ version: 1, list: ['a'] });
  });

  it('says when a save fails, and keeps on', async () => {
    const store = words();
    const refusing = { ...store.source, snapshot: (uid: string) => ({ list: store.of(uid), no: () => 0 }) };
    const autosave = new Autosave([refusing]);
    await autosave.open('S');
    store.change('S', ['a']);
    await autosave.flush();
    expect(useAutosave.getState()).toMatchObject({ state: 'failed', failure: 'unknown' });
    // Leaving the page asks, and closing the study does not throw away what is nowhere else.
    expect(autosave.pending).toBe(true);
    await autosave.close('S');
    expect(store.of('S')).toEqual(['a']);
    await autosave.open('S');
    expect(store.of('S')).toEqual(['a']);
  });

  it('hands nothing over that it cannot save', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    // No plain data: it cannot be written.
    store.change('S', [(() => 1) as unknown as string]);
    expect(await autosave.toReading('S')).toBe(false);
    expect(autosave.pending).toBe(true);
    store.change('S', ['b']);
    expect(await autosave.toReading('S')).toBe(true);
    expect((await loadWork('S'))?.parts.words).toEqual({ version: 1, list: ['b'] });
  });

  it('begins afresh without losing what is done while the old work is deleted', async () => {
    const store = words();
    const autosave = new Autosave([store.source]);
    await autosave.open('S');
    store.change('S', ['a']);
    await autosave.flush();
    const afresh = autosave.startAfresh('S');
    while (store.of('S').length > 0) await Promise.resolve();
    // The same again: what is deleted now must not count as written.
    store.change('S', ['a']);
    await Promise.all([afresh, autosave.flush()]);
    await autosave.flush();
    const again = words();
    await new Autosave([again.source]).open('S');
    expect(useAutosave.getState().damaged).toBeUndefined();
    expect(again.of('S')).toEqual(['a']);
  });
});
