import {
  FlipHorizontal2,
  Image,
  Maximize,
  RotateCcw,
  RotateCw,
  RotateCcwSquare,
  Scaling,
  SunMoon,
} from 'lucide-react';
import { useTranslation } from '../../i18n/index';
import { Menu, type MenuItem } from '../../ui/index';
import { useKeysOf } from '../commands';
import { actualSize, invertImage, mirrorImage, resetView, rotateImage, toggleMaximise } from './commands';
import { useRead } from './store';

/** What is done to the image of the active cell. */
export function ImageMenu({ closed }: { readonly closed: boolean }) {
  const { t } = useTranslation('read');
  const keyOf = useKeysOf();
  const stack = useRead((state) => {
    const cell = state.cells[state.active];
    return cell !== undefined && (cell.view === 'stack' || cell.asStack);
  });
  const many = useRead((state) => state.cells.length > 1);
  const maximised = useRead((state) => state.maximised !== undefined);
  const volume = useRead((state) => state.cells[state.active]?.view === 'volume');
  const turning = { disabled: volume, ...(volume && { hint: t('image.notVolume') }) };
  const items: MenuItem[] = [
    {
      id: 'reset',
      label: t('reset'),
      hint: t('image.resetHint'),
      icon: <RotateCcw size={14} />,
      keyHint: keyOf('image.reset'),
      testId: 'reset-view',
      onSelect: resetView,
    },
    {
      id: 'actual',
      label: t('image.actual'),
      hint: t('image.actualHint'),
      icon: <Scaling size={14} />,
      disabled: !stack,
      testId: 'image-actual',
      onSelect: actualSize,
    },
    {
      id: 'right',
      label: t('image.right'),
      icon: <RotateCw size={14} />,
      keyHint: keyOf('image.rotateRight'),
      testId: 'image-right',
      onSelect: () => rotateImage(1),
      ...turning,
    },
    {
      id: 'left',
      label: t('image.left'),
      icon: <RotateCcwSquare size={14} />,
      keyHint: keyOf('image.rotateLeft'),
      testId: 'image-left',
      onSelect: () => rotateImage(-1),
      ...turning,
    },
    {
      id: 'mirror',
      label: t('image.mirror'),
      icon: <FlipHorizontal2 size={14} />,
      keyHint: keyOf('image.mirror'),
      testId: 'image-mirror',
      onSelect: mirrorImage,
      ...turning,
    },
    {
      id: 'invert',
      label: t('image.invert'),
      icon: <SunMoon size={14} />,
      keyHint: keyOf('image.invert'),
      testId: 'image-invert',
      onSelect: invertImage,
      disabled: volume,
    },
    ...(many
      ? [
          {
            id: 'maximise',
            label: t(maximised ? 'restore' : 'maximise'),
            icon: <Maximize size={14} />,
            keyHint: keyOf('layout.maximise'),
            testId: 'image-maximise',
            onSelect: () => toggleMaximise(),
          },
        ]
      : []),
  ];
  return (
    <Menu
      label={t('image.title')}
      tip
      className="icon-button"
      testId="image-menu"
      disabled={closed}
      items={items}
    >
      <Image size={18} aria-hidden />
    </Menu>
  );
}
