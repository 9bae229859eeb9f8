import { beforeEach, describe, expect, it } from 'vitest';
import { clear, run, waiting } from './history';
import { drafted, typing, typingEnds, useTyping, withTyped } from './typing';

interface Note {
  readonly note: string;
}

describe('text in the hand', () => {
  const field = {};
  let kept: Note;
  const change = (note: string): void => {
    if (note === kept.note) return;
    if (drafted<Note>('notes', '1.2', (state) => ({ ...state, note }))) return;
    const before = kept;
    run({ label: 'note', do: () => void (kept = { note }), undo: () => void (kept = before) });
  };
  beforeEach(() => {
    clear();
    typingEnds(field);
    kept = { note: 'old' };
  });

  it('lies over what is saved and changes nothing until the field is left', () => {
    for (const text of ['n', 'ne', 'new']) typing(field, () => change(text));
    expect(kept.note).toBe('old');
    expect(waiting().undoLabel).toBeUndefined();
    expect(withTyped('notes', '1.2', kept)).toEqual({ note: 'new' });
    expect(withTyped('notes', '1.3', kept)).toBe(kept);
    expect(withTyped('report', '1.2', kept)).toBe(kept);
    expect(typingEnds(field)).toBe(true);
    expect(withTyped('notes', '1.2', kept)).toBe(kept);
    change('new');
    expect(kept.note).toBe('new');
    expect(waiting().undoLabel).toBe('note');
  });

  it('is the same object until it or the work changes: what is saved is compared by identity', () => {
    typing(field, () => change('new'));
    const first = withTyped('notes', '1.2', kept);
    expect(withTyped('notes', '1.2', kept)).toBe(first);
    kept = { note: 'other' };
    expect(withTyped('notes', '1.2', kept)).not.toBe(first);
  });

  it('is none when the text is what it was, was given up, or belongs to another field', () => {
    typing(field, () => change('new'));
    expect(typingEnds({})).toBe(false);
    expect(useTyping.getState().typed).toBeDefined();
    typing(field, () => change('old'));
    expect(useTyping.getState().typed).toBeUndefined();
    expect(typingEnds(field)).toBe(false);
  });

  it('lets no command through that does not know of it, also when taking it down fails', () => {
    typing(field, () => run({ label: 'x', do: () => void (kept = { note: 'x' }), undo: () => {} }));
    expect(kept.note).toBe('old');
    expect(() =>
      typing(field, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    run({ label: 'y', do: () => void (kept = { note: 'y' }), undo: () => {} });
    expect(kept.note).toBe('y');
  });
});
