import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { KeyObject } from '../../dicom/objects';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { useOpen } from '../open';
import { goToKeyImage, stepKeyImage } from './keyImages';
import { placeOf } from './places';
import { useObjects } from './store';

/** Key images: title, why, and the list; a click, the arrows or the two buttons go from one to the next. */
export function KeyImagesView({ object }: { readonly object: KeyObject }) {
  const { t } = useTranslation('objects');
  const at = useObjects((s) => s.keyImage);
  useOpen((s) => s.studies);
  const here = object.images.filter((ref) => placeOf(ref.sopInstanceUid)).length;
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
    if (by === undefined) return;
    event.preventDefault();
    stepKeyImage(by);
  };
  return (
    <>
      <p className="object-said">
        {[object.title?.meaning, ...object.modifiers.map((code) => code.meaning)].filter(Boolean).join(' · ')}
      </p>
      {here > 0 && (
        <div className="object-actions">
          <IconButton label={t('keyObjects.previous')} onClick={() => stepKeyImage(-1)}>
            <ChevronLeft size={16} />
          </IconButton>
          <span data-testid="key-image-place">
            {at === undefined ? '–' : at + 1} / {object.images.length}
          </span>
          <IconButton
            label={t('keyObjects.next')}
            data-testid="key-image-next"
            onClick={() => stepKeyImage(1)}
          >
            <ChevronRight size={16} />
          </IconButton>
        </div>
      )}
      <ul className="shape-list" data-testid="key-images" onKeyDown={onKeyDown}>
        {object.images.map((ref, n) => {
          const place = placeOf(ref.sopInstanceUid);
          const words = place
            ? t('report.imageOf', {
                series: place.series.number ?? place.series.modality,
                image: `${place.instance.instanceNumber ?? '–'}${ref.frames.length > 0 ? ` (${ref.frames.join(', ')})` : ''}`,
              })
            : t('report.notHere');
          return (
            <li key={`${n} ${ref.sopInstanceUid}`} className={place ? undefined : 'shape-off'}>
              <button
                type="button"
                className="shape-name"
                aria-current={at === n}
                disabled={!place}
                title={place ? place.series.description : ref.sopInstanceUid}
                onClick={() => goToKeyImage(n)}
              >
                <span className="key-number">{n + 1}</span>
                <span className="shape-words">
                  <span>{words}</span>
                  {place?.series.description && <small>{place.series.description}</small>}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
