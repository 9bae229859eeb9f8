import {
  AppWindow,
  Brush,
  ChevronDown,
  CirclePlus,
  Contrast,
  Crosshair,
  Eraser,
  Eye,
  EyeOff,
  Grid2x2,
  Hand,
  Layers,
  Shapes,
  RotateCcw,
  SlidersHorizontal,
  ZoomIn,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from '../../i18n/index';
import { IconButton, Menu } from '../../ui/index';
import type { Tool, WindowPreset } from '../../viewport/index';
import { windowPresets } from '../../viewport/index';
import { resetView, setLayout, setPreset, setTool, toggleMarks, toggleOverlays } from './commands';
import { useRead } from './store';
import './read.css';

interface ToolButton {
  readonly tool: Tool;
  readonly icon: LucideIcon;
  readonly keyHint?: string;
}

const viewTools: readonly ToolButton[] = [
  { tool: 'window', icon: Contrast, keyHint: 'W' },
  { tool: 'scroll', icon: Layers, keyHint: 'S' },
  { tool: 'pan', icon: Hand },
  { tool: 'zoom', icon: ZoomIn },
  { tool: 'crosshair', icon: Crosshair, keyHint: 'C' },
];
const editTools: readonly ToolButton[] = [
  { tool: 'addNodule', icon: CirclePlus, keyHint: 'M' },
  { tool: 'brush', icon: Brush, keyHint: 'B' },
  { tool: 'eraser', icon: Eraser, keyHint: 'X' },
];
const presets: readonly WindowPreset[] = ['lung', 'mediastinum', 'bone', 'soft'];

/** Icon size, CSS px. */
const ICON = 18;

interface ReadToolbarProps {
  /** A thumb bar at the bottom of a phone: larger targets, only what a thumb needs. */
  readonly compact?: boolean;
}

/** Quiet groups of tools: hands, outline, presets, layout, marks. */
export function ReadToolbar({ compact = false }: ReadToolbarProps) {
  const { t } = useTranslation('read');
  const tool = useRead((state) => state.tool);
  const layout = useRead((state) => state.layout);
  const marksVisible = useRead((state) => state.marksVisible);
  const overlays = useRead((state) => state.overlays);
  const overlaysVisible = useRead((state) => state.overlaysVisible);
  const noMpr = useRead((state) => state.noMpr);
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  const hounsfield = useRead((state) => state.hounsfield);

  // Outlines are grown and measured in Hounsfield units: on other images these tools would do nothing.
  const barred = (one: Tool): boolean =>
    (one === 'crosshair' && (layout !== 'mpr' || noMpr !== undefined)) ||
    (!hounsfield && editTools.some(({ tool: edit }) => edit === one));
  const tools = (list: readonly ToolButton[]) =>
    list.map(({ tool: one, icon: Icon, keyHint }) => (
      <IconButton
        key={one}
        label={t(`tool.${one}`)}
        keyHint={keyHint}
        active={tool === one || (compact && one === 'scroll' && tool === 'window')}
        disabled={closed || barred(one)}
        data-testid={`tool-${one}`}
        onClick={() => setTool(one)}
      >
        <Icon size={ICON} aria-hidden />
      </IconButton>
    ));
  const mprLabel = noMpr ? `${t('layout.mpr')}: ${t(`noMpr.${noMpr}`)}` : t('layout.mpr');

  return (
    <div
      className={compact ? 'read-toolbar read-toolbar-compact' : 'read-toolbar'}
      role="toolbar"
      aria-label={t('toolbar')}
    >
      <div className="read-group" role="group" aria-label={t('group.view')}>
        {tools(
          compact
            ? viewTools.filter(({ tool: one }) => one === 'scroll' || (one === 'crosshair' && !barred(one)))
            : viewTools,
        )}
      </div>
      <div className="read-group" role="group" aria-label={t('group.edit')}>
        {/* On a phone the card of a finding offers the brush: it works on that finding's outline. */}
        {tools(compact ? editTools.slice(0, 1) : editTools)}
      </div>
      <div className="read-group" role="group" aria-label={t('group.display')}>
        <PresetMenu closed={closed} />
        {!compact && (
          <IconButton
            label={t('layout.stack')}
            keyHint="L"
            active={layout === 'stack'}
            disabled={closed}
            data-testid="layout-stack"
            onClick={() => setLayout('stack')}
          >
            <AppWindow size={ICON} aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={mprLabel}
          keyHint="L"
          active={layout === 'mpr' && noMpr === undefined}
          disabled={closed || noMpr !== undefined}
          data-testid="layout-mpr"
          onClick={() => setLayout(compact && layout === 'mpr' ? 'stack' : 'mpr')}
        >
          <Grid2x2 size={ICON} aria-hidden />
        </IconButton>
        <IconButton
          label={marksVisible ? t('marks.hide') : t('marks.show')}
          keyHint="H"
          disabled={closed}
          data-testid="toggle-marks"
          onClick={toggleMarks}
        >
          {marksVisible ? <Eye size={ICON} aria-hidden /> : <EyeOff size={ICON} aria-hidden />}
        </IconButton>
        {overlays && (
          <IconButton
            label={overlaysVisible ? t('overlays.hide') : t('overlays.show')}
            keyHint="O"
            disabled={closed}
            data-testid="toggle-overlays"
            onClick={toggleOverlays}
          >
            <Shapes size={ICON} opacity={overlaysVisible ? 1 : 0.45} aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={t('reset')}
          keyHint="0"
          disabled={closed}
          data-testid="reset-view"
          onClick={resetView}
        >
          <RotateCcw size={ICON} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

/** Named windows, and which one is on. Only images in Hounsfield units have them. */
function PresetMenu({ closed }: { readonly closed: boolean }) {
  const { t } = useTranslation('read');
  const preset = useRead((state) => state.preset);
  const hounsfield = useRead((state) => state.hounsfield);
  return (
    <Menu
      label={t('preset.title')}
      className="read-preset"
      testId="presets"
      disabled={closed || !hounsfield}
      items={presets.map((name, n) => ({
        id: name,
        label: t(`preset.${name}`),
        hint: `W ${windowPresets[name].width}  L ${windowPresets[name].center}`,
        keyHint: String(n + 1),
        checked: preset === name,
        testId: `preset-${name}`,
        onSelect: () => setPreset(name),
      }))}
    >
      <SlidersHorizontal size={ICON} aria-hidden />
      <span>{t(`preset.${preset ?? 'custom'}`)}</span>
      <ChevronDown size={14} aria-hidden />
    </Menu>
  );
}
