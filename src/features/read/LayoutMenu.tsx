import { LayoutGrid } from 'lucide-react';
import type { CellView, RoomLayout } from '../../domain/hanging/layout';
import { useTranslation } from '../../i18n/index';
import { Popover } from '../../ui/index';
import { setLayout, setLinks, setView } from './commands';
import { FusionChoice } from './FusionChoice';
import { GridPicker } from './GridPicker';
import { HangList } from './HangList';
import { SlabControl } from './SlabControl';
import { useRead } from './store';

const named: readonly Exclude<RoomLayout['name'], 'grid'>[] = ['mpr', 'mpr3d', 'planes'];
const views: readonly CellView[] = ['stack', 'axial', 'coronal', 'sagittal', 'volume'];
const links = ['scroll', 'window', 'zoom'] as const;

/** How the room is divided, what the active cell looks at, what goes along with it, and how the study is hung. */
export function LayoutMenu({ closed }: { readonly closed: boolean }) {
  const { t } = useTranslation('read');
  return (
    <Popover
      label={t('layout.title')}
      testId="layout-menu"
      disabled={closed}
      face={<LayoutGrid size={18} aria-hidden />}
    >
      {(close) => (
        <>
          <div className="layout-choice">
            <GridPicker onDone={close} />
            <NamedLayouts onDone={close} />
          </div>
          <CellViews />
          <FusionChoice />
          <SlabControl />
          <LinkChoice />
          <HangList onDone={close} />
        </>
      )}
    </Popover>
  );
}

function NamedLayouts({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('read');
  const layout = useRead((state) => state.layout);
  const noMpr = useRead((state) => state.noMpr);
  return (
    <div className="layout-named">
      <p className="popover-title">{t('layout.planes')}</p>
      {named.map((name) => (
        <button
          key={name}
          type="button"
          className="menu-item"
          aria-pressed={layout === name}
          disabled={noMpr !== undefined}
          data-testid={`named-${name}`}
          onClick={() => {
            onDone();
            setLayout(name);
          }}
        >
          {t(`layouts.${name}`)}
        </button>
      ))}
      {noMpr && <small>{t(`noMpr.${noMpr}`)}</small>}
    </div>
  );
}

/** What the active cell looks at: images as acquired, or a plane cut from them. */
function CellViews() {
  const { t } = useTranslation('read');
  const cell = useRead((state) => state.cells[state.active]);
  const noMpr = useRead((state) => state.noMpr);
  if (!cell) return null;
  return (
    <div>
      <p className="popover-title" id="cell-view">
        {t('cellView.title')}
      </p>
      <div className="segmented" role="group" aria-labelledby="cell-view">
        {views.map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={cell.view === view}
            disabled={view !== 'stack' && noMpr !== undefined}
            data-testid={`view-${view}`}
            onClick={() => setView(view)}
          >
            {t(`cellView.${view}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

function LinkChoice() {
  const { t } = useTranslation('read');
  const linked = useRead((state) => state.links);
  const many = useRead((state) => state.cells.length > 1);
  if (!many) return null;
  return (
    <div>
      <p className="popover-title" id="cell-links">
        {t('links.title')}
      </p>
      <div className="layout-links" role="group" aria-labelledby="cell-links">
        {links.map((link) => (
          <label key={link}>
            <input
              type="checkbox"
              checked={linked[link]}
              data-testid={`link-${link}`}
              onChange={(event) => setLinks({ [link]: event.target.checked })}
            />
            {t(`links.${link}`)}
          </label>
        ))}
      </div>
    </div>
  );
}
