import { beforeEach, describe, expect, it } from 'vitest';
import { clear, redo, run, undo } from './history';

describe('history', () => {
  let list: string[];
  const add = (word: string) => ({
    label: `add ${word}`,
    do: () => void (list = [...list, word]),
    undo: () => void (list = list.slice(0, -1)),
  });
  beforeEach(() => {
    clear();
    list = [];
  });

  it('takes back and does again in order', () => {
    run(add('a'));
    run(add('b'));
    expect(undo()).toBe(true);
    expect(list).toEqual(['a']);
    expect(undo()).toBe(true);
    expect(undo()).toBe(false);
    expect(list).toEqual([]);
    expect([redo(), redo(), redo()]).toEqual([true, true, false]);
    expect(list).toEqual(['a', 'b']);
  });

  it('forgets what was taken back once something else is done', () => {
    run(add('a'));
    undo();
    run(add('b'));
    expect(redo()).toBe(false);
    expect(list).toEqual(['b']);
  });

  it('leaves the stack alone for a command without an undo effect', () => {
    run(add('a'));
    undo();
    run({ label: 'scroll', effect: 'none', do: () => void list.push('scrolled') });
    expect(list).toEqual(['scrolled']);
    expect(redo()).toBe(true);
  });

  it('does not keep a command that failed', () => {
    const failing = {
      label: 'fail',
      do: () => {
        throw new Error('no');
      },
      undo: () => {},
    };
    expect(() => run(failing)).toThrow('no');
    expect(undo()).toBe(false);
  });

  it('keeps the last 500', () => {
    for (let n = 0; n < 510; n++) run(add('x'));
    let taken = 0;
    while (undo()) taken++;
    expect(taken).toBe(500);
  });
});
