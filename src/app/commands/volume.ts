import type { Command } from '../../features/commands';
import { presets3d, see3dFrom, set3dPreset, sides3d } from '../../viewport';
import { volumeShown } from './when';

/** Shift and the digits 1 to 5. */
const keys = ['!', '@', '#', '$', '%'] as const;

/** What the volume of the active cell shows, and from where. */
export const volumeCommands: readonly Command[] = [
  ...presets3d.map((name, n): Command => ({
    id: `volume.${name}`,
    group: 'window',
    keys: [keys[n]],
    barred: volumeShown,
    run: () => set3dPreset(name),
  })),
  ...sides3d.map((side): Command => ({
    id: `volume.${side}`,
    group: 'images',
    keys: [],
    barred: volumeShown,
    run: () => see3dFrom(side),
  })),
];
