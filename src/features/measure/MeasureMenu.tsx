import { ChevronDown } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { IconButton, Menu } from '../../ui';
import { useKeysOf } from '../commands';
import { setTool, useRead } from '../read';
import { KindIcon, measureKinds } from './KindIcon';
import { useMeasure } from './store';
import './measure-menu.css';

/** Icon size, CSS px. */
const ICON = 18;

/**
 * The measuring tools: the last used one on the button, all of them behind the arrow. The tool stays in the hand
 * after a measurement, as in RadiAnt and OHIF; Esc puts it down.
 */
export function MeasureMenu() {
  const { t } = useTranslation('measure');
  const keyOf = useKeysOf();
  const tool = useRead((state) => state.tool);
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  const last = useMeasure((state) => state.lastTool);

  return (
    <div className="measure-menu" role="group" aria-label={t('title')}>
      <IconButton
        label={t(`kind.${last}`)}
        keyHint={keyOf(`tool.${last}`)}
        active={tool === last}
        disabled={closed}
        data-testid={`tool-${last}`}
        onClick={() => setTool(last)}
      >
        <KindIcon kind={last} size={ICON} />
      </IconButton>
      <Menu
        label={t('tools')}
        className="icon-button measure-menu-more"
        testId="measure-menu"
        disabled={closed}
        items={measureKinds.map((kind) => ({
          id: kind,
          label: t(`kind.${kind}`),
          keyHint: keyOf(`tool.${kind}`),
          icon: <KindIcon kind={kind} size={14} />,
          testId: `measure-${kind}`,
          onSelect: () => setTool(kind),
        }))}
      >
        <ChevronDown size={14} aria-hidden />
      </Menu>
    </div>
  );
}
