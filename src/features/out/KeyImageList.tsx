import { Download, X } from 'lucide-react';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, IconButton, Sheet } from '../../ui';
import { activeStudy, useOpen } from '../open';
import { goToKeyImage, saveKeyObjects, unmark, useActiveKeyImages, type KeyImage } from './keyImages';

/** The images that the reader marked: go there, take the mark away, save the list. */
export function KeyImageList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('out');
  const lang = useLanguage();
  const study = useOpen(activeStudy);
  const images = useActiveKeyImages();
  const nameOf = ({ seriesUid, sopInstanceUid, frame }: KeyImage): string => {
    const series = study?.series.find((one) => one.seriesUid === seriesUid);
    const instance = series?.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
    const number =
      instance?.instanceNumber ?? (series && instance ? series.instances.indexOf(instance) + 1 : '?');
    return t(instance && instance.frames > 1 ? 'keys.frame' : 'keys.image', {
      series: [series?.number ?? '', series?.description ?? ''].filter(Boolean).join(' '),
      number,
      frame,
    });
  };
  return (
    <Sheet title={t('keys.title')} closeLabel={t('close')} onClose={onClose} testId="key-image-list">
      {images.length === 0 ? (
        <p className="out-none">{t('keys.none')}</p>
      ) : (
        <ul className="out-keys">
          {images.map((image) => (
            <li key={`${image.sopInstanceUid}/${image.frame}`}>
              <button type="button" className="out-key" onClick={() => goToKeyImage(image)}>
                {nameOf(image)}
              </button>
              <IconButton
                label={t('keys.unmark')}
                onClick={() => study && unmark(study.studyUid, image)}
                data-testid="key-unmark"
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {images.length > 0 && study && (
        <>
          <p className="out-note">{t('keys.ko')}</p>
          <Button
            icon={<Download size={14} aria-hidden />}
            data-testid="key-save"
            onClick={() => saveKeyObjects(study, lang)}
          >
            {t('keys.save')}
          </Button>
        </>
      )}
    </Sheet>
  );
}
