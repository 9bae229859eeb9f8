import { LayoutGrid } from 'lucide-react';
import { useRead } from '../features/read';
import { useTranslation } from '../i18n';
import { Menu } from '../ui';
import { showInCell } from './showing';
import './cell-menu.css';

/** Where a series may be shown, when there is more than one place: the same as dragging it there. */
export function CellMenu({ seriesUid }: { readonly seriesUid: string }) {
  const { t } = useTranslation('app');
  const grid = useRead((state) => state.layout === 'grid');
  const count = useRead((state) => state.cells.length);
  const shown = useRead((state) => state.cells.map((cell) => cell?.seriesUid).join(' ')).split(' ');
  if (!grid || count < 2) return null;
  return (
    <Menu
      label={t('panel.openIn')}
      tip
      align="end"
      className="icon-button cell-menu"
      testId="series-cells"
      items={Array.from({ length: count }, (_none, n) => ({
        id: String(n),
        label: t('panel.openInCell', { number: n + 1 }),
        checked: shown[n] === seriesUid,
        testId: `series-cell-${n + 1}`,
        onSelect: () => showInCell(n, seriesUid),
      }))}
    >
      <LayoutGrid size={13} aria-hidden />
    </Menu>
  );
}
