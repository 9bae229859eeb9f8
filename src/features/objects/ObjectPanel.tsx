import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { DicomObject } from '../../dicom/objects';
import { personName } from '../../domain/person-text';
import { useLanguage, useTranslation } from '../../i18n';
import { IconButton, Sheet } from '../../ui';
import { useOpen } from '../open';
import { closeObject, openObject } from './commands';
import { ObjectIcon, useClassName } from './icons';
import { KeyImagesView } from './KeyImagesView';
import { DocumentView, FactsView, PresentationView } from './OtherViews';
import { ReportView } from './ReportView';
import { SegmentsView, StructuresView } from './ShapeList';
import { objectOf, useObjects } from './store';
import { dateText } from './words';
import './objects.css';

/** Is an object open? */
export const useObjectOpen = (): boolean => useObjects((s) => s.open !== undefined);

/** The right panel while an object is read. */
export function ObjectPanel({ width }: { readonly width?: number | string }) {
  const { t } = useTranslation('objects');
  const open = useObjects((s) => s.open);
  const nameOf = useClassName();
  if (!open) return null;
  return (
    <aside
      className="object-panel"
      style={{ width }}
      aria-label={nameOf(open.sopClassUid)}
      data-testid="object-panel"
    >
      <div className="object-head">
        <ObjectIcon sopClassUid={open.sopClassUid} size={16} />
        <h2>{nameOf(open.sopClassUid)}</h2>
        <IconButton label={t('close')} onClick={closeObject} data-testid="object-close">
          <X size={16} />
        </IconButton>
      </div>
      <ObjectBody />
    </aside>
  );
}

/** On a phone the panel comes from below; images and lists share the page. */
export function ObjectSheet() {
  const { t } = useTranslation('objects');
  const open = useObjects((s) => s.open);
  const nameOf = useClassName();
  const tall = useObjects((s) => {
    const kind = objectOf(s.open?.sopInstanceUid)?.kind;
    return s.status === 'shown' && (kind === 'report' || kind === 'document');
  });
  if (!open) return null;
  return (
    <Sheet
      key={open.sopInstanceUid}
      from="bottom"
      tall={tall}
      title={nameOf(open.sopClassUid)}
      closeLabel={t('close')}
      testId="object-panel"
      onClose={closeObject}
    >
      <ObjectBody />
    </Sheet>
  );
}

function ObjectBody() {
  const { t } = useTranslation('objects');
  const { open, status, detail, note, images } = useObjects();
  const object = objectOf(open?.sopInstanceUid);
  return (
    <div className="object-body">
      <Whose object={object} />
      <Picker />
      {status === 'loading' && <p className="object-minor">{t('loading')}</p>}
      {status === 'failed' && (
        <p className="object-note" role="alert">
          {t('failed')} <small>{detail}</small>
        </p>
      )}
      {note && (
        <p className="object-note" role="status" data-testid="object-note">
          {t(`note.${note}`)}
          {note === 'failed' && detail && <small> {detail}</small>}
        </p>
      )}
      {images.missing > 0 && (
        <p className="object-minor" data-testid="images-missing">
          {t('missing', { missing: images.missing, all: images.all })}
        </p>
      )}
      {status === 'shown' && object && <View object={object} />}
    </div>
  );
}

function View({ object }: { readonly object: DicomObject }) {
  switch (object.kind) {
    case 'segmentation':
      return <SegmentsView object={object} />;
    case 'structures':
      return <StructuresView object={object} />;
    case 'report':
      return <ReportView report={object} />;
    case 'keyObjects':
      return <KeyImagesView object={object} />;
    case 'presentation':
      return <PresentationView object={object} />;
    case 'document':
      return <DocumentView object={object} />;
    default:
      return <FactsView object={object} />;
  }
}

/** Whose object it is, and what it says of itself. */
function Whose({ object }: { readonly object?: DicomObject }) {
  const lang = useLanguage();
  const studyUid = useObjects((s) => s.open?.studyUid);
  const patient = useOpen((s) => s.studies.find((one) => one.studyUid === studyUid)?.patient);
  const facts = [
    patient && personName(patient.name, lang),
    patient?.id,
    object && dateText(object.date),
    object && personName(object.creator, lang),
  ];
  const title = object?.kind === 'document' ? object.title : object?.label;
  const said = [title, object?.description].filter(Boolean);
  return (
    <header className="object-whose">
      {said.length > 0 && <p className="object-said">{[...new Set(said)].join(' · ')}</p>}
      <p className="object-minor">{facts.filter(Boolean).join(' · ')}</p>
    </header>
  );
}

/** A series often holds several objects: one after the other. */
function Picker() {
  const { t } = useTranslation('objects');
  const open = useObjects((s) => s.open);
  const series = useOpen((s) =>
    s.studies.flatMap((study) => study.series).find((one) => one.seriesUid === open?.seriesUid),
  );
  if (!series || series.instances.length < 2) return null;
  const at = series.instances.findIndex((one) => one.sopInstanceUid === open?.sopInstanceUid);
  const step = (by: number): void => {
    const count = series.instances.length;
    void openObject(series, series.instances[(at + by + count) % count]);
  };
  return (
    <div className="object-actions">
      <IconButton label={t('previous')} onClick={() => step(-1)}>
        <ChevronLeft size={16} />
      </IconButton>
      <span data-testid="object-place">{t('place', { at: at + 1, count: series.instances.length })}</span>
      <IconButton label={t('next')} onClick={() => step(1)} data-testid="object-next">
        <ChevronRight size={16} />
      </IconButton>
    </div>
  );
}
