import { describe, expect, it } from 'vitest';
import { bind, type Command } from '../commands';
import { defaultButtons } from '../../domain/buttons';
import { defaultSettings } from '../../storage';
import { readSettings, SettingsFileError, writeSettings } from './file';
import { habitKeys, habitOf, habits } from './habits';
import { CARD_MM, cssPxPerMm, screenFromCard } from './screen';

const command = (id: string, ...keys: string[]): Command => ({
  id,
  group: 'work',
  keys,
  run: () => undefined,
});
const list = [
  command('image.rotateRight', '.'),
  command('finding.reject', 'r'),
  command('tool.zoom'),
  command('work.undo', 'z', 'ctrl+z'),
];

describe('habits of other viewers', () => {
  it('move what stood on their keys out of the way', () => {
    const ohif = habits.find(({ name }) => name === 'ohif')!;
    const bindings = bind(list, habitKeys(list, ohif));
    expect(bindings.at('r')?.id).toBe('image.rotateRight');
    expect(bindings.keysOf('finding.reject')).toEqual(['shift+r']);
    expect(bindings.at('z')?.id).toBe('tool.zoom');
    expect(bindings.keysOf('work.undo')).toEqual(['ctrl+z']);
  });

  it('are known again, and not when a key is changed', () => {
    for (const habit of habits) expect(habitOf(list, habitKeys(list, habit), habit.buttons)).toBe(habit.name);
    expect(habitOf(list, { 'tool.zoom': ['q'] }, defaultButtons)).toBeUndefined();
    expect(habitOf(list, {}, { ...defaultButtons, right: 'window' })).toBeUndefined();
  });
});

describe('settings in a file', () => {
  it('come back as they were, without what belongs to this screen', () => {
    const mine = {
      ...defaultSettings,
      keys: { 'tool.zoom': ['q', 'shift+q'], 'work.undo': [] },
      buttons: { ...defaultButtons, right: 'window' as const },
      hanging: 'never' as const,
      screen: { cssPxPerMm: 4, devicePixelRatio: 1 },
    };
    const text = writeSettings(mine);
    expect(text).not.toContain('cssPxPerMm');
    const { screen: own, recentCommands: lately, ...rest } = mine;
    expect(readSettings(text)).toEqual(rest);
    expect([own.cssPxPerMm, lately]).toEqual([4, []]);
  });

  it('are refused as a whole when a part is wrong, and the part is named', () => {
    const wrong = (change: object): string =>
      JSON.stringify({ kind: 'lamplight-settings', version: 1, ...change });
    const part = (text: string): string => {
      try {
        readSettings(text);
        return 'taken';
      } catch (error) {
        return (error as SettingsFileError).part;
      }
    };
    expect(part('{')).toBe('JSON');
    expect(part('[]')).toBe('kind');
    expect(part('{"keys":{}}')).toBe('kind');
    expect(part(wrong({ keys: { a: 'x' } }))).toBe('keys');
    expect(part(wrong({ buttons: { ...defaultButtons, wheel: 'spin' } }))).toBe('buttons');
    expect(part(wrong({ hanging: 'sometimes' }))).toBe('hanging');
    expect(part(wrong({ somethingNew: 1 }))).toBe('taken');
  });
});

describe('size of the screen', () => {
  it('follows from the width of a card', () => {
    expect(CARD_MM.width / CARD_MM.height).toBeCloseTo(1.5858, 4);
    expect(screenFromCard(342.4, CARD_MM.width, 1).cssPxPerMm).toBeCloseTo(4, 6);
    expect(screenFromCard(215.92, CARD_MM.height, 2).cssPxPerMm).toBeCloseTo(4, 6);
  });

  it('stays the same on the glass when the page is zoomed', () => {
    const screen = screenFromCard(342.4, CARD_MM.width, 1);
    expect(cssPxPerMm(screen, 2) * 2).toBeCloseTo(cssPxPerMm(screen, 1), 9);
  });
});
