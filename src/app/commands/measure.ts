import type { Command, Why } from '../../features/commands';
import { onChestFilm, startMark } from '../../features/chest';
import { copyAll, currentAnnotation, removeCurrent } from '../../features/measure';
import { finishDrawing, setTool, type Tool } from '../../features/read';
import type { ChestMarkKind } from '../../domain/chest-mark';
import { showTab } from '../panel';
import { studyOpen } from './when';

const chosen = (): Why | undefined =>
  studyOpen() ?? (currentAnnotation() === undefined ? 'noMeasurement' : undefined);

const measure = (kind: Tool, keys: readonly string[] = []): Command => ({
  id: `tool.${kind}`,
  group: 'measure',
  keys,
  barred: studyOpen,
  run: () => setTool(kind),
});

/** On a chest film: one key takes the mark in the hand, one click puts it there. */
const mark = (kind: ChestMarkKind, key: string): Command => ({
  id: `mark.${kind}`,
  group: 'measure',
  keys: [`ctrl+alt+${key}`],
  barred: () => studyOpen() ?? (onChestFilm() ? undefined : 'noChestFilm'),
  run: () => startMark(kind),
});

/** D is a distance, J an angle (a joint), Q a region; with shift the other one of the same family. */
export const measureCommands: readonly Command[] = [
  measure('length', ['d']),
  measure('bidirectional', ['shift+d']),
  measure('angle', ['j']),
  measure('cobb', ['shift+j']),
  measure('probe', ['u']),
  measure('ellipse', ['q']),
  measure('rectangle', ['shift+q']),
  measure('circle', ['shift+e']),
  measure('freehand', ['shift+f']),
  measure('arrow', ['shift+a']),
  measure('text', ['t']),
  measure('cardiothoracic', ['shift+t']),
  measure('limb', ['shift+l']),
  measure('vertebra', ['shift+v']),
  mark('nodule', 'n'),
  mark('opacity', 'o'),
  mark('pneumothorax', 'x'),
  mark('effusion', 'e'),
  mark('fracture', 'f'),
  mark('tuberculosis', 'b'),
  mark('device', 'v'),
  { id: 'measure.finish', group: 'measure', keys: ['Enter'], barred: studyOpen, run: finishDrawing },
  {
    id: 'measure.delete',
    group: 'measure',
    keys: ['Delete', 'Backspace'],
    barred: chosen,
    run: removeCurrent,
  },
  { id: 'measure.copyAll', group: 'measure', keys: [], barred: studyOpen, run: copyAll },
  { id: 'measure.list', group: 'measure', keys: [], barred: studyOpen, run: () => showTab('measure') },
];
