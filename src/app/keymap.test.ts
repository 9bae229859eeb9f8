import { describe, expect, it } from 'vitest';
import { keymap, knownKey } from './keymap';

const press = (
  key: string,
  code = '',
  held: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => {
  const name = knownKey({
    key,
    code,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  });
  return keymap.find((binding) => name !== undefined && binding.names.includes(name))?.text;
};

describe('keys', () => {
  it('gives every key one meaning', () => {
    const names = keymap.flatMap((binding) => binding.names);
    expect(new Set(names).size).toBe(names.length);
  });

  it('reads letters, digits and the undo pair', () => {
    expect(press('n', 'KeyN')).toBe('nextFinding');
    expect(press('N', 'KeyN')).toBe('nextFinding');
    expect(press('3', 'Digit3')).toBe('preset');
    expect(press('z', 'KeyZ')).toBe('undo');
    expect(press('Z', 'KeyZ', { shiftKey: true })).toBe('redo');
    expect(press('z', 'KeyZ', { ctrlKey: true })).toBe('undo');
    expect(press('?', 'Slash', { shiftKey: true })).toBe('help');
  });

  it('works while a Chinese input method is on', () => {
    expect(press('Process', 'KeyA')).toBe('accept');
    expect(press('？', 'Slash', { shiftKey: true })).toBe('help');
    expect(press('Process', 'Slash', { shiftKey: true })).toBe('help');
  });

  it('follows the letter on another layout, not its place', () => {
    expect(press('a', 'KeyQ')).toBe('accept');
  });

  it('leaves what belongs to the browser alone', () => {
    expect(press('r', 'KeyR', { ctrlKey: true })).toBeUndefined();
    expect(press('ArrowLeft', 'ArrowLeft', { altKey: true })).toBeUndefined();
    expect(press('A', 'KeyA', { shiftKey: true })).toBeUndefined();
  });
});
