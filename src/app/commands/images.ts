import type { Command } from '../../features/commands';
import { useOpen } from '../../features/open';
import { comesFromServer, toggleHold } from '../../features/servers';
import { currentCssPxPerMm, openSettings } from '../../features/settings';
import {
  actualSize,
  fetchAgain,
  invertImage,
  lengthsKnown,
  mirrorImage,
  resetView,
  rotateImage,
  scrollBy,
  toggleFilm,
  toggleMarks,
  toggleOverlays,
  trueSize,
  useRead,
} from '../../features/read';
import { imageShown, stackShown, studyOpen } from './when';

/** Slices that Page up and Page down go. */
const PAGE = 10;

const image = (
  id: string,
  keys: readonly string[],
  run: () => unknown,
  barred: Command['barred'] = studyOpen,
): Command => ({ id: `image.${id}`, group: 'images', keys, run, barred });

const scroll = (id: string, keys: readonly string[], slices: number): Command => ({
  ...image(id, keys, () => scrollBy(slices)),
  repeats: true,
});

export const imageCommands: readonly Command[] = [
  scroll('previous', ['ArrowUp', 'ArrowLeft'], -1),
  scroll('next', ['ArrowDown', 'ArrowRight'], 1),
  scroll('tenBack', ['PageUp'], -PAGE),
  scroll('tenOn', ['PageDown'], PAGE),
  scroll('first', ['Home'], -Infinity),
  scroll('last', ['End'], Infinity),
  image('reset', ['0'], resetView),
  image('film', ['Space'], toggleFilm),
  // Not calibrated yet, the way there opens instead.
  image(
    'trueSize',
    ['='],
    () => (currentCssPxPerMm() === undefined ? openSettings('screen') : trueSize()),
    () => studyOpen() ?? (lengthsKnown() ? undefined : 'noScale'),
  ),
  image('actual', [], actualSize, stackShown),
  image('fetchAgain', ['ctrl+alt+r'], fetchAgain),
  image(
    'holdFetch',
    ['ctrl+alt+h'],
    () => toggleHold(useOpen.getState().activeSeriesUid),
    () => studyOpen() ?? (comesFromServer(useOpen.getState().activeSeriesUid) ? undefined : 'notFromServer'),
  ),
  image('mirror', ['v'], mirrorImage, imageShown),
  image('rotateRight', ['.'], () => rotateImage(1), imageShown),
  image('rotateLeft', [','], () => rotateImage(-1), imageShown),
  image('invert', ['i'], invertImage, imageShown),
  image('marks', ['h'], toggleMarks),
  image(
    'overlays',
    ['o'],
    toggleOverlays,
    () => studyOpen() ?? (useRead.getState().overlays ? undefined : 'noOverlays'),
  ),
];
