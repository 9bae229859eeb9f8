import {
  ChevronDown,
  Contrast,
  Crosshair,
  Hand,
  Layers,
  LocateFixed,
  Rotate3d,
  Search,
  SquareDashed,
  ZoomIn,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from '../../i18n/index';
import { IconButton, Menu } from '../../ui/index';
import type { LookTool } from '../../viewport/index';
import { useKeysOf } from '../commands';
import { setTool } from './commands';
import { useRead } from './store';

const icons: Readonly<Record<LookTool, LucideIcon>> = {
  window: Contrast,
  scroll: Layers,
  pan: Hand,
  zoom: ZoomIn,
  crosshair: Crosshair,
  windowRegion: SquareDashed,
  magnify: Search,
  cursor: LocateFixed,
  rotate: Rotate3d,
};
const always: readonly LookTool[] = ['window', 'scroll', 'pan', 'zoom', 'crosshair'];
const rare = ['windowRegion', 'magnify', 'cursor', 'rotate'] as const;
const isRare = (tool: string): tool is (typeof rare)[number] => (rare as readonly string[]).includes(tool);

/** Icon size, CSS px. */
const ICON = 18;

/** Hands that look: the plain ones as buttons, the rarer ones in a menu that shows the one in the hand. */
export function LookTools({ compact }: { readonly compact: boolean }) {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const tool = useRead((state) => state.tool);
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  const planes = useRead((state) =>
    state.cells.some((cell) => cell && cell.view !== 'stack' && !cell.asStack),
  );
  const volume = useRead((state) => state.cells.some((cell) => cell?.view === 'volume'));
  const shown = compact
    ? always.filter((one) => one === 'scroll' || (one === 'crosshair' && planes))
    : always;
  const Rare = isRare(tool) ? icons[tool] : undefined;
  return (
    <div className="read-group" role="group" aria-label={t('group.view')}>
      {shown.map((one) => {
        const Icon = icons[one];
        return (
          <IconButton
            key={one}
            label={t(`tool.${one}`)}
            keyHint={keyOf(`tool.${one}`)}
            active={tool === one || (compact && one === 'scroll' && tool === 'window')}
            disabled={closed || (one === 'crosshair' && !planes)}
            data-testid={`tool-${one}`}
            onClick={() => setTool(one)}
          >
            <Icon size={ICON} aria-hidden />
          </IconButton>
        );
      })}
      {!compact && (
        <Menu
          label={isRare(tool) ? t(`tool.${tool}`) : t('tool.more')}
          tip
          className={Rare ? 'icon-button read-in-hand' : 'icon-button read-more'}
          testId="look-menu"
          disabled={closed}
          items={rare
            .filter((one) => one !== 'rotate' || volume)
            .map((one) => {
              const Icon = icons[one];
              return {
                id: one,
                label: t(`tool.${one}`),
                icon: <Icon size={14} aria-hidden />,
                ...(tool === one && { checked: true }),
                keyHint: keyOf(`tool.${one}`),
                testId: `tool-${one}`,
                onSelect: () => setTool(one),
              };
            })}
        >
          {Rare ? <Rare size={ICON} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
        </Menu>
      )}
    </div>
  );
}
