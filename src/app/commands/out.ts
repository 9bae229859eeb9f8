import type { Command } from '../../features/commands';
import { openDeidentify } from '../../features/deidentify';
import { copyPicture, openDialog } from '../../features/out';
import { stackShown, studyOpen } from './when';

const out = (
  id: string,
  keys: readonly string[],
  run: () => unknown,
  barred: Command['barred'] = studyOpen,
): Command => ({ id: `out.${id}`, group: 'out', keys, run, barred });

export const outCommands: readonly Command[] = [
  out('picture', [], () => openDialog('picture')),
  out('copy', [], copyPicture),
  out('film', [], () => openDialog('film'), stackShown),
  out('sheet', [], () => openDialog('sheet')),
  out('keys', [], () => openDialog('keys')),
  out('deidentify', [], openDeidentify),
];
