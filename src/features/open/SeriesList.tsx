import type { ReactNode } from 'react';
import { Layers, TriangleAlert, X } from 'lucide-react';
import type { Series, Study } from '../../domain/study';
import { useLanguage, useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { SERIES_TYPE } from '../../viewport/index';
import { activateSeries, closeStudy } from './commands';
import { imageCount, isImageSeries } from './merge';
import { oddities } from './outcome';
import { partWords } from './partWords';
import { useOpen } from './store';
import { Thumbnail } from './Thumbnail';
import { dicomDate, personName } from '../../domain/person-text';
import './series-list.css';

interface SeriesListProps {
  /** A series without pictures of its own (SEG, SR) was chosen; it belongs to a study that is open. */
  readonly onObject?: (series: Series) => void;
  /** A series was chosen that is the active one already: another place may be meant for it. */
  readonly onAgain?: (series: Series) => void;
  /** What such a series shows in place of a picture: an icon and its kind. */
  readonly objectFace?: (series: Series) => ReactNode;
  /** Further things to do with a series that has pictures, beside its name. */
  readonly menu?: (series: Series) => ReactNode;
  /** What is said below a series with pictures, of how much of it has come for instance. */
  readonly below?: (series: Series) => ReactNode;
}

/** Every series of every open study, with a picture; a click reads it. */
export function SeriesList({ onObject, onAgain, objectFace, menu, below }: SeriesListProps) {
  const studies = useOpen((state) => state.studies);
  return (
    <nav className="series-list">
      {studies.map((study) => (
        <StudySeries
          key={study.studyUid}
          study={study}
          named={studies.length > 1}
          onObject={onObject}
          onAgain={onAgain}
          objectFace={objectFace}
          menu={menu}
          below={below}
        />
      ))}
    </nav>
  );
}

function StudySeries({
  study,
  named,
  onObject,
  onAgain,
  objectFace,
  menu,
  below,
}: SeriesListProps & { study: Study; named: boolean }) {
  const { t } = useTranslation('open');
  const lang = useLanguage();
  const active = useOpen((state) => state.activeSeriesUid);
  // Pictures first, what is laid over them after.
  const series = [...study.series].sort(
    (a, b) =>
      Number(isImageSeries(b)) - Number(isImageSeries(a)) || (a.number ?? Infinity) - (b.number ?? Infinity),
  );
  return (
    <section>
      {named && (
        <header>
          <span>
            <strong>{personName(study.patient.name, lang) || t('recent.unnamed')}</strong>
            <small>{dicomDate(study.date)}</small>
          </span>
          <IconButton label={t('series.close')} onClick={() => closeStudy(study.studyUid)}>
            <X size={14} />
          </IconButton>
        </header>
      )}
      <ul aria-label={t('series.title')}>
        {series.map((one) => (
          <SeriesItem
            key={one.seriesUid}
            series={one}
            active={one.seriesUid === active}
            face={isImageSeries(one) ? undefined : objectFace?.(one)}
            menu={isImageSeries(one) ? menu?.(one) : undefined}
            below={isImageSeries(one) ? below?.(one) : undefined}
            onChoose={() => {
              if (!isImageSeries(one)) onObject?.(one);
              else if (one.seriesUid === active) onAgain?.(one);
              else activateSeries(one.seriesUid);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface SeriesItemProps {
  readonly series: Series;
  readonly active: boolean;
  readonly face?: ReactNode;
  readonly menu?: ReactNode;
  readonly below?: ReactNode;
  readonly onChoose: () => void;
}

function SeriesItem({ series, active, face, menu, below, onChoose }: SeriesItemProps) {
  const { t } = useTranslation('open');
  const pictures = isImageSeries(series);
  const what = oddities(series).map((warning) => t(`fileWarning.${warning}.what`));
  const odd = what.join(t('series.between'));
  const part = partWords(series.part, t);
  const description = series.description || series.protocol || t('series.noDescription');
  return (
    <li>
      <button
        type="button"
        className={active ? 'series-item series-item-active' : 'series-item'}
        aria-current={active}
        data-testid="series-item"
        data-series-uid={series.seriesUid}
        data-tip={pictures || face ? undefined : t('series.object')}
        draggable={pictures}
        onDragStart={(event) => {
          event.dataTransfer.setData(SERIES_TYPE, series.seriesUid);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={onChoose}
      >
        {pictures ? (
          <Thumbnail series={series} />
        ) : (
          <span className="thumbnail thumbnail-object">{face ?? <Layers size={20} aria-hidden />}</span>
        )}
        <span className="series-words">
          <span className="series-description" title={description}>
            {description}
          </span>
          {part && (
            <span className="series-facts" data-testid="series-part">
              {part}
            </span>
          )}
          <span className="series-facts">
            {series.modality && <span className="series-modality">{series.modality}</span>}
            {pictures && <span>{t('series.images', { count: imageCount(series) })}</span>}
            {series.number !== undefined && <span className="series-number">#{series.number}</span>}
          </span>
          {series.synthetic && <span className="series-synthetic">SYNTHETIC</span>}
          {odd && (
            <span className="series-odd" data-testid="series-odd" title={t('series.odd', { what: odd })}>
              <TriangleAlert size={12} aria-hidden />
              <span>{odd}</span>
            </span>
          )}
        </span>
      </button>
      {menu}
      {below}
    </li>
  );
}
