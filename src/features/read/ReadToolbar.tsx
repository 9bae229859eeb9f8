import {
  AppWindow,
  Brush,
  CirclePlus,
  Eye,
  EyeOff,
  Grid2x2,
  RotateCcw,
  Shapes,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/index';
import { IconButton } from '../../ui/index';
import type { Tool } from '../../viewport/index';
import { useKeysOf } from '../commands';
import {
  addedByClick,
  growsLesions,
  resetView,
  setLayout,
  setTool,
  toggleMarks,
  toggleOverlays,
} from './commands';
import { ImageMenu } from './ImageMenu';
import { LayoutMenu } from './LayoutMenu';
import { LookTools } from './LookTools';
import { useRead } from './store';
import { WindowMenu } from './WindowMenu';
import './read.css';
import './layout-menu.css';

/** Icon size, CSS px. */
const ICON = 18;

interface ReadToolbarProps {
  /** A thumb bar at the bottom of a phone: larger targets, only what a thumb needs. */
  readonly compact?: boolean;
  /** Menus of the features that measure, that work on segments, and that take images out. */
  readonly measure?: ReactNode;
  readonly segment?: ReactNode;
  readonly out?: ReactNode;
}

/** Quiet groups of tools: hands that look, measure and outline; windows and layout; the image and its marks. */
export function ReadToolbar({ compact = false, measure, segment, out }: ReadToolbarProps) {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const layout = useRead((state) => state.layout);
  const noMpr = useRead((state) => state.noMpr);
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  const mprLabel = noMpr ? `${t('layout.mpr')}: ${t(`noMpr.${noMpr}`)}` : t('layout.mpr');

  return (
    <div
      className={compact ? 'read-toolbar read-toolbar-compact' : 'read-toolbar'}
      role="toolbar"
      aria-label={t('toolbar')}
    >
      <LookTools compact={compact} />
      <div className="read-group" role="group" aria-label={t('group.edit')}>
        {!compact && measure}
        <AddTool />
        {segment ?? <EditTool tool="brush" icon={Brush} />}
      </div>
      <div className="read-group" role="group" aria-label={t('group.display')}>
        <WindowMenu closed={closed} />
        {!compact && (
          <IconButton
            label={t('layout.stack')}
            keyHint={keyOf('layout.toggle')}
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
          keyHint={keyOf('layout.toggle')}
          active={layout === 'mpr' && noMpr === undefined}
          disabled={closed || noMpr !== undefined}
          data-testid="layout-mpr"
          onClick={() => setLayout(compact && layout === 'mpr' ? 'stack' : 'mpr')}
        >
          <Grid2x2 size={ICON} aria-hidden />
        </IconButton>
        {!compact && <LayoutMenu closed={closed} />}
      </div>
      <div className="read-group" role="group" aria-label={t('group.image')}>
        {!compact && <ImageMenu closed={closed} />}
        <MarkSwitches closed={closed} />
        {compact && (
          <IconButton label={t('reset')} disabled={closed} data-testid="reset-view" onClick={resetView}>
            <RotateCcw size={ICON} aria-hidden />
          </IconButton>
        )}
        {out}
      </div>
    </div>
  );
}

/** One click adds what fits the image: a nodule on CT, a lesion on ultrasound, a mark on a chest film; else nothing. */
function AddTool() {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const tool = useRead((state) => state.tool);
  const adds = useRead(addedByClick);
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  return (
    <IconButton
      label={t(`add.${adds?.what ?? 'nodule'}`)}
      keyHint={keyOf('tool.addNodule')}
      active={tool === adds?.tool}
      disabled={closed || !adds}
      data-testid="tool-addNodule"
      onClick={() => adds && setTool(adds.tool)}
    >
      <CirclePlus size={ICON} aria-hidden />
    </IconButton>
  );
}

/** Outlines are painted in Hounsfield units and on ultrasound: on other images this tool would do nothing. */
function EditTool({ tool: one, icon: Icon }: { readonly tool: Tool; readonly icon: LucideIcon }) {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const tool = useRead((state) => state.tool);
  const grows = useRead(growsLesions);
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  return (
    <IconButton
      label={t(`tool.${one}`)}
      keyHint={keyOf(`tool.${one}`)}
      active={tool === one}
      disabled={closed || !grows}
      data-testid={`tool-${one}`}
      onClick={() => setTool(one)}
    >
      <Icon size={ICON} aria-hidden />
    </IconButton>
  );
}

function MarkSwitches({ closed }: { readonly closed: boolean }) {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const marksVisible = useRead((state) => state.marksVisible);
  const overlays = useRead((state) => state.overlays);
  const overlaysVisible = useRead((state) => state.overlaysVisible);
  return (
    <>
      <IconButton
        label={marksVisible ? t('marks.hide') : t('marks.show')}
        keyHint={keyOf('image.marks')}
        disabled={closed}
        data-testid="toggle-marks"
        onClick={toggleMarks}
      >
        {marksVisible ? <Eye size={ICON} aria-hidden /> : <EyeOff size={ICON} aria-hidden />}
      </IconButton>
      {overlays && (
        <IconButton
          label={overlaysVisible ? t('overlays.hide') : t('overlays.show')}
          keyHint={keyOf('image.overlays')}
          disabled={closed}
          data-testid="toggle-overlays"
          onClick={toggleOverlays}
        >
          <Shapes size={ICON} opacity={overlaysVisible ? 1 : 0.45} aria-hidden />
        </IconButton>
      )}
    </>
  );
}
