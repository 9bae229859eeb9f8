import { describe, expect, it } from 'vitest';
import { bind, giveKeys, resetKeys } from './bindings';
import type { Command } from './command';

const command = (id: string, ...keys: string[]): Command => ({
  id,
  group: 'work',
  keys,
  run: () => undefined,
});
const list = [command('a', 'x', 'y'), command('b', 'z'), command('c')];

describe('keys of commands', () => {
  it('are the defaults until the reader gives others', () => {
    const bindings = bind(list, {});
    expect(bindings.at('y')?.id).toBe('a');
    expect(bindings.keysOf('c')).toEqual([]);
    expect(bindings.at('w')).toBeUndefined();
  });

  it('do one thing each: what the reader chose goes before a default', () => {
    const bindings = bind(list, { c: ['x', 'q'] });
    expect(bindings.at('x')?.id).toBe('c');
    expect(bindings.keysOf('a')).toEqual(['y']);
    expect(bindings.keysOf('c')).toEqual(['x', 'q']);
  });

  it('leave their old command when they are given to another', () => {
    const overrides = giveKeys(list, {}, 'c', ['z']);
    expect(overrides).toEqual({ c: ['z'], b: [] });
    expect(bind(list, overrides).keysOf('b')).toEqual([]);
  });

  it('can be taken away altogether', () => {
    const overrides = giveKeys(list, {}, 'b', []);
    expect(bind(list, overrides).at('z')).toBeUndefined();
  });

  it('come back one by one, from whoever has them now', () => {
    const changed = giveKeys(list, {}, 'c', ['z']);
    const back = resetKeys(list, changed, 'b');
    expect(bind(list, back).at('z')?.id).toBe('b');
    expect(bind(list, back).keysOf('c')).toEqual([]);
    expect(back).toEqual({});
  });

  it('of commands that are not there any more do no harm, and are kept', () => {
    const overrides = giveKeys(list, { gone: ['z'] }, 'c', ['q']);
    expect(bind(list, overrides).at('z')?.id).toBe('b');
    expect(overrides).toEqual({ gone: ['z'], c: ['q'] });
  });
});
