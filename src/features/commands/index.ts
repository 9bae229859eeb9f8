/** Commands: what the reader can have done, by which key, and by name. The list itself is in `src/app/commands`. */
export { bind, giveKeys, resetKeys, type Bindings, type Overrides } from './bindings';
export { CommandSearch } from './CommandSearch';
export { commandGroups, type Command, type CommandGroup, type Why } from './command';
export { findCommands } from './find';
export { keyName, mayBeGiven, shownKey, type KeyFacts } from './keyName';
export {
  provideCommands,
  remember,
  restoreRecent,
  runCommand,
  setOverrides,
  useCommands,
  useKeyOf,
  useKeysOf,
} from './registry';
export { openSearch } from './search';
