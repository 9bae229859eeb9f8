import type { Command } from '../../features/commands';
import { handStep, useRead } from '../../features/read';
import { studyOpen } from './when';

/** Pixels of the image that a held key goes at each repeat. */
const HELD = 5;

const placedTool: Command['barred'] = () =>
  studyOpen() ??
  (['brush', 'eraser', 'addNodule'].includes(useRead.getState().tool) ? undefined : 'noPlacedTool');

const step = (id: string, key: string, right: number, down: number): Command => ({
  id: `hand.${id}`,
  group: 'segment',
  keys: [`ctrl+${key}`],
  barred: placedTool,
  repeats: true,
  run: (held) => {
    const far = held ? HELD : 1;
    return handStep({ right: right * far, down: down * far });
  },
});

/** The brush, or the cross that adds a nodule, without a mouse; Enter or the space bar does what a click would. */
export const handCommands: readonly Command[] = [
  step('left', 'ArrowLeft', -1, 0),
  step('right', 'ArrowRight', 1, 0),
  step('up', 'ArrowUp', 0, -1),
  step('down', 'ArrowDown', 0, 1),
];
