import type { Command } from '../../features/commands';
import {
  invertImage,
  mirrorImage,
  resetView,
  rotateImage,
  scrollBy,
  toggleMarks,
  toggleOverlays,
  useRead,
} from '../../features/read';
import { stackShown, studyOpen } from './when';

/** Slices that Page up and Page down go. */
const PAGE = 10;

const image = (
  id: string,
  keys: readonly string[],
  run: () => unknown,
  barred: Command['barred'] = studyOpen,
): Command => ({ id: `image.${id}`, group: 'images', keys, run, barred });

export const imageCommands: readonly Command[] = [
  image('previous', ['ArrowUp', 'ArrowLeft'], () => scrollBy(-1)),
  image('next', ['ArrowDown', 'ArrowRight'], () => scrollBy(1)),
  image('tenBack', ['PageUp'], () => scrollBy(-PAGE)),
  image('tenOn', ['PageDown'], () => scrollBy(PAGE)),
  image('first', ['Home'], () => scrollBy(-Infinity)),
  image('last', ['End'], () => scrollBy(Infinity)),
  image('reset', ['0'], resetView),
  image('mirror', ['v'], mirrorImage, stackShown),
  image('rotateRight', ['.'], () => rotateImage(1), stackShown),
  image('rotateLeft', [','], () => rotateImage(-1), stackShown),
  image('invert', ['i'], invertImage, stackShown),
  image('marks', ['h'], toggleMarks),
  image(
    'overlays',
    ['o'],
    toggleOverlays,
    () => studyOpen() ?? (useRead.getState().overlays ? undefined : 'noOverlays'),
  ),
];
