import type { Command } from '../../features/commands';
import { autoWindow, presetsNow, setPreset, setTool } from '../../features/read';
import { i18n } from '../../i18n';
import { studyOpen } from './when';

/** The window on a number key, by the modality and the part of the body on show. */
const presetAt = (n: number) => presetsNow().find(({ key }) => key === n)?.name;

const preset = (n: number): Command => ({
  id: `window.preset.${n}`,
  group: 'window',
  keys: [String(n)],
  detail: () => {
    const name = presetAt(n);
    return name && i18n.t(`read:preset.${name}`);
  },
  barred: () => studyOpen() ?? (presetAt(n) === undefined ? 'noPreset' : undefined),
  run: () => {
    const name = presetAt(n);
    if (name) setPreset(name);
  },
});

export const windowCommands: readonly Command[] = [
  { id: 'tool.window', group: 'window', keys: ['w'], barred: studyOpen, run: () => setTool('window') },
  {
    id: 'tool.windowRegion',
    group: 'window',
    keys: ['shift+w'],
    barred: studyOpen,
    run: () => setTool('windowRegion'),
  },
  { id: 'window.auto', group: 'window', keys: [], barred: studyOpen, run: autoWindow },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(preset),
];
