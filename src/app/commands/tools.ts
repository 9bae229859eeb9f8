import type { Command } from '../../features/commands';
import { addedByClick, setTool, useRead, type Tool } from '../../features/read';
import { addsByClick, planesPossible, studyOpen } from './when';

const tool = (
  name: Tool,
  keys: readonly string[],
  barred: Command['barred'] = studyOpen,
  group: Command['group'] = 'tools',
): Command => ({ id: `tool.${name}`, group, keys, barred, run: () => setTool(name) });

/** The crosshair needs planes on show. */
const planesShown: Command['barred'] = () => {
  const { cells } = useRead.getState();
  const shown = cells.some((cell) => cell && cell.view !== 'stack');
  return planesPossible() ?? (shown ? undefined : 'noPlanes');
};

/** Only a volume can be turned about. */
const volumeShown: Command['barred'] = () =>
  studyOpen() ?? (useRead.getState().cells.some((cell) => cell?.view === 'volume') ? undefined : 'noVolume');

/** Hands that look. Those that measure and outline are with their features. */
export const toolCommands: readonly Command[] = [
  tool('scroll', ['s']),
  tool('pan', ['g']),
  tool('zoom', ['y']),
  tool('crosshair', ['c'], planesShown),
  tool('cursor', ['shift+c']),
  tool('magnify', ['shift+m']),
  tool('rotate', [], volumeShown),
];

/** Takes the tool that adds what fits the image. */
function add(): void {
  const adds = addedByClick(useRead.getState());
  if (adds) setTool(adds.tool);
}

export const outlineCommands: readonly Command[] = [
  { ...tool('addNodule', ['m'], addsByClick, 'segment'), run: add },
  tool('brush', ['b'], studyOpen, 'segment'),
  tool('eraser', ['x'], studyOpen, 'segment'),
];
