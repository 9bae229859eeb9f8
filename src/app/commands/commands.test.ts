import { describe, expect, it } from 'vitest';
import { bind, commandGroups, keyName, mayBeGiven, type Why } from '../../features/commands';
import { catalogues, type Catalogue } from '../../i18n';
import { commands } from './index';

const text = (lang: 'zh' | 'en', path: string): string | Catalogue | undefined =>
  path
    .split('.')
    .reduce<string | Catalogue | undefined>(
      (at, part) => (typeof at === 'object' ? at[part] : undefined),
      catalogues[lang].commands,
    );

describe('the list of commands', () => {
  it('names every command once', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  });

  it('gives every default key one meaning', () => {
    const taken = new Map<string, string>();
    for (const { id, keys } of commands)
      for (const key of keys) {
        expect(taken.get(key), `${key} of ${id}`).toBeUndefined();
        taken.set(key, id);
      }
  });

  it('has words for every command and group in both languages', () => {
    for (const lang of ['zh', 'en'] as const) {
      for (const { id } of commands) expect(text(lang, id), `${lang} ${id}`).toBeTypeOf('string');
      for (const group of commandGroups) expect(text(lang, `group.${group}`)).toBeTypeOf('string');
    }
  });

  it('uses default keys that the browser leaves to the page', () => {
    for (const { keys } of commands)
      for (const key of keys) if (key !== 'Escape') expect(mayBeGiven(key), key).toBe(true);
  });

  it('uses default keys that a key press can give', () => {
    for (const { keys } of commands)
      for (const name of keys) {
        const key = name.replace(/^(?:(?:ctrl|alt|shift)\+)*(?=.)/, '');
        const held = (what: string) => name.slice(0, -key.length).includes(what);
        const event = {
          key: key === 'Space' ? ' ' : key,
          code: '',
          metaKey: false,
          ctrlKey: held('ctrl'),
          altKey: held('alt'),
        };
        expect(keyName({ ...event, shiftKey: held('shift') }), name).toBe(name);
      }
  });

  it('says why nothing can be done without a study, in words that exist', () => {
    const reasons = new Set<Why>();
    for (const { barred } of commands) {
      const why = barred?.();
      if (why) reasons.add(why);
    }
    expect(reasons).toContain('noStudy');
    for (const why of reasons) expect(text('en', `why.${why}`)).toBeTypeOf('string');
  });

  it('keeps the keys of the first issue', () => {
    const bindings = bind(commands, {});
    const keys = {
      w: 'tool.window',
      n: 'finding.next',
      z: 'work.undo',
      l: 'layout.toggle',
      '?': 'work.keys',
    };
    for (const [key, id] of Object.entries(keys)) expect(bindings.at(key)?.id).toBe(id);
  });
});
