import type { Command } from '../../features/commands';
import { setPreset, setTool, useRead, type WindowPreset } from '../../features/read';
import { i18n } from '../../i18n';
import { studyOpen } from './when';

/** The windows on the number keys, in their order. */
const presets = (): readonly WindowPreset[] =>
  useRead.getState().hounsfield ? ['lung', 'mediastinum', 'bone', 'soft'] : [];

const preset = (n: number): Command => ({
  id: `window.preset.${n}`,
  group: 'window',
  keys: [String(n)],
  detail: () => {
    const name = presets()[n - 1];
    return name && i18n.t(`read:preset.${name}`);
  },
  barred: () => studyOpen() ?? (presets()[n - 1] === undefined ? 'noPreset' : undefined),
  run: () => {
    const name = presets()[n - 1];
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
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(preset),
];
