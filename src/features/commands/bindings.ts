import type { Command } from './command';

/** The reader's own keys, by the id of the command; a command that is not named has its default keys. */
export type Overrides = Readonly<Record<string, readonly string[]>>;

export interface Bindings {
  /** The keys of a command, in its order; none when it has none. */
  keysOf(id: string): readonly string[];
  /** The command that a key does. */
  at(key: string): Command | undefined;
}

/**
 * Which key does what. Every key does one thing: what the reader chose goes before what came with Lamplight, and of
 * two of the same kind the first in the list has the key.
 */
export function bind(commands: readonly Command[], overrides: Overrides): Bindings {
  const at = new Map<string, Command>();
  const keys = new Map<string, string[]>();
  const take = (command: Command, wanted: readonly string[]): void => {
    const own: string[] = [];
    for (const key of wanted) {
      if (at.has(key)) continue;
      at.set(key, command);
      own.push(key);
    }
    keys.set(command.id, own);
  };
  for (const command of commands) if (overrides[command.id]) take(command, overrides[command.id]);
  for (const command of commands) if (!overrides[command.id]) take(command, command.keys);
  return { keysOf: (id) => keys.get(id) ?? [], at: (key) => at.get(key) };
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, n) => key === b[n]);

/** Overrides without those that say what the default says anyway. */
function tidy(commands: readonly Command[], overrides: Overrides): Overrides {
  const known = new Map(commands.map((command) => [command.id, command]));
  return Object.fromEntries(
    Object.entries(overrides).filter(([id, keys]) => {
      const command = known.get(id);
      return !command || !same(command.keys, keys);
    }),
  );
}

/** Gives a command these keys and no other; whoever had one of them loses it. */
export function giveKeys(
  commands: readonly Command[],
  overrides: Overrides,
  id: string,
  keys: readonly string[],
): Overrides {
  const bindings = bind(commands, overrides);
  const next: Record<string, readonly string[]> = { ...overrides, [id]: [...keys] };
  for (const key of keys) {
    const holder = bindings.at(key);
    if (holder && holder.id !== id)
      next[holder.id] = (next[holder.id] ?? bindings.keysOf(holder.id)).filter((one) => one !== key);
  }
  return tidy(commands, next);
}

/** Gives a command its default keys back; whoever has one of them now loses it. */
export function resetKeys(commands: readonly Command[], overrides: Overrides, id: string): Overrides {
  const command = commands.find((one) => one.id === id);
  return command ? giveKeys(commands, overrides, id, command.keys) : overrides;
}
