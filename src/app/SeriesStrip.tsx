import { PanelLeftClose, PanelLeftOpen, X } from 'lucide-react';
import type { Series } from '../domain/study';
import { objectFace, openObject } from '../features/objects';
import { cancelOpen, FileSummary, SeriesList, useOpen } from '../features/open';
import { PriorsButton, SeriesProgress } from '../features/servers';
import { changeSettings } from '../features/settings';
import { useTranslation } from '../i18n';
import { IconButton, ProgressBar } from '../ui';
import { CellMenu } from './CellMenu';
import { showAgain } from './showing';
import './series-strip.css';

interface SeriesStripProps {
  readonly folded: boolean;
  /** Below the image on a phone: one row, no folding. */
  readonly flat?: boolean;
}

const seriesProgress = (series: Series) => <SeriesProgress series={series} />;
const cellMenu = ({ seriesUid }: Series) => <CellMenu seriesUid={seriesUid} />;

/** The series of what is open, how the reading of files goes on, and what became of them. */
export function SeriesStrip({ folded, flat = false }: SeriesStripProps) {
  const { t } = useTranslation('app');
  if (folded)
    return (
      <aside className="series-rail" aria-label={t('panel.series')}>
        <IconButton
          label={t('panel.series')}
          onClick={() => changeSettings({ seriesStripFolded: false })}
          data-testid="unfold-series"
        >
          <PanelLeftOpen size={16} />
        </IconButton>
      </aside>
    );
  return (
    <aside
      className={flat ? 'series-strip series-strip-flat' : 'series-strip'}
      aria-label={t('panel.series')}
    >
      {!flat && (
        <header className="series-strip-head">
          <h2>{t('panel.series')}</h2>
          <PriorsButton />
          <IconButton
            label={t('panel.foldSeries')}
            onClick={() => changeSettings({ seriesStripFolded: true })}
          >
            <PanelLeftClose size={16} />
          </IconButton>
        </header>
      )}
      <SeriesList
        onObject={(series) => void openObject(series)}
        onAgain={showAgain}
        objectFace={objectFace}
        menu={cellMenu}
        below={seriesProgress}
      />
      <Reading />
      <FileSummary onlyOdd={flat} />
    </aside>
  );
}

function Reading() {
  const { t } = useTranslation('app');
  const reading = useOpen((s) => s.status === 'reading');
  const progress = useOpen((s) => s.progress);
  if (!reading) return null;
  const known = progress !== undefined && progress.total > 0;
  const words = !progress
    ? t('reading.some')
    : progress.stage === 'making'
      ? t('reading.making', { done: progress.done, total: progress.total })
      : progress.stage === 'listing'
        ? t('reading.listing')
        : t('reading.files', { done: progress.done, total: progress.total });
  return (
    <div className="strip-reading" data-testid="open-progress">
      <span>{words}</span>
      <IconButton label={t('reading.cancel')} onClick={cancelOpen}>
        <X size={13} />
      </IconButton>
      <ProgressBar label={words} value={known ? progress.done / progress.total : undefined} />
    </div>
  );
}
