import { create } from 'zustand';
import { useMemo } from 'react';
import { useTranslation } from '../../i18n';
import { bind, type Bindings, type Overrides } from './bindings';
import type { Command } from './command';
import { shownKey } from './keyName';

interface Commands {
  readonly list: readonly Command[];
  readonly overrides: Overrides;
  readonly bindings: Bindings;
  /** Ids of what was chosen in the command search, last first. */
  readonly recent: readonly string[];
}

/** Every command of the page and the keys that they have now. */
export const useCommands = create<Commands>(() => ({
  list: [],
  overrides: {},
  bindings: bind([], {}),
  recent: [],
}));

/** The page says once what its commands are. Throws when two have the same id. */
export function provideCommands(list: readonly Command[]): void {
  const ids = new Set<string>();
  for (const { id } of list) {
    if (ids.has(id)) throw new Error(`Two commands are called ${id}`);
    ids.add(id);
  }
  useCommands.setState(({ overrides }) => ({ list, bindings: bind(list, overrides) }));
}

/** The reader's own keys, as the settings keep them. */
export function setOverrides(overrides: Overrides): void {
  useCommands.setState(({ list }) => ({ overrides, bindings: bind(list, overrides) }));
}

const RECENT = 8;

/** Puts a command at the head of those chosen lately. */
export function remember(id: string): void {
  useCommands.setState(({ recent }) => ({
    recent: [id, ...recent.filter((one) => one !== id)].slice(0, RECENT),
  }));
}

/** Brings back what was chosen lately. */
export const restoreRecent = (recent: readonly string[]): void => useCommands.setState({ recent });

/** Does a command by its id, when it can be done now. False when not, or when there was nothing to do. */
export function runCommand(id: string): boolean {
  const command = useCommands.getState().list.find((one) => one.id === id);
  if (!command || command.barred?.() !== undefined) return false;
  return command.run() !== false;
}

/** The first key of a command as it is printed, for tooltips; undefined when it has none. Follows the reader's keys. */
export function useKeyOf(id: string): string | undefined {
  const { t } = useTranslation('commands');
  const key = useCommands((state) => state.bindings.keysOf(id)[0]);
  return key === undefined ? undefined : shownKey(key, t('space'));
}

/** The same for many commands at once. */
export function useKeysOf(): (id: string) => string | undefined {
  const { t } = useTranslation('commands');
  const bindings = useCommands((state) => state.bindings);
  const space = t('space');
  return useMemo(
    () => (id: string) => {
      const [key] = bindings.keysOf(id);
      return key === undefined ? undefined : shownKey(key, space);
    },
    [bindings, space],
  );
}
