/**
 * Every command of the page, in the order of the help sheet. The keyboard, the help sheet, the command search and the
 * settings read this list and nothing else.
 *
 * To add a command: put `{ id: 'group.what', group, keys, barred, run }` into the file of its group here (a new
 * feature gets a file of its own), and its words under the same path into `src/i18n/zh/commands.ts` and
 * `src/i18n/en/commands.ts`. The tests say when a key is taken or a word is missing. A button that does the same
 * shows the reader's own key with `keyHint={useKeyOf('group.what')}` from `features/commands`.
 */
import type { Command } from '../../features/commands';
import { compareCommands } from './compare';
import { dueCommands } from './due';
import { findingCommands } from './findings';
import { formCommands } from './forms';
import { fusionCommands } from './fusion';
import { handCommands } from './hand';
import { imageCommands } from './images';
import { layoutCommands } from './layout';
import { liveCommands } from './live';
import { measureCommands } from './measure';
import { outCommands } from './out';
import { reportCommands } from './report';
import { segmentCommands } from './segment';
import { toolCommands } from './tools';
import { volumeCommands } from './volume';
import { windowCommands } from './window';
import { workCommands } from './work';
import { worklistCommands } from './worklist';

export const commands: readonly Command[] = [
  ...imageCommands,
  ...windowCommands,
  ...fusionCommands,
  ...toolCommands,
  ...measureCommands,
  ...segmentCommands,
  ...handCommands,
  ...volumeCommands,
  ...layoutCommands,
  ...compareCommands,
  ...findingCommands,
  ...liveCommands,
  ...formCommands,
  ...outCommands,
  ...reportCommands,
  ...workCommands,
  ...worklistCommands,
  ...dueCommands,
];
