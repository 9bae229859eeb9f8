import { Download } from 'lucide-react';
import {
  objectClass,
  type DocumentObject,
  type FactsObject,
  type PresentationObject,
} from '../../dicom/objects';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { drawsOnCpu, keepsOwnGrey } from '../../viewport';
import { isPdf } from './commands';
import { placeOf } from './places';
import { showPresentation } from './presentation';
import { useObjects } from './store';

/** A presentation state: what it does to its images, what of it is not applied, and the switch. */
export function PresentationView({ object }: { readonly object: PresentationObject }) {
  const { t } = useTranslation('objects');
  const on = useObjects((s) => s.presentationOn);
  const note = useObjects((s) => s.note);
  const graphics = object.annotations.reduce((n, one) => n + one.graphics.length + one.compounds.length, 0);
  const texts = object.annotations.reduce((n, one) => n + one.texts.length, 0);
  const windows = object.voi.filter((voi) => !voi.table);
  const tables = object.modalityTable ?? object.presentationTable ?? object.voi.find((voi) => voi.table);
  const own = object.images.some((ref) => {
    const place = placeOf(ref.sopInstanceUid);
    return place !== undefined && keepsOwnGrey(object, place.instance);
  });
  const gaps = [
    ...object.gaps.map((gap) => t(`presentation.not.${gap}`, { names: object.unknownGraphics.join(', ') })),
    own && t('presentation.not.ownTables'),
    tables && drawsOnCpu() && t('presentation.not.noGraphics'),
  ].filter((gap): gap is string => Boolean(gap));
  const turned = object.flip || object.rotation !== 0;
  const uses: readonly (string | false | undefined)[] = [
    object.rescale && t('presentation.uses.rescale', { ...object.rescale }),
    object.modalityTable &&
      t('presentation.uses.modalityTable', { count: object.modalityTable.values.length }),
    windows.length > 0 &&
      t('presentation.uses.window', {
        windows: windows.map((voi) => `W ${round(voi.width)} L ${round(voi.center)}`).join('; '),
      }),
    ...object.voi.map(
      ({ table }) => table && t('presentation.uses.voiTable', { count: table.values.length }),
    ),
    object.presentationTable &&
      t('presentation.uses.presentationTable', { count: object.presentationTable.values.length }),
    object.inverse && t('presentation.uses.inverse'),
    object.areas.length > 0 && t(`presentation.area.${areaKey[object.areas[0].mode]}`),
    turned && object.flip && t('presentation.uses.flip'),
    object.rotation !== 0 && t('presentation.uses.rotation', { degrees: object.rotation }),
    object.shutter && t('presentation.uses.shutter'),
    object.overlays.length > 0 && t('presentation.uses.overlays', { count: object.overlays.length }),
    graphics > 0 && t('presentation.uses.graphics', { count: graphics }),
    texts > 0 && t('presentation.uses.texts', { count: texts }),
  ];
  return (
    <>
      {note === undefined && (
        <Button
          look="plain"
          aria-pressed={on}
          data-testid="presentation-toggle"
          onClick={() => showPresentation(!on)}
        >
          {on ? t('presentation.turnOff') : t('presentation.turnOn')}
        </Button>
      )}
      <ul className="object-facts">
        {uses.filter(Boolean).map((use) => (
          <li key={String(use)}>{use}</li>
        ))}
      </ul>
      {gaps.length > 0 && (
        <div className="object-note" data-testid="presentation-gaps">
          <strong>{t('presentation.notApplied')}</strong>
          <ul>
            {gaps.map((gap) => (
              <li key={gap}>{gap}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

const areaKey = { 'SCALE TO FIT': 'fit', 'TRUE SIZE': 'trueSize', MAGNIFY: 'magnify' } as const;
const round = (value: number): number => Math.round(value * 100) / 100;

/** A document inside an object: a PDF in the browser's own viewer, everything else to be saved. */
export function DocumentView({ object }: { readonly object: DocumentObject }) {
  const { t } = useTranslation('objects');
  const sopClassUid = useObjects((s) => s.open?.sopClassUid ?? '');
  const key = objectClass(sopClassUid)?.key ?? 'other';
  const pdf = isPdf(object);
  const url = useObjects((state) => state.documentUrl);
  const viewer = pdf && navigator.pdfViewerEnabled;
  const title = object.title || t(`class.${key}`);
  const name = `${title.replaceAll(/[\\/:*?"<>|\s]+/g, '_').slice(0, 80)}.${extensions[key] ?? 'bin'}`;
  return (
    <div className="object-document">
      <div className="object-actions">
        <span className="object-minor">
          {[object.mime, t('document.size', { kb: Math.max(1, Math.round(object.bytes.length / 1024)) })]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {url && (
          <a className="button button-plain" href={url} download={name} data-testid="document-save">
            <Download size={14} aria-hidden />
            <span>{t('document.save')}</span>
          </a>
        )}
      </div>
      {!viewer && <p className="object-note">{pdf ? t('document.noViewer') : t('document.notShown')}</p>}
      {/* The browser's PDF viewer does not start inside a sandbox; the page's policy lets nothing else in here. */}
      {/* oxlint-disable-next-line react/iframe-missing-sandbox */}
      {viewer && url && <iframe title={title} src={`${url}#navpanes=0`} data-testid="document-page" />}
    </div>
  );
}

const extensions: Readonly<Record<string, string>> = {
  pdf: 'pdf',
  cda: 'xml',
  stl: 'stl',
  obj: 'obj',
  mtl: 'mtl',
};

/** What is named and not drawn: what it is, what it says of itself, and what can be done with it. */
export function FactsView({ object }: { readonly object: FactsObject }) {
  const { t } = useTranslation('objects');
  const sopClassUid = useObjects((s) => s.open?.sopClassUid ?? '');
  return (
    <>
      <p className="object-note" data-testid="object-not-shown">
        {t('facts.notShown', { name: t(`class.${objectClass(sopClassUid)?.key ?? 'other'}`) })}
      </p>
      <dl className="object-facts">
        {object.facts.map(({ key, text }, n) => (
          <div key={`${n} ${key}`}>
            <dt>{t(`fact.${key}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
