import { ChevronDown, SlidersHorizontal } from 'lucide-react';
import { presets } from '../../domain/hanging/presets';
import { useTranslation } from '../../i18n/index';
import { Menu, type MenuItem } from '../../ui/index';
import { useKeysOf } from '../commands';
import { autoWindow, fileWindowsNow, presetsNow, setPreset, setTool, setWindow } from './commands';
import { useRead } from './store';

const tidy = (value: number): string =>
  String(Math.abs(value) < 1 ? Number.parseFloat(value.toPrecision(4)) : Math.round(value * 100) / 100);
const values = ({ width, center }: { width: number; center: number }): string =>
  `W ${tidy(width)}  L ${tidy(center)}`;

/** Windows by name: those of the modality and the part of the body, those of the file, and ways to find one. */
export function WindowMenu({ closed }: { readonly closed: boolean }) {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const preset = useRead((state) => state.preset);
  const window = useRead((state) => state.window);
  const seriesUid = useRead((state) => state.activeSeriesUid);
  // What follows is of the series that the active cell shows.
  const named = seriesUid === undefined ? [] : presetsNow().filter(({ name }) => name !== 'auto');
  const files = seriesUid === undefined ? [] : fileWindowsNow();
  const own = files.find((one) => one.window.center === window?.center && one.window.width === window.width);
  const items: MenuItem[] = [
    ...named.map(({ key, name }) => {
      const found = presets[name];
      return {
        id: name,
        group: t('preset.named'),
        label: t(`preset.${name}`),
        hint: 'unit' in found ? `${values(found)} ${found.unit}` : undefined,
        keyHint: keyOf(`window.preset.${key}`),
        checked: preset === name,
        testId: `preset-${name}`,
        onSelect: () => setPreset(name),
      };
    }),
    ...files.map((file, n) => ({
      id: `file-${n}`,
      group: t('preset.ofFile'),
      label: file.name || t('preset.file', { number: n + 1 }),
      hint: values(file.window),
      checked: preset === undefined && own === file,
      testId: `preset-file-${n + 1}`,
      onSelect: () => setWindow(file.window),
    })),
    {
      id: 'auto',
      group: t('preset.find'),
      label: t('preset.auto'),
      hint: t('preset.autoHint'),
      keyHint: keyOf('window.auto') ?? (named.length === 0 ? keyOf('window.preset.1') : undefined),
      testId: 'preset-auto',
      onSelect: autoWindow,
    },
    {
      id: 'region',
      group: t('preset.find'),
      label: t('tool.windowRegion'),
      keyHint: keyOf('tool.windowRegion'),
      testId: 'preset-region',
      onSelect: () => setTool('windowRegion'),
    },
  ];
  return (
    <Menu
      label={t('preset.title')}
      className="read-preset"
      testId="presets"
      disabled={closed || window === undefined}
      items={items}
    >
      <SlidersHorizontal size={18} aria-hidden />
      <span>
        {preset ? t(`preset.${preset}`) : own?.name || t(own ? 'preset.ofFileShort' : 'preset.custom')}
      </span>
      <ChevronDown size={14} aria-hidden />
    </Menu>
  );
}
