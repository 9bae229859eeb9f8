import { setScreen as provide } from '../../viewport/index';
import { theRoom } from './room';

/** Who knows how many CSS px are one mm of the screen now; the images say where they are at their true size. */
export function setScreen(cssPxPerMm: () => number | undefined): void {
  provide(cssPxPerMm);
  theRoom()?.redraw();
}

/** Zooms the active cell so that a mm is a mm on the screen; false when a length or the screen is not known. */
export const trueSize = (): boolean => theRoom()?.acts.trueSize() ?? false;

/** Are lengths in the active cell known in mm? */
export const lengthsKnown = (): boolean => theRoom()?.acts.lengthsKnown() ?? false;

/** Plays or stops the active cell's film or slices; false when there is nothing to play. */
export const toggleFilm = (): boolean => theRoom()?.acts.toggleFilm() ?? false;
