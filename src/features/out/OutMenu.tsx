import { Clapperboard, Copy, ImageDown, Images, Printer, ShieldCheck, Star } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Menu, type MenuItem } from '../../ui';
import { activeShowing } from '../../viewport/index';
import { useKeyOf } from '../commands';
import { DeidentifyDialog, openDeidentify, useDeidentify } from '../deidentify';
import { useRead } from '../read';
import { save } from './files';
import { FilmDialog } from './FilmDialog';
import { KeyImageList } from './KeyImageList';
import { markKeyImage, useActiveKeyImages } from './keyImages';
import { PictureDialog } from './PictureDialog';
import { copyPicture } from './pictures';
import { SheetDialog } from './sheet/SheetDialog';
import { openDialog, useOut } from './store';
import './out.css';

/** The ways in which images leave the page: a picture, a film, paper, and the list of key images. */
export function OutMenu() {
  const { t } = useTranslation('out');
  const dialog = useOut((state) => state.dialog);
  const images = useActiveKeyImages();
  const closed = useRead((state) => state.activeSeriesUid === undefined);
  const view = useRead((state) => state.cells[state.active]?.view);
  const keyHint = useKeyOf('finding.keyImage');
  const deidentifying = useDeidentify((state) => state.open);
  const stack = view === undefined || view === 'stack';
  const items: MenuItem[] = [
    {
      id: 'picture',
      label: t('menu.picture'),
      icon: <ImageDown size={14} />,
      testId: 'out-picture',
      onSelect: () => openDialog('picture'),
    },
    {
      id: 'copy',
      label: t('menu.copy'),
      icon: <Copy size={14} />,
      testId: 'out-copy',
      onSelect: () => void copyPicture(),
    },
    {
      id: 'film',
      label: t('menu.film'),
      hint: stack ? undefined : t('menu.onlyStack'),
      icon: <Clapperboard size={14} />,
      disabled: !stack,
      testId: 'out-film',
      onSelect: () => openDialog('film'),
    },
    {
      id: 'sheet',
      label: t('menu.sheet'),
      icon: <Printer size={14} />,
      testId: 'out-sheet',
      onSelect: () => openDialog('sheet'),
    },
    {
      id: 'mark',
      label: t('menu.mark'),
      icon: <Star size={14} />,
      keyHint,
      testId: 'out-mark',
      onSelect: markKeyImage,
    },
    {
      id: 'keys',
      label: t('menu.keys', { count: images.length }),
      icon: <Images size={14} />,
      testId: 'out-keys',
      onSelect: () => openDialog('keys'),
    },
    {
      id: 'deidentify',
      label: t('menu.deidentify'),
      icon: <ShieldCheck size={14} />,
      testId: 'out-deidentify',
      onSelect: openDeidentify,
    },
  ];
  const close = () => openDialog(undefined);
  return (
    <>
      <Menu
        label={t('menu.label')}
        items={items}
        className="icon-button"
        align="end"
        testId="out-menu"
        disabled={closed}
      >
        <ImageDown size={18} aria-hidden />
      </Menu>
      {dialog === 'picture' && <PictureDialog onClose={close} />}
      {dialog === 'film' && activeShowing()?.kind === 'stack' && <FilmDialog onClose={close} />}
      {dialog === 'sheet' && <SheetDialog onClose={close} />}
      {dialog === 'keys' && <KeyImageList onClose={close} />}
      {deidentifying && <DeidentifyDialog save={save} />}
      <OutSaid />
    </>
  );
}

/** What became of the last wish. */
function OutSaid() {
  const { t } = useTranslation('out');
  const said = useOut((state) => state.said);
  return (
    <p className="out-said" role="status" data-testid="out-said" data-kind={said?.key}>
      {said && t(`said.${said.key}`, said.values)}
    </p>
  );
}
