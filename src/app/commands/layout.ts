import type { Command } from '../../features/commands';
import { setActive, setGrid, setLayout, toggleLayout, toggleMaximise, useRead } from '../../features/read';
import { manyCells, planesPossible, studyOpen } from './when';

const layout = (
  id: string,
  keys: readonly string[],
  run: () => unknown,
  barred: Command['barred'] = studyOpen,
): Command => ({ id: `layout.${id}`, group: 'layout', keys, run, barred });

function step(by: 1 | -1): void {
  const { active, cells } = useRead.getState();
  setActive((active + by + cells.length) % cells.length);
}

export const layoutCommands: readonly Command[] = [
  layout('toggle', ['l'], toggleLayout, planesPossible),
  layout('maximise', ['f'], () => toggleMaximise(), manyCells),
  layout('nextCell', ["'"], () => step(1), manyCells),
  layout('previousCell', [';'], () => step(-1), manyCells),
  layout('single', [], () => setLayout('stack')),
  layout('mpr', [], () => setLayout('mpr'), planesPossible),
  layout('mpr3d', [], () => setLayout('mpr3d'), planesPossible),
  layout('planes', [], () => setLayout('planes'), planesPossible),
  layout('1x2', [], () => setGrid(1, 2)),
  layout('2x2', [], () => setGrid(2, 2)),
];
