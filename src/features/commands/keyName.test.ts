import { describe, expect, it } from 'vitest';
import { keyName, mayBeGiven, shownKey } from './keyName';

const press = (
  key: string,
  code = '',
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => keyName({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('names of keys', () => {
  it('are the letter, the sign or the name, with what is held', () => {
    expect(press('n', 'KeyN')).toBe('n');
    expect(press('N', 'KeyN')).toBe('n');
    expect(press('3', 'Digit3')).toBe('3');
    expect(press('Z', 'KeyZ', { shiftKey: true })).toBe('shift+z');
    expect(press('Z', 'KeyZ', { shiftKey: true, metaKey: true })).toBe('ctrl+shift+z');
    expect(press('?', 'Slash', { shiftKey: true })).toBe('?');
    expect(press(' ', 'Space')).toBe('Space');
    expect(press('Delete', 'Delete')).toBe('Delete');
    expect(press('ArrowUp', 'ArrowUp', { shiftKey: true })).toBe('shift+ArrowUp');
  });

  it('are found by the place while a Chinese input method is on', () => {
    expect(press('Process', 'KeyA')).toBe('a');
    expect(press('？', 'Slash', { shiftKey: true })).toBe('?');
    expect(press('Process', 'Slash', { shiftKey: true })).toBe('?');
    expect(press('、', 'Slash')).toBe('/');
    expect(press('！', 'Digit1', { shiftKey: true })).toBe('!');
    expect(press('Process', 'Digit2', { shiftKey: true })).toBe('@');
    expect(press('【', 'BracketLeft')).toBe('[');
    expect(press('。', 'Period')).toBe('.');
  });

  it('follow the letter on another layout, not its place', () => {
    expect(press('a', 'KeyQ')).toBe('a');
    expect(press('ф', 'KeyA')).toBe('a');
  });

  it('with Ctrl and Alt are letters; what AltGr writes is not one of them', () => {
    expect(press('s', 'KeyS', { ctrlKey: true, altKey: true })).toBe('ctrl+alt+s');
    expect(press('ś', 'KeyS', { ctrlKey: true, altKey: true })).toBeUndefined();
    expect(press('@', 'KeyQ', { ctrlKey: true, altKey: true })).toBeUndefined();
    expect(press('s', 'KeyS', { altKey: true })).toBeUndefined();
    expect(shownKey('ctrl+alt+s', '')).toBe('Ctrl Alt S');
  });

  it('leave alone what is nobody’s', () => {
    expect(press('ArrowLeft', 'ArrowLeft', { altKey: true })).toBeUndefined();
    expect(press('Shift', 'ShiftLeft', { shiftKey: true })).toBeUndefined();
    expect(press('Tab', 'Tab')).toBeUndefined();
    expect(press('Process', 'F13')).toBeUndefined();
  });

  it('that the browser takes are not given away', () => {
    for (const name of ['ctrl+w', 'ctrl+t', 'ctrl+shift+n', 'F5', 'Escape', 'ctrl+1'])
      expect(mayBeGiven(name), name).toBe(false);
    for (const name of ['w', 'shift+w', 'ctrl+k', 'ctrl+z', 'F2', '1', 'Enter'])
      expect(mayBeGiven(name), name).toBe(true);
  });

  it('are shown as they are printed', () => {
    expect(shownKey('ctrl+shift+z', '')).toBe('Ctrl Shift Z');
    expect(shownKey('ArrowUp', '')).toBe('↑');
    expect(shownKey('Space', '空格')).toBe('空格');
    expect(shownKey('+', '')).toBe('+');
    expect(shownKey('ctrl++', '')).toBe('Ctrl +');
  });
});
