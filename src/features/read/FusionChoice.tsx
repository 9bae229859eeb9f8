import { useTranslation } from '../../i18n/index';
import { Key } from '../../ui/index';
import { useKeysOf } from '../commands';
import { activeContent } from './commands';
import { fuseRefused, isFused, toggleFusion, type NoFuse } from './fuse';
import { useRead } from './store';

/** Lays the PET of the study over its anatomy in the active cell; says why where it cannot. */
export function FusionChoice() {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  // What can be fused depends on what the active cell shows.
  useRead((state) => state.cells);
  useRead((state) => state.active);
  const content = activeContent();
  if (!content?.study.series.some(({ modality }) => modality === 'PT')) return null;
  const key = keyOf('fusion.toggle');
  const refused = fuseRefused();
  const why = (no: NoFuse): string => (typeof no === 'object' ? t(`noMpr.${no.planes}`) : t(`fuse.${no}`));
  return (
    <div>
      <p className="popover-title">{t('fuse.title')}</p>
      <button
        type="button"
        className="menu-item"
        aria-pressed={isFused()}
        disabled={refused !== undefined}
        data-testid="fuse"
        onClick={toggleFusion}
      >
        <span className="menu-words">
          {t('fuse.pet')}
          <small data-testid="fuse-why">{refused ? why(refused) : t('fuse.hint')}</small>
        </span>
        {key && <Key>{key}</Key>}
      </button>
    </div>
  );
}
