import { createElement } from 'react';
import {
  Activity,
  BookOpenText,
  Box,
  CircleDashed,
  FileQuestion,
  FileText,
  Key,
  Layers,
  Mic,
  Palette,
  Radiation,
  SlidersHorizontal,
  type LucideIcon,
} from 'lucide-react';
import { objectClass } from '../../dicom/objects';
import type { Series } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { useObjects } from './store';

/** Icon of a class of objects, by its key. */
function iconOf(sopClassUid: string): LucideIcon {
  const found = objectClass(sopClassUid);
  const own: Readonly<Record<string, LucideIcon>> = {
    ecg: Activity,
    waveform: Activity,
    audio: Mic,
    stl: Box,
    obj: Box,
    mtl: Box,
    palette: Palette,
    rtPlan: Radiation,
    rtRecord: Radiation,
  };
  if (!found) return FileQuestion;
  if (own[found.key]) return own[found.key];
  switch (found.kind) {
    case 'segmentation':
      return Layers;
    case 'structures':
      return CircleDashed;
    case 'report':
      return BookOpenText;
    case 'keyObjects':
      return Key;
    case 'presentation':
      return SlidersHorizontal;
    case 'document':
      return FileText;
    default:
      return FileQuestion;
  }
}

/** Name of a class in the reader's language. */
export function useClassName(): (sopClassUid: string) => string {
  const { t } = useTranslation('objects');
  return (sopClassUid) => t(`class.${objectClass(sopClassUid)?.key ?? 'other'}`);
}

/** The icon of a class. */
export const ObjectIcon = ({ sopClassUid, size }: { readonly sopClassUid: string; readonly size: number }) =>
  createElement(iconOf(sopClassUid), { size, 'aria-hidden': true });

/** The face of a series of objects, for lists that know nothing of objects. */
export const objectFace = (series: Series) => <ObjectFace series={series} />;

/** What stands in the list of series in place of a picture: an icon and what it is. */
function ObjectFace({ series }: { readonly series: Series }) {
  const { t } = useTranslation('objects');
  const nameOf = useClassName();
  const shown = useObjects((s) => s.open?.seriesUid === series.seriesUid);
  const uid = series.instances[0]?.sopClassUid ?? '';
  return (
    <>
      <ObjectIcon sopClassUid={uid} size={18} />
      <span
        className={shown ? 'object-face-name object-face-shown' : 'object-face-name'}
        data-testid={shown ? 'object-shown' : undefined}
        title={shown ? t('shown') : undefined}
      >
        {nameOf(uid)}
      </span>
    </>
  );
}
