import { Pause, Play } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { onSeriesTransfer, seriesTransfer } from '../../dicom/web';
import type { Series } from '../../domain/study';
import { useLanguage, useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { toggleHold } from './hold';
import { sizeWords } from './size-words';
import './servers.css';

/** How much of a series has come from its server, while it is not all of it, and a way to stop what comes ahead. */
export function SeriesProgress({ series }: { readonly series: Series }) {
  const { t } = useTranslation('servers');
  const lang = useLanguage();
  const transfer = useSyncExternalStore(onSeriesTransfer, () => seriesTransfer(series.seriesUid));
  const total = series.instances.reduce((sum, { frames }) => sum + Math.max(1, frames), 0);
  if (!transfer || transfer.images >= total) return null;
  const { images, bytes, held } = transfer;
  return (
    <div
      className="series-progress"
      data-testid="series-progress"
      data-series-uid={series.seriesUid}
      data-images={images}
      data-held={held}
    >
      <progress value={images} max={total} aria-label={t('series.progress')} />
      <span>{t(held ? 'series.held' : 'series.came', { images, total, size: sizeWords(bytes, lang) })}</span>
      <IconButton
        label={t(held ? 'series.goOn' : 'series.hold')}
        onClick={() => toggleHold(series.seriesUid)}
        data-testid="series-hold"
      >
        {held ? <Play size={13} /> : <Pause size={13} />}
      </IconButton>
    </div>
  );
}
