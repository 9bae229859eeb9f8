import { isFilmFinding } from '../../domain/annotation/annotation';
import { useTranslation } from '../../i18n';
import { useOpen } from '../open';
import { MeasureItem, useShown } from './MeasureItem';
import { seriesOf } from './names';
import { noAnnotations, useMeasure } from './store';
import './measure.css';

/** Quick marks and cardiothoracic ratios of the study that is read, as rows among the findings. */
export function FilmFindings() {
  const { t } = useTranslation('measure');
  const study = useOpen((s) => s.studies.find(({ studyUid }) => studyUid === s.activeStudyUid));
  const all = useShown(useMeasure((s) => (study ? s.studies[study.studyUid] : undefined)) ?? noAnnotations);
  const currentUid = useMeasure((s) => s.currentUid);
  const film = all.filter(isFilmFinding);
  if (film.length === 0) return null;
  return (
    <ul className="measure-list" aria-label={t('film')} data-testid="film-findings">
      {film.map((one) => (
        <MeasureItem
          key={one.uid}
          annotation={one}
          all={all}
          series={seriesOf(one, study)}
          current={one.uid === currentUid}
        />
      ))}
    </ul>
  );
}
