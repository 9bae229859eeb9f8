/** What others may ask of the volume in the active cell. */
import { activePane } from '../capture/shownPanes';
import type { Side3d } from './controls';
import type { Preset3d } from './presets';

export { sides, type Side3d } from './controls';
export { presets3d, type Preset3d } from './presets';

/** Draws the active cell's volume with a preset; false when the cell shows none. */
export function set3dPreset(name: Preset3d): boolean {
  const set = activePane()?.view?.setPreset3d;
  set?.(name);
  return set !== undefined;
}

/** Sees the active cell's volume from a side; false when the cell shows none. */
export function see3dFrom(side: Side3d): boolean {
  const see = activePane()?.view?.seeFrom;
  see?.(side);
  return see !== undefined;
}
